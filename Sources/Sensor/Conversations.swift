public import Capture
public import Flows
public import Packets
public import Rules

/// What the conversations behind flow events say: joins the events with the bytes, while they are there.
public struct Conversations: Sendable {
  private var sessions = Sessions()
  /// What each event of the last batch of events is about, in the same order.
  public private(set) var contents: [SightedContent] = []

  /// Nothing read yet.
  public init() {}

  /// What was done so far.
  public var counters: SessionCounters { sessions.counters }

  /// Looks into the packets that the events point at.
  /// - Parameters:
  ///   - events: What the flow table told of the batch.
  ///   - packets: The batch.
  ///   - frames: The frames that it was decoded from.
  public mutating func read(
    _ events: borrowing FlowEvents, _ packets: borrowing PacketBatch,
    in frames: borrowing FrameBatch
  ) {
    contents.removeAll(keepingCapacity: true)
    for index in events.list.indices {
      let place = events.list[index].place
      var message: Message?
      var marks: StackMarks?
      var signature: TCPSignature?
      var sample: PacketSample?
      if events.list[index].kind == .packet {
        let conversing = Int(events.list[index].position)
        let fromInitiator = events.list[index].fromInitiator
        if let encapsulation = packets.encapsulation(ofConversing: conversing) {
          sessions.note(
            encapsulation, of: packets.conversing[conversing], key: place,
            fromInitiator: fromInitiator)
        } else {
          message = sessions.read(
            packets, packets.position(ofConversing: conversing), in: frames, key: place,
            fromInitiator: fromInitiator)
          let position = packets.position(ofConversing: conversing)
          // All that ARP says stands in its header, which no dissector reads.
          if packets.packets[position].network == .arp {
            message = packets.resolution(of: position, in: frames)
          }
          marks = packets.stackMarks(of: position, in: frames)
          signature = packets.tcpSignature(of: position, in: frames)
          let isSYN = packets.packets[position].tcpFlags.contains(.syn)
          if isSampled(events, index, isSYN: isSYN) {
            sample = packets.sample(of: position, in: frames)
          }
        }
      }
      append(events, index, message, marks, signature, sample)
    }
  }

  /// Ends the conversations of events behind which there are no more packets.
  public mutating func end(_ events: borrowing FlowEvents) {
    contents.removeAll(keepingCapacity: true)
    for index in events.list.indices { append(events, index, nil, nil, nil, nil) }
  }

  private mutating func append(
    _ events: borrowing FlowEvents, _ index: Int, _ message: Message?, _ marks: StackMarks?,
    _ signature: TCPSignature?, _ sample: PacketSample?
  ) {
    // Nobody asks what a conversation is about when a packet says nothing.
    guard events.list[index].kind != .packet || message != nil else {
      contents.append(SightedContent(marks: marks, signature: signature, sample: sample))
      return
    }
    let place = events.list[index].place
    // A flow that is counted anew at the active time-out goes on.
    let isOver = events.list[index].kind == .ended && events.list[index].reason != .active
    let session = isOver ? sessions.end(place) : sessions[place]
    contents.append(
      SightedContent(
        session: session, message: message, marks: marks, signature: signature, sample: sample))
  }

  /// Packets a side whose octets are kept of each conversation.
  private static let sampledPackets: UInt64 = 4

  /// Whether the octets of the packet behind an event are kept: what wakes a listener opens a conversation, or
  /// comes into one that has rested; or it comes behind others that were sent to use up the first few: a further SYN,
  /// or what its opener sends of anything but TCP, as far as that is told (`FlowTable.packetsTold`).
  private func isSampled(
    _ events: borrowing FlowEvents, _ index: Int, isSYN: Bool
  ) -> Bool {
    let flow = events.list[index].flow
    guard flow.isIP else { return false }
    let sender = events.list[index].fromInitiator ? flow.initiator : flow.responder
    if sender.packets <= Conversations.sampledPackets { return true }
    let isTCP = flow.transport == .tcp
    if !isTCP && events.list[index].fromInitiator || isTCP && isSYN { return true }
    return index > 0 && events.list[index - 1].kind == .resumed
      && events.list[index - 1].place == events.list[index].place
      && events.list[index - 1].position == events.list[index].position
  }

  /// What is kept over a restart of the conversations in these places of the flow table, each with its
  /// number in the list; nothing of those of which nothing is known.
  func stored(_ places: [UInt32]) -> [(number: UInt32, octets: [UInt8])] { sessions.stored(places) }

  /// Takes back what was kept, each with its place in the flow table now.
  mutating func restore(_ stored: [(key: UInt32, octets: [UInt8])]) throws(StoredFault) {
    try sessions.restore(stored)
  }
}
