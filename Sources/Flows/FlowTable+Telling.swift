import Packets

/// What the stages above hear of.
extension FlowTable {
  /// Payload bytes of a TCP side whose packets are told: the head that a dissector reads, and what may
  /// come twice of it.
  static let tcpHead: UInt64 = 16_384
  /// Payload bytes of any other side whose packets are told; behind them one packet after each pause.
  static let messageHead: UInt64 = 65_536

  /// Tells of a packet of a told flow that was counted, where its content may be of interest.
  @inline(never)
  mutating func tellPacket(
    _ place: UInt32, _ packets: Span<Packet>, _ position: Int, isResumed: Bool,
    events: inout FlowEvents
  ) {
    guard isResumed || wants(place, packets, position) else { return }
    append(.packet, place, packets, position, to: &events)
  }

  /// Whether a packet that was counted is told: `FlowEvent.Kind.packet`.
  private func wants(_ place: UInt32, _ packets: Span<Packet>, _ position: Int) -> Bool {
    let side = Int(probes[position].side)
    let isIP = slab[place].key.family != .link
    let isTCP = isIP && packets[position].transport == .tcp
    if isTCP, packets[position].tcpFlags.contains(.syn) { return true }
    guard !slab[place].traits.contains(.continued) else { return false }
    guard isIP else {
      let before = slab[place].frameBytes[side] &- UInt64(packets[position].wireLength)
      return before < FlowTable.messageHead
    }
    let length = packets[position].payloadLength
    let before = slab[place].payloadBytes[side] &- UInt64(length)
    return length > 0 && before < (isTCP ? FlowTable.tcpHead : FlowTable.messageHead)
  }

  /// Appends an event of a packet.
  mutating func append(
    _ kind: FlowEvent.Kind, _ place: UInt32, _ packets: Span<Packet>, _ position: Int,
    to events: inout FlowEvents
  ) {
    events.append(
      FlowEvent(
        kind: kind, reason: .none, position: UInt16(truncatingIfNeeded: position),
        payloadLength: packets[position].payloadLength, place: place,
        fromInitiator: Int(probes[position].side) == slab[place].initiatorSide,
        time: packets[position].timestamp, flow: slab[place]))
  }
}
