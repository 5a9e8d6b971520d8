/// Events on their way up, in memory that is reused.
public struct FlowEvents: ~Copyable {
  /// The events since the last `removeAll()`, in order.
  public private(set) var list: [FlowEvent] = []
  private var connections: [Connection] = []
  /// The conversations that flows which were opened lie in, by the indices of their `.opened` in `list`,
  /// ascending; only where the table keeps histories.
  public private(set) var parents: [(event: Int, name: ConnectionName)] = []

  /// How many events are taken before they must be handed on.
  public static let capacity = 1024

  /// Room for `capacity` events.
  public init() { list.reserveCapacity(FlowEvents.capacity) }

  /// Forgets the events and keeps the memory.
  public mutating func removeAll() {
    list.removeAll(keepingCapacity: true)
    connections.removeAll(keepingCapacity: true)
    parents.removeAll(keepingCapacity: true)
  }

  /// The history that came with an event; `nil` unless it is the end of a flow, and the table keeps
  /// histories.
  public func connection(of event: FlowEvent) -> Connection? {
    guard event.kind == .ended, event.reason != .active, Int(event.position) < connections.count
    else { return nil }
    return connections[Int(event.position)]
  }

  /// Whether `count` more events fit.
  @inline(__always)
  func hasRoom(for count: Int) -> Bool { list.count + count <= FlowEvents.capacity }

  /// Adds an event; at most `capacity` of them between two calls of `removeAll()`.
  @inline(__always)
  public mutating func append(_ event: FlowEvent) { list.append(event) }

  /// Keeps the parent of the flow that the next event opens.
  mutating func append(_ parent: ConnectionName) { parents.append((list.count, parent)) }

  /// Keeps the history of the next event; its number, which is below `capacity`.
  mutating func append(_ connection: Connection) -> UInt16 {
    connections.append(connection)
    return UInt16(truncatingIfNeeded: connections.count - 1)
  }
}
