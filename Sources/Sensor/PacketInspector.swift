public import Capture
public import Flows
public import Packets

/// Every packet with the message that it carries or completes, for a person who looks at a capture.
///
/// Reads each datagram and frame, and of TCP the beginnings of both directions put in order: a message
/// stands at the packet that completes it.
public struct PacketInspector: ~Copyable {
  private var decoder = PacketDecoder()
  /// The packets of the last batch.
  public private(set) var packets = PacketBatch(capacity: FrameBatch.capacity)
  /// The messages of the last batch, one place a packet.
  public private(set) var messages: [Message?] = []
  private var table: FlowTable
  private var events = FlowEvents()
  private var sessions = Sessions()

  /// An inspector that has seen nothing.
  /// - Parameters:
  ///   - limits: Of the flow table.
  ///   - seed: What the flow table hashes with.
  public init(limits: FlowLimits, seed: FlowSeed) {
    table = FlowTable(limits: limits, seed: seed)
  }

  /// Reads a batch; `packets` and `messages` are those of it afterwards.
  public mutating func read(_ frames: borrowing FrameBatch) {
    decoder.decode(frames, into: &packets)
    messages.removeAll(keepingCapacity: true)
    for position in 0..<packets.count {
      let packet = packets.packets[position]
      let isStream = packet.isIP && packet.transport == .tcp
      messages.append(isStream ? nil : packets.readMessage(of: position, in: frames))
    }
    var next = 0
    while next < packets.conversing.count {
      next = table.add(packets, from: next, events: &events)
      follow(frames)
      events.removeAll()
    }
  }

  /// The layers around a packet of the last batch, outermost first.
  public func outers(of position: Int) -> [OuterLayer] {
    let layers = packets.outers(of: position)
    return layers.indices.map { layers[$0] }
  }

  /// Reads the beginnings of TCP.
  private mutating func follow(_ frames: borrowing FrameBatch) {
    for index in events.list.indices {
      let place = events.list[index].place
      switch events.list[index].kind {
      case .opened, .resumed: break
      case .packet where events.list[index].flow.transport == .tcp:
        let position = packets.position(ofConversing: Int(events.list[index].position))
        messages[position] = sessions.read(
          packets, position, in: frames, key: place,
          fromInitiator: events.list[index].fromInitiator)
      case .packet: break
      case .ended:
        if events.list[index].reason != .active { _ = sessions.end(place) }
      }
    }
  }
}
