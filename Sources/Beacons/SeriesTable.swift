public import Capture

/// The series of all channels, bounded.
///
/// At the limit a new series takes the place of the oldest one that is still on probation (fewer than
/// `probation` beats). Where none is, the new one is refused and counted. So junk that opens a million
/// channels pushes out junk, never a channel that has shown a few beats.
public struct SeriesTable<Key: Hashable & Sendable>: Sendable {
  /// Beats after which a series may stay.
  public static var probation: Int { 4 }

  private let limit: Int
  private var places: [Key: Int] = [:]
  private var keys: [Key] = []
  private var series: [BeatSeries] = []
  /// Series in the order they were opened; places may have been given to others since.
  private var newcomers: [(place: Int, key: Key)] = []
  private var nextNewcomer = 0
  /// Series that gave way.
  public private(set) var evicted: UInt64 = 0
  /// Series that were refused.
  public private(set) var refused: UInt64 = 0

  /// An empty table for at most `limit` series (at least 1).
  public init(limit: Int) { self.limit = max(1, limit) }

  /// Series now held.
  public var count: Int { places.count }

  /// Notes an event. Returns the series where the event was a beat of one that was there before.
  public mutating func add(_ key: Key, at time: Timestamp, fold: Int64) -> BeatSeries? {
    if let place = places[key] {
      return series[place].add(time, fold: fold) ? series[place] : nil
    }
    let new = BeatSeries(first: time)
    if keys.count < limit {
      places[key] = keys.count
      newcomers.append((keys.count, key))
      keys.append(key)
      series.append(new)
    } else if let place = victim() {
      places[keys[place]] = nil
      evicted += 1
      places[key] = place
      newcomers.append((place, key))
      keys[place] = key
      series[place] = new
    } else {
      refused += 1
    }
    return nil
  }

  private mutating func victim() -> Int? {
    while nextNewcomer < newcomers.count {
      let newcomer = newcomers[nextNewcomer]
      nextNewcomer += 1
      if nextNewcomer >= limit {
        newcomers.removeFirst(nextNewcomer)
        nextNewcomer = 0
      }
      if keys[newcomer.place] == newcomer.key, series[newcomer.place].beats < Self.probation {
        return newcomer.place
      }
    }
    return nil
  }
}
