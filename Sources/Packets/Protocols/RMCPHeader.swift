/// Header of the Remote Management Control Protocol, DMTF DSP0136 (ASF 2.0) section 3.2.2.3.
///
///     octet  0         1          2                         3
///            | 06      | reserved | sequence, ff: no answer | acknowledgment (bit 7), class (bits 4 .. 0) |
struct RMCPHeader {
  /// Octets of the header.
  static let length = 4
  /// Sequence number of a message that wants no acknowledgment, as all of IPMI.
  static let unacknowledged: UInt8 = 0xff

  /// Counts the messages that want an acknowledgment.
  let sequenceNumber: UInt8
  /// What the data are, or what is acknowledged.
  let messageClass: Class?
  /// Whether this only acknowledges; then no data follow.
  let isAcknowledgment: Bool

  /// What the data of a message are.
  enum Class: UInt8 {
    case alertStandardFormat = 6
    case ipmi = 7
    case oem = 8
  }

  /// Reads the header.
  /// - Throws: `.truncated`, or `.version` where it is not 6.
  init(_ reader: inout ByteReader) throws(DecodeFault.Kind) {
    guard try reader.uint8() == 6 else { throw .version }
    try reader.skip(1)
    sequenceNumber = try reader.uint8()
    let octet = try reader.uint8()
    messageClass = Class(rawValue: octet & 0x1f)
    isAcknowledgment = octet & 0x80 != 0
  }

  /// The last octet, if a header lies at `offset` as far as its fixed octets say.
  static func classOctet(in bytes: RawSpan, at offset: Int = 0) -> UInt8? {
    guard bytes.byteCount >= offset + length, bytes.uint16(at: offset) == 0x0600 else { return nil }
    return bytes.uint8(at: offset + 3)
  }
}
