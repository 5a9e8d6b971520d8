/// DTP, Cisco's Dynamic Trunking Protocol: the vendor has published no format; as seen on the wire.
///
///     octet  0           1      3        5
///            | version 1 | type | length | value | type | length | ...
///
/// A record's length counts its own head. Status and type of the trunk: what is in the upper bits,
/// what is configured in the lower.
enum DynamicTrunking: Dissector {
  static let name: ProtocolName = "dtp"
  static let carriers: [Carrier] = [.link(LinkProtocol(.snap, 0x00000c_2004))]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 5 else { return .unsure }
    return bytes.uint8(at: 0) <= 1 && bytes.uint16(at: 3) >= 4 ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    fields.add("version", try reader.uint8())
    while !reader.isAtEnd {
      let type = try reader.uint16()
      // Some switches end the list with zeros.
      if type == 0 { return }
      let value = try reader.recordValue(isCut: payload.isCut)
      guard type <= names.count, fields[names[Int(type) - 1]] == nil else { throw .option }
      try record(type, value, into: &fields)
    }
  }

  /// What each record gives first.
  private static let names = [
    "domain", "trunk_operating_status", "trunk_operating_type", "sender_id",
  ]

  private static func record(
    _ type: UInt16, _ value: RawSpan, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    switch (type, value.byteCount) {
    case (1, _): fields.add("domain", text: value.untilZero())
    case (2, 1):
      let status = value.uint8(at: 0)
      fields.add("trunk_operating_status", status >> 7)
      fields.add("trunk_administrative_status", status & 0x07)
    case (3, 1):
      let kind = value.uint8(at: 0)
      fields.add("trunk_operating_type", kind >> 5)
      fields.add("trunk_administrative_type", kind & 0x07)
    case (4, 6):
      var reader = ByteReader(value)
      fields.add("sender_id", try reader.macAddress())
    default: throw .option
    }
  }
}
