/// Marker protocol of link aggregation, IEEE 802.1AX-2020 clause 6.5.3.
///
///     octet  0           1         2                        3    4                6
///            | subtype 2 | version | 1 question, 2 response | 16 | requester port | requester system
///     octet  12               16      18
///            | transaction id | pad 0 | 0 | 0
enum AggregationMarker: Dissector {
  static let name: ProtocolName = "lamp"
  static let carriers: [Carrier] = [.link(LinkProtocol(EtherType(rawValue: 0x8809)))]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 4 else {
      return bytes.byteCount > 0 && bytes.uint8(at: 0) == 2 ? .unsure : .notMine
    }
    guard bytes.uint8(at: 0) == 2 else { return .notMine }
    let type = bytes.uint8(at: 2)
    return (type == 1 || type == 2) && bytes.uint8(at: 3) == 16 ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    try reader.skip(1)
    fields.add("version_number", try reader.uint8())
    let type = try reader.uint8()
    guard type == 1 || type == 2, try reader.uint8() == 16 else { throw .option }
    fields.add("response", type == 2)
    fields.add("requester_port", try reader.uint16())
    fields.add("requester_system", try reader.macAddress())
    fields.add("requester_transaction_id", try reader.uint32())
  }
}
