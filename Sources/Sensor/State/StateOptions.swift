/// Where a state is kept, and how.
public struct StateOptions: Hashable, Sendable {
  /// The SQLite file.
  public var path: String
  /// Nanoseconds of packet time between flushes.
  public var interval: Int64
  /// Whether packets come from an interface: then none comes again.
  public var isLive: Bool
  /// The filter expression, empty for none: frames are counted behind it.
  public var filter: String

  /// Where a state is kept, and how.
  public init(path: String, interval: Int64, isLive: Bool, filter: String) {
    self.path = path
    self.interval = interval
    self.isLive = isLive
    self.filter = filter
  }
}
