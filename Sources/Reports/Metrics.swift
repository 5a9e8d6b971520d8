public import Capture
public import Packets
public import Rules

/// What the sensor counted, in the order in which it is written.
///
/// A stage adds a counter with one line: `metrics.add("flows.evicted", count)`. Paths are dotted and
/// stand below `undertick.metrics`.
public struct Metrics: Sendable {
  /// The packet time that the line is about; the caller's own where no packet came.
  public var time: Timestamp
  /// Time of the first packet, if any came.
  public var start: Timestamp?
  /// Time of the last packet, if any came.
  public var end: Timestamp?
  /// The counters, in the order in which they were added.
  public private(set) var counters: [Counter] = []

  /// Metrics without a counter yet.
  public init(time: Timestamp, start: Timestamp? = nil, end: Timestamp? = nil) {
    self.time = time
    self.start = start
    self.end = end
  }

  /// One named number.
  public struct Counter: Hashable, Sendable {
    /// Dotted path below `undertick.metrics`: `flows.evicted`.
    public let path: String
    /// The number.
    public let value: UInt64
  }

  /// Adds a counter. Of two with one path the first is written.
  public mutating func add(_ path: String, _ value: UInt64) {
    counters.append(Counter(path: path, value: value))
  }

  /// Adds counters that share a head: `add("flows", [("active", 3), ("opened", 7)])`.
  public mutating func add(_ head: String, _ values: [(name: String, value: UInt64)]) {
    for (name, value) in values { add("\(head).\(name)", value) }
  }

  /// Adds what the capture counted, under `capture`.
  public mutating func add(_ statistics: CaptureStatistics) {
    add(
      "capture",
      [
        ("frames", statistics.frames),
        ("filtered", statistics.filtered),
        ("truncated_captures", statistics.truncatedCaptures),
        ("kernel_drops", statistics.kernelDrops),
        ("interface_drops", statistics.interfaceDrops),
      ])
  }

  /// Adds the decode faults that happened, under `faults` by layer and kind: `faults.ipv4.truncated`.
  ///
  /// - Parameter count: how often a fault happened; asked once for each layer and kind, in the order
  ///   of `DecodeFault.Layer` and `DecodeFault.Kind`.
  public mutating func addFaults(_ count: (DecodeFault) -> UInt64) {
    for layer in DecodeFault.Layer.allCases where layer != .none {
      for kind in DecodeFault.Kind.allCases where kind != .none {
        let value = count(DecodeFault(layer, kind))
        if value > 0 {
          add("faults.\(Metrics.key(layer.description)).\(Metrics.key(kind.description))", value)
        }
      }
    }
  }

  /// A dashed name as a key of the output: `header_length`.
  private static func key(_ name: String) -> String { name.replacing("-", with: "_") }

  /// Adds how many alerts were raised, under `alerts`: in all, then by severity.
  ///
  /// - Parameter count: how many of a severity.
  public mutating func addAlerts(_ count: (Severity) -> UInt64) {
    let severities: [Severity] = [.low, .medium, .high, .critical]
    let counts = severities.map(count)
    add("alerts.total", counts.reduce(0, &+))
    for (severity, value) in zip(severities, counts) { add("alerts.\(severity.word)", value) }
  }
}
