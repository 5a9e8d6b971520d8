/// CDP, the Cisco Discovery Protocol: Cisco, "Frame Formats" of the LAN switching documentation, and
/// records that later releases added.
///
///     octet  0         1              2          4      6        8
///            | version | time to live | checksum | type | length | value | type | length | ...
///
/// A record's length counts its own head of four octets.
enum CiscoDiscovery: Dissector {
  static let name: ProtocolName = "cdp"
  static let carriers: [Carrier] = [.link(LinkProtocol(.snap, 0x00000c_2000))]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 8 else { return .unsure }
    let version = bytes.uint8(at: 0)
    guard version == 1 || version == 2 else { return .unsure }
    let length = Int(bytes.uint16(at: 6))
    return length >= 4 && length <= payload.wireLength - 4 ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    fields.add("version", try reader.uint8())
    fields.add("time_to_live_seconds", try reader.uint8())
    fields.add("checksum", try reader.uint16())
    var lists = FieldLists()
    defer { lists.add(to: &fields) }
    var seen: Set<UInt16> = []
    // A record that is broken inside is told at the end: those behind it can be read all the same.
    var isBroken = false
    while !reader.isAtEnd {
      let type = try reader.uint16()
      let value = try reader.recordValue(isCut: payload.isCut)
      do throws(DecodeFault.Kind) {
        try record(type, value, isFirst: seen.insert(type).inserted, &lists, into: &fields)
      } catch {
        isBroken = true
      }
    }
    if isBroken { throw .option }
  }

  private static func record(
    _ type: UInt16, _ value: RawSpan, isFirst: Bool, _ lists: inout FieldLists,
    into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    if let name = texts[type] {
      guard isFirst else { throw .option }
      fields.add(name, text: value)
      return
    }
    var reader = ByteReader(value)
    switch type {
    case 0x02: try addresses(&reader, "addresses", &lists)
    case 0x16: try addresses(&reader, "management_addresses", &lists)
    case 0x07: try prefixes(&reader, &lists)
    case 0x04, 0x08, 0x0a...0x13, 0x17, 0x19, 0x1a:
      guard isFirst else { throw .option }
      try single(type, &reader, into: &fields)
    default:
      var other = Fields()
      other.add("type", type)
      other.add("value", octets: value)
      lists.append(.group(other), to: "other_records")
    }
  }

  /// Records that are a text and nothing else.
  private static let texts: [UInt16: String] = [
    0x01: "device_id", 0x03: "port_id", 0x05: "software_version", 0x06: "platform",
    0x09: "vtp_management_domain", 0x14: "system_name", 0x18: "external_port_id",
  ]

  /// A count and addresses; each with the protocol that it belongs to.
  ///
  /// Ends because an address takes at least four octets.
  static func addresses(
    _ reader: inout ByteReader, _ name: String, _ lists: inout FieldLists
  ) throws(DecodeFault.Kind) {
    let count = try reader.uint32()
    for _ in 0..<min(Int(count), Fields.mostValues) {
      try reader.skip(1)
      let network = try reader.take(Int(try reader.uint8()))
      let address = try reader.take(Int(try reader.uint16()))
      lists.append(value(of: address, network), to: name)
    }
  }

  private static func value(of address: RawSpan, _ network: RawSpan) -> FieldValue {
    // The network layer identifier of IPv4, or SNAP with the EtherType of IPv6.
    switch (network.byteCount, address.byteCount) {
    case (1, 4) where network.uint8(at: 0) == 0xcc:
      .address(IPAddress(v4: address.uint32(at: 0)))
    case (8, 16) where network.uint64(at: 0) == 0xaaaa_0300_0000_86dd:
      .address(IPAddress(high: address.uint64(at: 0), low: address.uint64(at: 8)))
    default: FieldValue(octets: address)
    }
  }
}
