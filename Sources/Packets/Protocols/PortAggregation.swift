/// PAgP, Cisco's Port Aggregation Protocol: the vendor has published no format; as seen on the wire.
///
///     octet  0           1       2        22        42              44
///            | version 1 | flags | local  | partner | partner count | number of TLVs | TLVs
///     octet  0           2                8                  14
///            | version 2 | local device   | partner device   | transaction id
///
/// Version 1 is information, version 2 a flush. Local and partner are alike: device, learning, port
/// priority, interface index, group capability, group interface index.
enum PortAggregation: Dissector {
  static let name: ProtocolName = "pagp"
  static let carriers: [Carrier] = [.link(LinkProtocol(.snap, 0x00000c_0104))]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 1 else { return .unsure }
    switch bytes.uint8(at: 0) {
    case 1 where payload.wireLength >= 46: return .certain
    case 2 where payload.wireLength >= 18: return .certain
    default: return .unsure
    }
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let version = try reader.uint8()
    fields.add("version", version)
    switch version {
    case 1:
      let flags = try reader.uint8()
      fields.add("slow_hello", flags & 1 != 0)
      fields.add("auto_mode", flags & 2 != 0)
      fields.add("consistent_state", flags & 4 != 0)
      try participant("local", &reader, into: &fields)
      try participant("partner", &reader, into: &fields)
      fields.add("partner_count", try reader.uint16())
      try records(&reader, isCut: payload.isCut, into: &fields)
    case 2:
      try reader.skip(1)
      fields.add("local_device_id", try reader.macAddress())
      fields.add("partner_device_id", try reader.macAddress())
      fields.add("transaction_id", try reader.uint32())
    default: throw .version
    }
  }

  private static func participant(
    _ name: String, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var participant = Fields()
    defer { fields.add(name, participant) }
    participant.add("device_id", try reader.macAddress())
    participant.add("learn_capability", try reader.uint8())
    participant.add("port_hot_standby_priority", try reader.uint8())
    participant.add("sent_port_ifindex", try reader.uint32())
    participant.add("group_capability", try reader.uint32())
    participant.add("group_ifindex", try reader.uint32())
  }

  /// As many records as the message says; ends because each takes at least four octets.
  private static func records(
    _ reader: inout ByteReader, isCut: Bool, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    for _ in 0..<Int(try reader.uint16()) {
      let type = try reader.uint16()
      let value = try reader.recordValue(isCut: isCut)
      guard let name = names[type] else { continue }
      guard fields[name] == nil else { throw .option }
      if type == 3 {
        guard value.byteCount == 6 else { throw .option }
        var address = ByteReader(value)
        fields.add(name, try address.macAddress())
      } else {
        fields.add(name, text: value)
      }
    }
  }

  private static let names: [UInt16: String] = [
    1: "device_name", 2: "physical_port_name", 3: "agport_mac_address",
  ]
}
