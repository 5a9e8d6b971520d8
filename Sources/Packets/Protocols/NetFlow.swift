/// Cisco NetFlow export, version 5 (Cisco "NetFlow Export Datagram Format") and 9 (RFC 3954 section 5).
///
///     octet  0         2       4              8           12
///     5:     | version | count | sys uptime   | unix secs | unix nsecs | flow sequence 4 |
///            | engine type | engine id | sampling 2 | flows of 48 octets
///     9:     | version | count | sys uptime   | unix secs | sequence | source id 4 | flow sets
///
/// The count is of flows in version 5, of records of all sets in version 9. Uptime counts milliseconds.
enum NetFlow: Dissector {
  static let name: ProtocolName = "netflow"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [2055, 9995, 9996, 9555]

  private static let fifthHeaderLength = 24
  private static let ninthHeaderLength = 20
  private static let flowLength = 48

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= ninthHeaderLength, bytes.uint8(at: 0) == 0 else { return .notMine }
    let count = Int(bytes.uint16(at: 2))
    switch bytes.uint8(at: 1) {
    case 5:
      guard 1...30 ~= count, bytes.uint32(at: 12) < 1_000_000_000 else { return .notMine }
      return payload.wireLength == fifthHeaderLength + count * flowLength ? .certain : .unsure
    case 9:
      guard count > 0 else { return .notMine }
      return FlowSets.recognize(payload, from: ninthHeaderLength, standard: .netFlow)
    default: return .notMine
    }
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let version = try reader.uint16()
    guard version == 5 || version == 9 else { throw .version }
    fields.add("version", version)
    let count = try reader.uint16()
    fields.add("count", count)
    fields.add("system_uptime_milliseconds", try reader.uint32())
    fields.add("unix_seconds", try reader.uint32())
    guard version == 5 else {
      fields.add("sequence_number", try reader.uint32())
      fields.add("source_id", try reader.uint32())
      return try FlowSets.read(reader.rest, standard: .netFlow, into: &fields)
    }
    fields.add("unix_nanoseconds", try reader.uint32())
    fields.add("flow_sequence", try reader.uint32())
    fields.add("engine_type", try reader.uint8())
    fields.add("engine_id", try reader.uint8())
    let sampling = try reader.uint16()
    fields.add("sampling_mode", sampling >> 14)
    fields.add("sampling_interval", sampling & 0x3fff)
    guard payload.wireLength >= fifthHeaderLength + Int(count) * flowLength else {
      throw .totalLength
    }
  }
}
