/// What the flow table did so far.
public struct FlowCounters: Hashable, Sendable {
  /// Flows opened.
  public var opened: UInt64 = 0
  /// Events of payload after a pause.
  public var resumed: UInt64 = 0
  /// Flows ended, by `FlowEvent.Reason.rawValue`.
  public var ended = Array(repeating: UInt64(0), count: FlowEvent.Reason.allCases.count)
  /// Packets that belong to no flow: no protocol could be read.
  public var unkeyed: UInt64 = 0
  /// Packets whose time lay before the clock by less than a minute.
  public var late: UInt64 = 0
  /// Times that the clock was set back because a packet's time lay before it by more.
  public var clockSteps: UInt64 = 0
  /// The most flows followed at once.
  public var peak: UInt64 = 0

  /// Nothing yet.
  public init() {}

  /// Flows ended for `reason`.
  public func ended(_ reason: FlowEvent.Reason) -> UInt64 { ended[Int(reason.rawValue)] }
}
