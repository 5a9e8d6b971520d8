public import Devices

/// What a machine is, at the moment when that became clear or changed.
public struct Identification: Sendable {
  /// The event that showed it, by its place in the batch: rules know it from that event on.
  public let event: Int
  /// The machine, with its evidence.
  public let observed: ObservedDevice

  /// What a machine is.
  public init(event: Int, observed: ObservedDevice) {
    self.event = event
    self.observed = observed
  }
}
