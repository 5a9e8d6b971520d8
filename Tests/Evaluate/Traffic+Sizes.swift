import Published

/// Events with what they carry: a beacon's are all alike, other traffic has sizes by chance.
extension Traffic {
  /// What a beacon sends each time, in bytes.
  private static let beaconSize = 74.0

  /// Events of one size each, within `length` seconds of data.
  static func steady(_ times: [Double], for length: Double = day) -> EventSeries {
    EventSeries(times: times, bytes: times.map { _ in beaconSize }, length: length)
  }

  /// Events of 60 to 1500 bytes, evenly distributed.
  static func various(_ times: [Double], _ random: inout Generator) -> EventSeries {
    EventSeries(
      times: times, bytes: times.map { _ in random.uniform(60, 1500).rounded() }, length: day)
  }

  /// Two series on one channel.
  static func merged(_ first: EventSeries, _ second: EventSeries) -> EventSeries {
    let events =
      (Array(zip(first.times, first.bytes)) + Array(zip(second.times, second.bytes)))
      .sorted { $0.0 < $1.0 }
    return EventSeries(
      times: events.map(\.0), bytes: events.map(\.1), length: max(first.length, second.length))
  }
}
