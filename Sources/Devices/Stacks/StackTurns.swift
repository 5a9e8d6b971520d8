import Capture

/// How often two systems of one address followed each other since the machine started.
///
/// A change counts where the latest connection of the one and the first of the other are at most a
/// quarter of an hour apart. What is booted, started anew or replaced changes once; what changes there and
/// back and there again is two at the same time.
public struct StackTurns: Hashable, Sendable {
  /// Between two runs at most, and of `recent` back from the latest connection: nanoseconds of 15 minutes.
  public static let window: Int64 = 900_000_000_000
  /// Nanoseconds of a day.
  public static let day: Int64 = 86_400_000_000_000
  /// Connections that each system must have opened.
  public static let fewestConnections: UInt32 = 3
  /// Changes in a quarter of an hour that prove two systems: A-B-A-B. A new start is two.
  public static let fewestRecent = 3
  /// Changes in a day that prove two systems: three excursions of the rarer one.
  public static let fewestOfDay = 5

  /// In the last quarter of an hour.
  public private(set) var recent = 0
  /// In the last day.
  public private(set) var ofDay = 0
  /// Among all runs that are kept.
  public private(set) var all = 0

  /// Of runs of two systems, oldest first.
  init(_ runs: [(run: StackRun, isOwn: Bool)]) {
    guard let latest = runs.last?.run.last else { return }
    for (former, next) in zip(runs, runs.dropFirst())
    where former.isOwn != next.isOwn
      && next.run.first.nanoseconds(since: former.run.last) <= StackTurns.window
    {
      all += 1
      let age = latest.nanoseconds(since: former.run.last)
      if age <= StackTurns.day { ofDay += 1 }
      if age <= StackTurns.window { recent += 1 }
    }
  }

  /// Whether those of the last quarter of an hour are enough.
  public var areRecent: Bool { recent >= StackTurns.fewestRecent }

  /// Whether they are enough for a finding.
  public var areProof: Bool { areRecent || ofDay >= StackTurns.fewestOfDay }
}
