/// How much is remembered of what conversations speak.
public struct SessionLimits: Hashable, Sendable {
  /// Conversations remembered at once; at the limit the oldest is forgotten.
  public var sessions = 262_144
  /// TCP conversations whose beginnings are being put together at once, at most 4.5 KiB a direction; at
  /// the limit the oldest is left with what was known of it.
  public var heads = 2048

  /// The defaults: at most 18 MiB of beginnings.
  public init() {}
}
