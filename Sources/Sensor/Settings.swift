public import Flows
public import Rules

/// All numbers that an operator may change: what `Config/undertick.yaml` says, or its defaults.
public struct Settings: Hashable, Sendable {
  /// What the sensor is called in its lines; the host's name where empty.
  public var observerName = ""
  /// Live capture: bytes kept of a frame, 64 to 262,144.
  public var snapshotLength = 262_144
  /// Live capture: whether frames for others are taken too.
  public var isPromiscuous = true
  /// Live capture: kernel buffer in MiB, 1 to 4096.
  public var bufferMegabytes = 64
  /// Live capture: how long the kernel may gather frames, in milliseconds, 1 to 10,000.
  public var bufferTimeoutMilliseconds = 100
  /// The flow table.
  public var flows = FlowLimits()
  /// The rules.
  public var rules = RuleSettings()

  /// The defaults.
  public init() {}
}
