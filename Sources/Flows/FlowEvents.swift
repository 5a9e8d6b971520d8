/// Events on their way up, in memory that is reused.
public struct FlowEvents: ~Copyable {
  /// The events since the last `removeAll()`, in order.
  public private(set) var list: [FlowEvent] = []

  /// How many events are taken before they must be handed on.
  public static let capacity = 1024

  /// Room for `capacity` events.
  public init() { list.reserveCapacity(FlowEvents.capacity) }

  /// Forgets the events and keeps the memory.
  public mutating func removeAll() { list.removeAll(keepingCapacity: true) }

  /// Whether `count` more events fit.
  @inline(__always)
  func hasRoom(for count: Int) -> Bool { list.count + count <= FlowEvents.capacity }

  @inline(__always)
  mutating func append(_ event: FlowEvent) { list.append(event) }
}
