/// FDP, the Foundry (Brocade, Ruckus) Discovery Protocol: the form of CDP under Foundry's own number.
///
///     octet  0         1           2          4      6        8
///            | version | hold time | checksum | type | length | value | type | length | ...
///
/// A record's length counts its own head. The vendor has published no format; as seen on the wire.
enum FoundryDiscovery: Dissector {
  static let name: ProtocolName = "fdp"
  static let carriers: [Carrier] = [.link(LinkProtocol(.snap, 0x00e052_2000))]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 8, bytes.uint8(at: 0) == 1 else { return .unsure }
    let length = Int(bytes.uint16(at: 6))
    return length >= 4 && length <= payload.wireLength - 4 ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    fields.add("version", try reader.uint8())
    fields.add("hold_time_seconds", try reader.uint8())
    fields.add("checksum", try reader.uint16())
    var lists = FieldLists()
    defer { lists.add(to: &fields) }
    while !reader.isAtEnd {
      let type = try reader.uint16()
      let value = try reader.recordValue(isCut: payload.isCut)
      if let name = texts[type] {
        guard fields[name] == nil else { throw .option }
        fields.add(name, text: value)
      } else if type == 2 {
        var records = ByteReader(value)
        do throws(DecodeFault.Kind) {
          try CiscoDiscovery.addresses(&records, "addresses", &lists)
        } catch {
          throw .option
        }
      } else if type == 4, value.byteCount == 4, fields["capabilities"] == nil {
        fields.add("capabilities", value.uint32(at: 0))
      } else {
        var other = Fields()
        other.add("type", type)
        other.add("value", octets: value)
        lists.append(.group(other), to: "other_records")
      }
    }
  }

  private static let texts: [UInt16: String] = [
    1: "device_id", 3: "port_id", 5: "software_version", 6: "platform",
  ]
}
