/// Which end may start a conversation, seen from the device that an entry is about.
public enum ExpectedDirection: String, CaseIterable, Sendable {
  /// The device.
  case out
  /// Its peer.
  case `in`

  /// Whether a conversation that the device started, or did not, goes this way.
  public func fits(deviceStarted: Bool) -> Bool { deviceStarted == (self == .out) }
}
