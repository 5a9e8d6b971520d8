import Capture
import Packets

/// What the stages above hear of.
extension FlowTable {
  /// Payload bytes of a TCP side whose packets are told: the head that a dissector reads, and what may
  /// come twice of it.
  static let tcpHead: UInt64 = 16_384
  /// Payload bytes of any other side whose packets are told; behind them one packet after each pause.
  static let messageHead: UInt64 = 65_536
  /// Packets of a side that are told for what they carry, before those behind a pause.
  static let packetsTold: UInt32 = 32

  /// Tells of a packet of a told flow that was counted, where its content may be of interest.
  @inline(never)
  mutating func tellPacket(
    _ place: UInt32, _ cause: FlowCause, isResumed: Bool, isRested: Bool = false,
    events: inout FlowEvents
  ) {
    let before =
      cause.isIP
      ? slab[place].payloadBytes[cause.side] &- UInt64(cause.payloadLength)
      : slab[place].frameBytes[cause.side] &- UInt64(cause.wireLength)
    let isOfInterest =
      isResumed || cause.isSYN
      // What comes at and behind a RST shows whether its sender knew of the conversation.
      || slab[place].traits.contains(.reset)
        && slab[place].packets[cause.side] <= FlowTable.packetsTold
      || !slab[place].traits.contains(.continued) && cause.hasContent
        && before < (cause.isTCP ? FlowTable.tcpHead : FlowTable.messageHead)
        && slab[place].packets[cause.side] <= FlowTable.packetsTold
      || !cause.isIP && (isRested || FlowTable.isMilestone(slab[place].packets[cause.side], cause))
      || cause.isIP && cause.hasContent && FlowTable.isOfRemoteManagement(slab[place].key.ends)
        && slab[place].packets[cause.side] <= FlowTable.sidebandTold
    if isOfInterest { append(.packet, place, cause, to: &events) }
  }

  /// Whether datagrams lie at a port of RMCP, which opens the power over a machine to who knows a word: nobody may
  /// hide such a message behind others.
  @inline(__always)
  private static func isOfRemoteManagement(_ ends: UInt64) -> Bool {
    guard ends >> 8 & 0xff == UInt64(IPProtocol.udp.rawValue) else { return false }
    return ProtocolCatalog.isRemoteManagement(UInt16(truncatingIfNeeded: ends >> 48))
      || ProtocolCatalog.isRemoteManagement(UInt16(truncatingIfNeeded: ends >> 32))
  }

  /// Frames of NC-SI of a side, or datagrams of RMCP, that are told in half an hour.
  static let sidebandTold: UInt32 = 65_536

  /// Whether a frame that is not IP is told because of how many there were: the counts and times of those
  /// that are give the rate of a flood.
  @inline(__always)
  private static func isMilestone(_ count: UInt32, _ cause: FlowCause) -> Bool {
    count & (count &- 1) == 0 || count & 1023 == 0
      || cause.isSideband && count <= FlowTable.sidebandTold
  }

  /// Packets of a side that are told of a flow in which nobody of interest takes part.
  static let strangersTold: UInt32 = 4

  /// Tells no more of a flow in which nobody of interest takes part.
  @inline(never)
  mutating func endBeginning(_ place: UInt32, at time: Timestamp, events: inout FlowEvents) {
    guard !interest.includes(slab[place]) else { return }
    tell(place, .beginningOver, at: time, events: &events)
    slab[place].traits.remove(.told)
  }

  /// Appends an event of a packet.
  mutating func append(
    _ kind: FlowEvent.Kind, _ place: UInt32, _ cause: FlowCause, to events: inout FlowEvents
  ) {
    events.append(
      FlowEvent(
        kind: kind, reason: .none, position: cause.position, payloadLength: cause.payloadLength,
        place: place, sequel: sequel(place),
        fromInitiator: cause.side == slab[place].initiatorSide, time: cause.time,
        flow: slab[place]))
  }

  /// What names the flow beside its key and its start.
  ///
  /// Mutating although it changes nothing: what only reads the table would be handed a copy of it.
  mutating func sequel(_ place: UInt32) -> UInt32 {
    recordsHistory
      ? histories[place].sequel : FlowTable.clockEra(earlierClockSteps, counters)
  }

  /// The conversation that a packet which opens another one lies in; `nil` where there is none, or no
  /// histories are kept.
  mutating func parent(_ packets: Span<Packet>, _ position: Int) -> ConnectionName? {
    let before = max(position - 1, 0)
    let isCarried = packets[before].traits.contains(.carrier) && position > 0
    let place = probes[before].place
    guard recordsHistory, isCarried, place != FlowProbe.noPlace else { return nil }
    return ConnectionName(
      key: slab[place].key, start: histories[place].start, sequel: histories[place].sequel)
  }

  /// The upper half of `sequel`.
  private static func clockEra(_ earlier: UInt64, _ counters: FlowCounters) -> UInt32 {
    UInt32(truncatingIfNeeded: (earlier &+ counters.clockSteps) << 16)
  }

  /// Begins the history of a flow whose record still holds what was in its place before.
  ///
  /// A flow that replaces one of its own key gets that one's place.
  @inline(never)
  mutating func beginHistory(
    _ place: UInt32, _ packets: Span<Packet>, _ position: Int, _ start: FlowStart
  ) {
    let side = Int(probes[position].side)
    let time = packets[position].timestamp
    var sequel = FlowTable.clockEra(earlierClockSteps, counters)
    if slab[place].key.matches(probes[position].key), histories[place].start == time {
      sequel = histories[place].sequel &+ 1
    }
    histories[place] = ConnectionHistory(
      start: time, sender: side, originator: start.senderStarted ? side : 1 - side,
      sequel: sequel)
    histories[place].count(Segment(packets, position), side: side)
  }
}
