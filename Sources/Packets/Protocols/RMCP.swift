/// Remote Management Control Protocol with messages of the Alert Standard Format, DMTF DSP0136 (ASF 2.0)
/// section 3.2: presence, capabilities, state and remote control; also its acknowledgments and the
/// messages of manufacturers. Messages of class IPMI are the protocol `ipmi`.
///
///     octet  0             4                   8      9     10         11
///            | RMCP header | 4542 or another's | type | tag | reserved | data length | data
///
/// On the secure port 664 the session identifier and sequence number of the RMCP Security-Extensions
/// Protocol come first (section 3.2.3), four octets each; it protects from changes and hides nothing.
enum RMCP: Dissector {
  static let name: ProtocolName = "rmcp"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [623, 664]

  /// The number of the Alert Standard Forum, IANA enterprise 4542.
  private static let alertStandardForum: UInt32 = 4542
  private static let securityHeaderLength = 8

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let plain = recognize(payload.bytes, at: 0)
    guard plain == .notMine else { return plain }
    // Behind another header only the forum's own number tells.
    return recognize(payload.bytes, at: securityHeaderLength) == .certain ? .certain : .notMine
  }

  private static func recognize(_ bytes: RawSpan, at offset: Int) -> Recognition {
    guard let octet = RMCPHeader.classOctet(in: bytes, at: offset) else { return .notMine }
    let data = offset + RMCPHeader.length
    switch octet {
    case 0x06:
      guard bytes.byteCount >= data + 8 else { return .notMine }
      return bytes.uint32(at: data) == alertStandardForum ? .certain : .unsure
    case 0x86, 0x87, 0x88:
      // Frames of Ethernet pad what is shorter, UDP does not.
      return bytes.byteCount == data ? .unsure : .notMine
    case 0x08:
      return bytes.byteCount >= data + 4 ? .unsure : .notMine
    default:
      return .notMine
    }
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    if RMCPHeader.classOctet(in: payload.bytes) == nil {
      fields.add("session_id", try reader.uint32())
      fields.add("session_sequence_number", try reader.uint32())
    }
    let header = try RMCPHeader(&reader)
    fields.add("sequence_number", header.sequenceNumber)
    fields.add("acknowledgment", header.isAcknowledgment)
    guard let messageClass = header.messageClass else { throw .field }
    fields.add("class", messageClass.rawValue)
    guard !header.isAcknowledgment else { return }
    fields.add("iana_enterprise_number", try reader.uint32())
    guard messageClass == .alertStandardFormat else { return }
    let type = try reader.uint8()
    fields.add("message_type", type)
    if let name = messageTypeName(type) { fields.add("message_type_name", name) }
    fields.add("message_tag", try reader.uint8())
    try reader.skip(1)
    let length = Int(try reader.uint8())
    fields.add("data_length", UInt8(length))
    guard length <= reader.count || payload.isCut else { throw .totalLength }
    var data = ByteReader(try reader.take(min(length, reader.count)))
    do throws(DecodeFault.Kind) {
      try readData(ofType: type, &data, into: &fields)
    } catch .truncated where !payload.isCut {
      // Nothing is missing of the datagram: the message says that it has more than it has.
      throw .totalLength
    }
  }
}
