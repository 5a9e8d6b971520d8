import Capture
import Flows
import Packets
import Rules

/// What the conversations behind flow events say: joins the events with the bytes, while they are there.
struct Conversations {
  private var sessions = Sessions()
  /// What each event of the last batch of events is about, in the same order.
  private(set) var contents: [SightedContent] = []

  /// What was done so far.
  var counters: SessionCounters { sessions.counters }

  /// Looks into the packets that the events point at.
  mutating func read(
    _ events: borrowing FlowEvents, _ packets: borrowing PacketBatch,
    in frames: borrowing FrameBatch
  ) {
    contents.removeAll(keepingCapacity: true)
    for index in events.list.indices {
      let place = events.list[index].place
      var message: Message?
      if events.list[index].kind == .packet {
        message = sessions.read(
          packets, Int(events.list[index].position), in: frames, key: place,
          fromInitiator: events.list[index].fromInitiator)
      }
      append(events, index, message)
    }
  }

  /// Ends the conversations of events behind which there are no more packets.
  mutating func end(_ events: borrowing FlowEvents) {
    contents.removeAll(keepingCapacity: true)
    for index in events.list.indices { append(events, index, nil) }
  }

  private mutating func append(
    _ events: borrowing FlowEvents, _ index: Int, _ message: Message?
  ) {
    let place = events.list[index].place
    // A flow that is counted anew at the active time-out goes on.
    let isOver = events.list[index].kind == .ended && events.list[index].reason != .active
    let session = isOver ? sessions.end(place) : sessions[place]
    contents.append(SightedContent(session: session, message: message))
  }
}
