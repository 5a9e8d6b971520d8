/// LACP, IEEE 802.1AX-2020 clause 6.4.2: a slow protocol of IEEE 802.3 annex 57A.
///
///     octet  0           1         2        3           22       23          42          58
///            | subtype 1 | version | 1 | 20 | actor ... | 2 | 20 | partner . | 3 | 16 .. | 0 | 0
enum LinkAggregationControl: Dissector {
  static let name: ProtocolName = "lacp"
  static let carriers: [Carrier] = [.link(LinkProtocol(EtherType(rawValue: 0x8809)))]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 4 else { return bytes.byteCount == 0 ? .unsure : subtype(bytes) }
    guard subtype(bytes) == .unsure else { return .notMine }
    return bytes.uint16(at: 2) == 0x0114 ? .certain : .unsure
  }

  private static func subtype(_ bytes: RawSpan) -> Recognition {
    bytes.uint8(at: 0) == 1 ? .unsure : .notMine
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    try reader.skip(1)
    let version = try reader.uint8()
    fields.add("version_number", version)
    try participant("actor", type: 1, &reader, into: &fields)
    try participant("partner", type: 2, &reader, into: &fields)
    guard try reader.uint16() == 0x0310 else { throw .option }
    fields.add("collector_max_delay_10_microseconds", try reader.uint16())
  }

  private static func participant(
    _ name: String, type: UInt8, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    guard try reader.uint8() == type, try reader.uint8() == 20 else { throw .option }
    var participant = Fields()
    defer { fields.add(name, participant) }
    participant.add("system_priority", try reader.uint16())
    participant.add("system", try reader.macAddress())
    participant.add("key", try reader.uint16())
    participant.add("port_priority", try reader.uint16())
    participant.add("port", try reader.uint16())
    let state = try reader.uint8()
    for (bit, name) in states.enumerated() { participant.add(name, state >> bit & 1 == 1) }
    try reader.skip(3)
  }

  /// The bits of actor and partner state, lowest first.
  private static let states = [
    "lacp_activity", "lacp_timeout", "aggregation", "synchronization", "collecting", "distributing",
    "defaulted", "expired",
  ]
}
