public import Capture

/// When a rhythm that does not beat any more must be taken for stopped.
public struct Silence: Hashable, Sendable {
  /// By when the next beat should have come, even if unlucky.
  public let deadline: Timestamp
  /// The chance that the rhythm goes on and is silent until then all the same.
  public let chance: Double

  /// A silence.
  init(deadline: Timestamp, chance: Double) {
    self.deadline = deadline
    self.chance = chance
  }
}
