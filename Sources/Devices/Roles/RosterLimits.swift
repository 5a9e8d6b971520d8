/// How many machines a roster holds.
public struct RosterLimits: Hashable, Sendable {
  /// Machines at once, at least 4.
  public var machines = 8192

  /// The defaults: at most some 60 MB, and for a usual network of 500 machines half a megabyte.
  public init() {}

  /// Machines with evidence that cannot be pushed out.
  var known: Int { max(machines, 4) * 3 / 4 }
}
