/// Enhanced Interior Gateway Routing Protocol, RFC 7868 section 6.
///
///     octet  0           1        2          4       8          12
///            | version 2 | opcode | checksum | flags | sequence | acknowledge |
///     octet  16                  18
///            | virtual router ID | autonomous system | TLVs: type 2, length 2 with both, value
///
/// Opcodes: 1 update, 2 request, 3 query, 4 reply, 5 hello (and acknowledgment), 10 SIA query,
/// 11 SIA reply. Read of the TLVs: 1 parameters, 2 authentication type, 4 software version.
enum EIGRP: Dissector {
  static let name: ProtocolName = "eigrp"
  static let carriers: [Carrier] = [.ip(IPProtocol(rawValue: 88))]

  private static let opcodeNames: [UInt8: String] = [
    1: "Update", 2: "Request", 3: "Query", 4: "Reply", 5: "Hello", 10: "SIA Query",
    11: "SIA Reply",
  ]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 20, bytes.uint8(at: 0) == 2, 1...11 ~= bytes.uint8(at: 1) else {
      return .notMine
    }
    return .certain
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let version = try reader.uint8()
    guard version == 2 else { throw .version }
    fields.add("version", version)
    let opcode = try reader.uint8()
    fields.add("opcode", opcode)
    if let name = opcodeNames[opcode] { fields.add("opcode_name", name) }
    fields.add("checksum", try reader.uint16())
    let flags = try reader.uint32()
    fields.add("init", flags & 1 != 0)
    fields.add("conditional_receive", flags & 2 != 0)
    fields.add("restart", flags & 4 != 0)
    fields.add("end_of_table", flags & 8 != 0)
    fields.add("sequence_number", try reader.uint32())
    fields.add("acknowledgment_number", try reader.uint32())
    fields.add("virtual_router_id", try reader.uint16())
    fields.add("autonomous_system_number", try reader.uint16())
    var types: [FieldValue] = []
    defer { fields.add("tlv_types", types) }
    while !reader.isAtEnd, types.count < Fields.mostValues {
      let type = try reader.uint16()
      types.append(.number(UInt64(type)))
      let length = Int(try reader.uint16())
      guard length >= 4 else { throw .option }
      try readValue(type, try reader.take(length - 4), into: &fields)
    }
  }

  private static func readValue(
    _ type: UInt16, _ bytes: RawSpan, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(bytes)
    switch type {
    case 1:
      guard bytes.byteCount >= 8 else { throw .option }
      var weights: [FieldValue] = []
      for _ in 0..<6 { weights.append(.number(UInt64(try reader.uint8()))) }
      fields.add("k_values", weights)
      fields.add("hold_time_seconds", try reader.uint16())
    case 2:
      guard bytes.byteCount >= 2 else { throw .option }
      fields.add("authentication_type", try reader.uint16())
    case 4:
      guard bytes.byteCount >= 4 else { throw .option }
      let vendor = (try reader.uint8(), try reader.uint8())
      fields.add("vendor_os_version", "\(vendor.0).\(vendor.1)")
      let own = (try reader.uint8(), try reader.uint8())
      fields.add("eigrp_version", "\(own.0).\(own.1)")
    default: break
    }
  }
}
