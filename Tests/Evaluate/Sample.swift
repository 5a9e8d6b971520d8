import Published

/// What one trial makes: what our detector is given, and what the published ones are given of the same.
struct Sample: Sendable {
  /// Event times of each channel; every one must be found.
  let ours: [[Double]]
  /// The same channels as published detectors see them.
  let published: [EventSeries]

  /// One channel whose every event is a connection.
  init(_ series: EventSeries) {
    ours = [series.times]
    published = [series]
  }

  /// Several channels.
  init(_ channels: [EventSeries]) {
    ours = channels.map(\.times)
    published = channels
  }

  /// A channel whose events are not all connections.
  init(events: [Double], connections: EventSeries) {
    ours = [events]
    published = [connections]
  }
}
