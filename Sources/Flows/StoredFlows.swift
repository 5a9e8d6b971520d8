/// The flows of a table, as they are kept over a restart.
public struct StoredFlows: Sendable {
  /// The clock of the table.
  public var clock: [UInt8] = []
  /// The flows, in the order in which they must be given back.
  public var flows: [[UInt8]] = []
  /// Of each of them: its place in the table that it comes from.
  public var places: [UInt32] = []
  /// Flows that somebody hears of and that were too many.
  public var leftOut = 0

  /// No flow, of a table that has seen nothing.
  public init() {}
}
