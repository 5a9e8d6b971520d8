/// Trivial File Transfer Protocol, RFC 1350 section 5; options RFC 2347.
///
///     octet  0        2
///            | opcode | 1 read, 2 write: file name, 0, mode, 0, then option, 0, value, 0, repeated
///                     | 3 data: block 2, data
///                     | 4 acknowledgment: block 2
///                     | 5 error: code 2, message, 0
///                     | 6 option acknowledgment: option, 0, value, 0, repeated
///
/// The answer to a request comes from a port of its own; data and acknowledgments have too little form
/// to be told from others.
enum TFTP: Dissector {
  static let name: ProtocolName = "tftp"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [69]

  private static let modes = ["octet", "netascii", "mail"]
  private static let options = [
    "blksize", "tsize", "timeout", "windowsize", "multicast", "rollover", "msftwindow", "utimeout",
  ]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 4, bytes.uint8(at: 0) == 0 else { return .notMine }
    switch bytes.uint8(at: 1) {
    case 1, 2:
      guard let mode = textEnd(bytes, from: 2), mode > 2, let end = textEnd(bytes, from: mode + 1)
      else { return payload.isCut && isText(bytes.uint8(at: 2)) ? .unsure : .notMine }
      return isOne(of: modes, bytes.extracting(mode + 1..<end)) ? .certain : .notMine
    case 3: return .unsure
    case 4: return payload.wireLength == 4 ? .unsure : .notMine
    case 5:
      guard bytes.uint16(at: 2) <= 8, let end = textEnd(bytes, from: 4),
        end + 1 == payload.wireLength
      else { return .notMine }
      // The zero and each letter count about a bit; the four octets in front 28.
      return end >= 8 ? .certain : .unsure
    case 6:
      guard let name = textEnd(bytes, from: 2), let end = textEnd(bytes, from: name + 1),
        end > name + 1
      else { return payload.wireLength == 2 ? .unsure : .notMine }
      return isOne(of: options, bytes.extracting(2..<name)) ? .certain : .notMine
    default: return .notMine
    }
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let opcode = try reader.uint16()
    fields.add("opcode", opcode)
    switch opcode {
    case 1, 2:
      fields.add("filename", .init(text: try text(&reader)))
      fields.add("mode", .init(text: try text(&reader)))
      try readOptions(&reader, into: &fields)
    case 3:
      fields.add("block", try reader.uint16())
      fields.add("data_length", UInt32(truncatingIfNeeded: max(payload.wireLength - 4, 0)))
    case 4: fields.add("block", try reader.uint16())
    case 5:
      fields.add("error_code", try reader.uint16())
      fields.add("error_message", .init(text: try text(&reader)))
    case 6: try readOptions(&reader, into: &fields)
    default: throw .field
    }
  }

  private static func readOptions(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var list: [FieldValue] = []
    defer { if !list.isEmpty { fields.add("options", list) } }
    while !reader.isAtEnd, list.count < Fields.mostValues {
      var option = Fields()
      defer { list.append(.group(option)) }
      option.add("option", .init(text: try text(&reader)))
      option.add("value", .init(text: try text(&reader)))
    }
  }

  /// A text up to its zero, which is read too.
  @_lifetime(copy reader)
  private static func text(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> RawSpan {
    var length = 0
    while let octet = reader.peek(length), octet != 0 { length += 1 }
    let text = try reader.take(length)
    try reader.skip(1)
    return text
  }

  private static func isText(_ octet: UInt8) -> Bool { octet >= 0x20 && octet != 0x7f }

  /// Where the text that starts at `start` has its zero; `nil` where it is no text.
  private static func textEnd(_ bytes: RawSpan, from start: Int) -> Int? {
    var offset = start
    while offset < bytes.byteCount {
      let octet = bytes.uint8(at: offset)
      if octet == 0 { return offset }
      guard isText(octet) else { return nil }
      offset += 1
    }
    return nil
  }

  private static func isOne(of words: [String], _ bytes: RawSpan) -> Bool {
    words.contains { word in
      guard word.utf8.count == bytes.byteCount else { return false }
      // Case does not count in modes and options; the octets that this joins besides are no letters.
      return word.utf8.enumerated().allSatisfy { bytes.uint8(at: $0) | 0x20 == $1 }
    }
  }
}
