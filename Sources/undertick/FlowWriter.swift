import Flows
import Reports
import Rules

/// Writes conversations that ended to standard output, in the order of their ends.
struct FlowWriter: ~Copyable {
  private let line: ConnectionLine
  private let ipOnly: Bool
  private var ended = EndedFlows()
  /// Of flows that are going on in tunnels, by their places.
  private var parents: [UInt32: ConnectionName] = [:]
  private var sink = ReportSink(descriptor: 1, name: "standard output")
  private var lines = JSONWriter(capacity: 1 << 17)

  /// A writer that may leave out what is not IP.
  init(line: ConnectionLine, ipOnly: Bool) {
    self.line = line
    self.ipOnly = ipOnly
  }

  /// Takes the events, with what each one's conversation says, and empties them.
  mutating func take(
    _ events: inout FlowEvents, _ contents: [SightedContent]
  ) throws(SinkError) {
    var opened = events.parents[...]
    for (index, (event, content)) in zip(events.list, contents).enumerated() {
      if let next = opened.first, next.event == index {
        parents[event.place] = opened.removeFirst().name
      }
      guard let connection = events.connection(of: event) else { continue }
      let parent = parents.removeValue(forKey: event.place)
      guard event.flow.isIP || !ipOnly else { continue }
      ended.add(
        EndedFlows.Entry(
          end: event.time, flow: event.flow, connection: connection, session: content.session,
          parent: parent))
    }
    events.removeAll()
    try write()
  }

  /// Writes what is held back.
  mutating func finish() throws(SinkError) {
    ended.release()
    try write()
  }

  private mutating func write() throws(SinkError) {
    guard !ended.ready.isEmpty else { return }
    for entry in ended.ready {
      line.write(
        entry.flow, entry.connection, entry.session, parent: entry.parent?.uid, to: &lines)
      if lines.byteCount >= 1 << 16 { try flush() }
    }
    ended.removeReady()
    if lines.byteCount > 0 { try flush() }
  }

  private mutating func flush() throws(SinkError) {
    try Self.write(lines, to: &sink)
    lines.reset()
  }

  private static func write(
    _ lines: borrowing JSONWriter, to sink: inout ReportSink
  ) throws(SinkError) {
    try sink.write(lines.bytes)
  }
}
