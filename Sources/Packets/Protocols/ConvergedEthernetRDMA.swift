/// RoCE, RDMA over Converged Ethernet: InfiniBand Architecture Specification 1.4 annexes A16 (behind a
/// global route header) and A17 (in UDP), section 9.2 for the base transport header.
///
///     octet  0        1                    2     4          5         8             9
///            | opcode | SE, M, pad, TVer 0 | key | FECN, .. | dest QP | ack request | PSN
///     octet  12
///            | by opcode: RETH, AETH, DETH | payload | ICRC
enum ConvergedEthernetRDMA: Dissector {
  static let name: ProtocolName = "roce"
  static let carriers: [Carrier] = [.link(LinkProtocol(EtherType(rawValue: 0x8915))), .udp]
  static let ports: [UInt16] = [4791]

  private static let routeHeaderLength = 40
  private static let transportHeaderLength = 12
  private static let baseTransportHeader: UInt8 = 0x1b

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard payload.carrier == .udp else {
      guard bytes.byteCount >= routeHeaderLength else { return .notMine }
      let isRoute = bytes.uint8(at: 0) >> 4 == 6 && bytes.uint8(at: 6) == baseTransportHeader
      return isRoute ? .certain : .notMine
    }
    // The invariant check closes each packet.
    guard payload.wireLength >= transportHeaderLength + 4,
      bytes.byteCount >= transportHeaderLength,
      bytes.uint8(at: 1) & 0x0f == 0, bytes.uint8(at: 4) & 0x3f == 0,
      bytes.uint8(at: 8) & 0x7f == 0
    else { return .notMine }
    // Few bits are fixed: only the port makes it likely.
    let opcode = bytes.uint8(at: 0)
    return opcode >> 5 <= 6 && opcode & 0x1f <= 0x17 ? .unsure : .notMine
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    if payload.carrier != .udp { try routeHeader(&reader, into: &fields) }
    let opcode = try reader.uint8()
    fields.add("opcode", opcode)
    let head = try reader.uint8()
    fields.add("solicited_event", head & 0x80 != 0)
    fields.add("migration_state", head & 0x40 != 0)
    fields.add("pad_count", head >> 4 & 3)
    fields.add("transport_header_version", head & 0x0f)
    guard head & 0x0f == 0 else { throw .version }
    fields.add("partition_key", try reader.uint16())
    let congestion = try reader.uint8()
    fields.add("forward_explicit_congestion", congestion & 0x80 != 0)
    fields.add("backward_explicit_congestion", congestion & 0x40 != 0)
    fields.add("destination_queue_pair", try reader.uint24())
    fields.add("acknowledge_request", try reader.uint8() & 0x80 != 0)
    fields.add("packet_sequence_number", try reader.uint24())
    try extended(opcode, &reader, into: &fields)
  }

  private static func routeHeader(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let word = try reader.uint32()
    guard word >> 28 == 6 else { throw .version }
    fields.add("traffic_class", UInt8(truncatingIfNeeded: word >> 20))
    fields.add("flow_label", word & 0xf_ffff)
    fields.add("payload_length", try reader.uint16())
    guard try reader.uint8() == baseTransportHeader else { throw .field }
    fields.add("hop_limit", try reader.uint8())
    fields.add("source_gid", try reader.ipv6Address())
    fields.add("destination_gid", try reader.ipv6Address())
  }

  /// The extended headers of reliable and unreliable connections and of unreliable datagrams.
  private static func extended(
    _ opcode: UInt8, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    switch opcode {
    case 0x06, 0x0a, 0x0b, 0x0c, 0x26, 0x2a, 0x2b:
      fields.add("virtual_address", try reader.uint64())
      fields.add("remote_key", try reader.uint32())
      fields.add("dma_length", try reader.uint32())
    case 0x0d, 0x0f, 0x10, 0x11, 0x12:
      fields.add("syndrome", try reader.uint8())
      fields.add("message_sequence_number", try reader.uint24())
    case 0x64, 0x65:
      fields.add("queue_key", try reader.uint32())
      try reader.skip(1)
      fields.add("source_queue_pair", try reader.uint24())
    default: break
    }
  }
}
