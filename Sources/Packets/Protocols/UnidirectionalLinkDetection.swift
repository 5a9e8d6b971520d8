/// UDLD, Cisco's Unidirectional Link Detection, RFC 5171 section 5.
///
///     octet  0                                1       2          4      6        8
///            | version 3 bits, opcode 5 bits | flags | checksum | type | length | value | ...
///
/// A record's length counts its own head of four octets.
enum UnidirectionalLinkDetection: Dissector {
  static let name: ProtocolName = "udld"
  static let carriers: [Carrier] = [.link(LinkProtocol(.snap, 0x00000c_0111))]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 4 else { return .unsure }
    let head = bytes.uint8(at: 0)
    return head >> 5 == 1 && head & 0x1f <= 3 ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let head = try reader.uint8()
    fields.add("version", head >> 5)
    fields.add("opcode", head & 0x1f)
    let flags = try reader.uint8()
    fields.add("recommended_timeout", flags & 1 != 0)
    fields.add("resynchronize", flags & 2 != 0)
    fields.add("checksum", try reader.uint16())
    guard head >> 5 == 1 else { throw .version }
    while !reader.isAtEnd {
      let type = try reader.uint16()
      let value = try reader.recordValue(isCut: payload.isCut)
      do throws(DecodeFault.Kind) {
        try record(type, value, into: &fields)
      } catch {
        throw .option
      }
    }
  }

  private static func record(
    _ type: UInt16, _ value: RawSpan, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    guard type > 0, type <= names.count else { return }
    let name = names[Int(type) - 1]
    guard fields[name] == nil else { throw .option }
    var reader = ByteReader(value)
    switch type {
    case 3: try echo(&reader, into: &fields)
    case 4, 5: fields.add(name, try reader.uint8())
    case 7: fields.add(name, try reader.uint32())
    default: fields.add(name, text: value)
    }
  }

  private static let names = [
    "device_id", "port_id", "echo", "message_interval_seconds", "timeout_interval_seconds",
    "device_name", "sequence_number",
  ]

  /// Whom the sender hears; ends because a pair takes at least four octets.
  private static func echo(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var pairs: [FieldValue] = []
    defer { fields.add("echo", pairs) }
    let count = try reader.uint32()
    for _ in 0..<min(Int(count), Fields.mostValues) {
      var pair = Fields()
      pair.add("device_id", text: try reader.take(Int(try reader.uint16())))
      pair.add("port_id", text: try reader.take(Int(try reader.uint16())))
      pairs.append(.group(pair))
    }
  }
}
