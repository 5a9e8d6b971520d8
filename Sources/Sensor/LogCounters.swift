import Capture

/// What a pipeline of logs has counted.
struct LogCounters: Sendable {
  private var conversations: UInt64 = 0
  private var queries: UInt64 = 0
  private var hellos: UInt64 = 0
  private var requests: UInt64 = 0
  /// Names that were handed to the rules.
  var names: UInt64 = 0
  /// Records of names for which no conversation was going on, though there is a `conn.log`.
  var unmatched: UInt64 = 0
  /// Records of watched devices that do not say what IP carries.
  var withoutTransport: UInt64 = 0
  /// Conversations of watched devices.
  var opened: UInt64 = 0
  /// Names after a pause.
  var resumed: UInt64 = 0
  /// Conversations that ended early because there were too many.
  var evicted: UInt64 = 0

  /// Counts a record.
  mutating func count(_ kind: LogKind) {
    switch kind {
    case .conn: conversations &+= 1
    case .dns: queries &+= 1
    case .ssl: hellos &+= 1
    case .http: requests &+= 1
    }
  }

  /// The counters below `records` in the metric line.
  var records: [(name: String, value: UInt64)] {
    [
      ("total", conversations &+ queries &+ hellos &+ requests), ("conn", conversations),
      ("dns", queries), ("ssl", hellos), ("http", requests), ("names", names),
      ("unmatched_names", unmatched), ("without_transport", withoutTransport),
    ]
  }
}
