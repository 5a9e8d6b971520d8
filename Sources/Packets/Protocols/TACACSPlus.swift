/// TACACS+, RFC 8907 section 4.1; bodies of sections 5.1, 6.1 and 7.1.
///
///     octet  0                 1      2        3       4            8
///            | major 12, minor | type | seq_no | flags | session_id | length |
///
///     type 1 start:                | action | priv_lvl | authen_type | service | user_len | port_len |
///                                  | rem_addr_len | data_len | user | port | rem_addr | data |
///     type 2, 3 request: | flags of 3 | authen_method | priv_lvl | authen_type | service | user_len |
///                        | port_len | rem_addr_len | arg_cnt | arg lengths | user | port | rem_addr | args |
///
/// Types: 1 authentication, 2 authorization, 3 accounting. Clients' sequence numbers are odd. The body
/// is obfuscated unless the flags have 1; only then it is read, and never its data.
enum TACACSPlus: Dissector {
  static let name: ProtocolName = "tacacs_plus"
  static let carriers: [Carrier] = [.tcp]
  static let ports: [UInt16] = [49]

  private static let headerLength = 12
  /// RFC 8907 section 3.6 lets servers refuse longer bodies.
  private static let longestBody: UInt32 = 65535

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount > 0, 0xc0...0xc1 ~= bytes.uint8(at: 0) else { return .notMine }
    guard bytes.byteCount >= headerLength else { return .unsure }
    // A connection starts with a session's first message, and its reply is the second.
    guard 1...3 ~= bytes.uint8(at: 1), 1...2 ~= bytes.uint8(at: 2),
      bytes.uint8(at: 3) & ~5 == 0, 5...longestBody ~= bytes.uint32(at: 8)
    else { return .notMine }
    return .certain
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let version = try reader.uint8()
    guard version >> 4 == 0xc else { throw .version }
    fields.add("major_version", version >> 4)
    fields.add("minor_version", version & 15)
    let type = try reader.uint8()
    fields.add("type", type)
    let sequence = try reader.uint8()
    fields.add("seq_no", sequence)
    let flags = try reader.uint8()
    fields.add("unencrypted", flags & 1 != 0)
    fields.add("single_connect", flags & 4 != 0)
    fields.add("session_id", try reader.uint32())
    let length = try reader.uint32()
    fields.add("length", length)
    guard length <= longestBody else { throw .totalLength }
    guard flags & 1 != 0, sequence == 1, 1...3 ~= type else { return }
    var body = ByteReader(try reader.take(Int(length)))
    do throws(DecodeFault.Kind) {
      try readRequest(type, &body, into: &fields)
    } catch {
      // The whole body is here, so lengths inside contradict it.
      throw .totalLength
    }
  }

  private static func readRequest(
    _ type: UInt8, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    switch type {
    case 1: fields.add("action", try reader.uint8())
    case 2: fields.add("authen_method", try reader.uint8())
    default:
      fields.add("accounting_flags", try reader.uint8())
      fields.add("authen_method", try reader.uint8())
    }
    fields.add("priv_lvl", try reader.uint8())
    fields.add("authen_type", try reader.uint8())
    fields.add("authen_service", try reader.uint8())
    let user = Int(try reader.uint8())
    let port = Int(try reader.uint8())
    let address = Int(try reader.uint8())
    let count = Int(try reader.uint8())
    var lengths = ByteReader(try reader.take(type == 1 ? 0 : count))
    fields.add("user", text: try reader.take(user))
    fields.add("port", text: try reader.take(port))
    fields.add("rem_addr", text: try reader.take(address))
    guard type != 1 else { return }
    var arguments: [FieldValue] = []
    defer { fields.add("args", arguments) }
    while !lengths.isAtEnd, arguments.count < Fields.mostValues {
      arguments.append(FieldValue(text: try reader.take(Int(try lengths.uint8()))))
    }
  }
}
