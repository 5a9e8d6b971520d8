public import Capture

/// The series of all channels, bounded, with a bounded share for each owner (a device).
///
/// An owner at its share, and every owner once the table is full, makes room among its own series; in a
/// full table an owner that has less than an even part takes from the one that has most. There the
/// oldest series on probation (fewer than `probation` beats) goes; where none is, the first one that is
/// long overdue (`BeatSeries.isOverdue`), of `sweep` that are looked at; else the new one is refused and
/// counted. So junk that opens a million channels pushes out junk of its own device, channels that fell
/// silent make room, and one that keeps its beat stays.
public struct SeriesTable<Key: Hashable & Sendable>: Sendable {
  /// Beats after which a series may stay.
  public static var probation: Int { 4 }
  /// Series that are looked at for one that is overdue; the next look goes on from there.
  static var sweep: Int { 64 }

  private struct Entry {
    var key: Key
    var series: BeatSeries
    var owner: Int
    /// Where the owner's shelf lists it.
    var position: Int
  }

  /// What one owner holds.
  private struct Shelf {
    var places: [Int] = []
    /// In the order they were opened; places may have been given to others since.
    var newcomers: [(place: Int, key: Key)] = []
    var nextNewcomer = 0
    /// Where the next look for an overdue one starts.
    var hand = 0
  }

  private let limit: Int
  private let share: Int
  private var places: [Key: Int] = [:]
  private var entries: [Entry] = []
  private var shelves: [Int: Shelf] = [:]
  /// Series that gave way.
  public private(set) var evicted: UInt64 = 0
  /// Series that were refused.
  public private(set) var refused: UInt64 = 0

  /// An empty table for at most `limit` series, of one owner at most `share`; both at least 1.
  public init(limit: Int, share: Int = .max) {
    self.limit = max(1, limit)
    self.share = max(1, share)
  }

  /// Series now held.
  public var count: Int { places.count }

  /// Whether a series is held.
  public func contains(_ key: Key) -> Bool { places[key] != nil }

  /// Notes an event.
  /// - Parameters:
  ///   - key: The channel; always of the same owner.
  ///   - owner: Whose share it counts against.
  ///   - time: When it happened.
  ///   - fold: Nanoseconds within which events belong to the same beat.
  /// - Returns: The series where the event was a beat of one that was there before.
  public mutating func add(
    _ key: Key, of owner: Int = 0, at time: Timestamp, fold: Int64
  ) -> BeatSeries? {
    if let place = places[key] {
      return entries[place].series.add(time, fold: fold) ? entries[place].series : nil
    }
    guard let place = place(for: owner, at: time) else {
      refused += 1
      return nil
    }
    let entry = Entry(
      key: key, series: BeatSeries(first: time), owner: owner,
      position: shelves[owner]?.places.count ?? 0)
    if place == entries.count { entries.append(entry) } else { entries[place] = entry }
    places[key] = place
    shelves[owner, default: Shelf()].places.append(place)
    shelves[owner, default: Shelf()].newcomers.append((place, key))
    return nil
  }

  /// A place that is free now; `nil` where nobody gives way.
  private mutating func place(for owner: Int, at time: Timestamp) -> Int? {
    let held = shelves[owner]?.places.count ?? 0
    if held < share, entries.count < limit { return entries.count }
    let isPoor = held < share && held < limit / max(1, shelves.count)
    guard let giver = isPoor || held == 0 ? richest : owner, let place = victim(on: giver, at: time)
    else { return nil }
    evicted += 1
    places[entries[place].key] = nil
    takeOffShelf(place)
    return place
  }

  /// The owner that holds most; of several the one with the lowest number.
  private var richest: Int? {
    shelves.max { left, right in
      (left.value.places.count, right.key) < (right.value.places.count, left.key)
    }?.key
  }

  private mutating func victim(on owner: Int, at time: Timestamp) -> Int? {
    guard var shelf = shelves.removeValue(forKey: owner) else { return nil }
    defer { shelves[owner] = shelf }
    while shelf.nextNewcomer < shelf.newcomers.count {
      let newcomer = shelf.newcomers[shelf.nextNewcomer]
      shelf.nextNewcomer += 1
      if shelf.nextNewcomer * 2 > shelf.newcomers.count + 64 {
        shelf.newcomers.removeFirst(shelf.nextNewcomer)
        shelf.nextNewcomer = 0
      }
      let entry = entries[newcomer.place]
      if entry.key == newcomer.key, entry.series.beats < Self.probation { return newcomer.place }
    }
    for _ in 0..<min(Self.sweep, shelf.places.count) {
      if shelf.hand >= shelf.places.count { shelf.hand = 0 }
      let place = shelf.places[shelf.hand]
      shelf.hand += 1
      if entries[place].series.isOverdue(at: time) { return place }
    }
    return nil
  }

  private mutating func takeOffShelf(_ place: Int) {
    let owner = entries[place].owner
    let position = entries[place].position
    guard let moved = shelves[owner]?.places.popLast(), moved != place else { return }
    shelves[owner]?.places[position] = moved
    entries[moved].position = position
  }
}
