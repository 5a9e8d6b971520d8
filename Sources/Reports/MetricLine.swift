internal import Capture

/// What the sensor counted, as one line of Elastic Common Schema (`event.kind` is `metric`).
public struct MetricLine: Sendable {
  private let observer: Observer

  /// A format for the metric lines of one sensor.
  public init(observer: Observer) {
    self.observer = observer
  }

  /// Writes the counters as one line, line feed included, nested by their dotted paths.
  public func write(_ metrics: borrowing Metrics, to line: inout JSONWriter) {
    line.beginObject()
    line.field("@timestamp", metrics.time)
    line.beginObject("ecs")
    line.field("version", "9.5.0")
    line.endObject()
    line.beginObject("event")
    line.field("kind", "metric")
    line.beginArray("category")
    line.text("network")
    line.endArray()
    line.beginArray("type")
    line.text("info")
    line.endArray()
    line.field("module", "undertick")
    line.field("dataset", "undertick.metrics")
    if let start = metrics.start { line.field("start", start) }
    if let end = metrics.end { line.field("end", end) }
    if let start = metrics.start, let end = metrics.end {
      line.field("duration", Int(end.nanoseconds(since: start)))
    }
    line.endObject()
    observer.write(to: &line)
    line.beginObject("undertick")
    line.beginObject("metrics")
    var path = OpenPath()
    for entry in NestedPaths(metrics.counters.map(\.path)).entries {
      path.move(to: entry.components, in: &line)
      line.integer(metrics.counters[entry.index].value)
    }
    path.close(in: &line)
    line.endObject()
    line.endObject()
    line.endObject()
    line.endLine()
  }
}
