public import Capture

/// The series of all channels, bounded, with a bounded share for each owner (a device).
///
/// An owner at its share, and every owner once the table is full, makes room among its own series; in a
/// full table an owner that has less than an even part takes from the one that has most. There the
/// oldest series on probation (fewer than `probation` beats) goes; where none is, the first one that is
/// long overdue (`BeatSeries.isOverdue`), of `sweep` that are looked at; else the new one is refused and
/// counted. So junk that opens a million channels pushes out junk of its own device, channels that fell
/// silent make room, and one that keeps its beat stays.
///
/// A series has a place, a number that stays its own while it lives; a new one takes the lowest that is
/// free.
public struct SeriesTable<Key: Hashable & Sendable>: Sendable {
  /// Beats after which a series may stay.
  public static var probation: Int { 4 }
  /// Series that are looked at for one that is overdue; the next look goes on from there.
  static var sweep: Int { 64 }

  /// Beats from which on a series is judged: more than five.
  public static var judgedBeats: Int { 6 }

  struct Entry {
    var key: Key
    var series: BeatSeries
    var owner: Int
    /// The number of its opening.
    var opening: UInt64
    /// Where the owner's shelf lists it.
    var position: Int
  }

  /// What one owner holds.
  struct Shelf {
    var places: [Int] = []
    /// In the order they were opened; places may have been given to others since.
    var newcomers: [(place: Int, opening: UInt64)] = []
    var nextNewcomer = 0
    /// Whether newcomers were put back in the order of their places.
    var isUnsorted = false
    /// Where the next look for an overdue one starts.
    var hand = 0
  }

  let limit: Int
  private let share: Int
  var places: [Key: Int] = [:]
  /// By place; `nil` where one was taken out.
  var entries: [Entry?] = []
  /// No place below this one is free.
  private var lowestFree = 0
  private var openings: UInt64 = 0
  var shelves: [Int: Shelf] = [:]
  /// Owners by the series that they hold.
  private var ranking = OwnerRanking()
  /// By owner, how many series were ever judged.
  var judgedCounts: [Int: Int] = [:]
  /// Places that changed since the last look; `nil` where nobody asks.
  var changed: Set<Int>?
  /// Series that gave way.
  public internal(set) var evicted: UInt64 = 0
  /// Series that were refused.
  public private(set) var refused: UInt64 = 0

  /// An empty table.
  /// - Parameters:
  ///   - limit: The most series, at least 1.
  ///   - share: The most of one owner, at least 1.
  ///   - tracksChanges: Whether `takeChanges()` will be asked what has changed.
  public init(limit: Int, share: Int = .max, tracksChanges: Bool = false) {
    self.limit = max(1, limit)
    self.share = max(1, share)
    changed = tracksChanges ? [] : nil
  }

  /// Series now held.
  public var count: Int { places.count }

  /// Whether a series is held.
  public func contains(_ key: Key) -> Bool { places[key] != nil }

  /// The series of a channel, where one is held.
  public subscript(key: Key) -> BeatSeries? { places[key].flatMap { entries[$0]?.series } }

  /// How many series of an owner ever had more than five beats, those included that are gone: how often
  /// one has looked for a rhythm.
  public func judged(of owner: Int) -> Int { judgedCounts[owner] ?? 0 }

  /// Notes an event.
  /// - Parameters:
  ///   - key: The channel; always of the same owner.
  ///   - owner: Whose share it counts against.
  ///   - time: When it happened.
  ///   - fold: Nanoseconds within which events belong to the same beat.
  /// - Returns: The series, where the event was a beat of one that was there before.
  public mutating func add(
    _ key: Key, of owner: Int = 0, at time: Timestamp, fold: Int64
  ) -> BeatSeries? {
    if let place = places[key] {
      changed?.insert(place)
      guard entries[place]?.series.add(time, fold: fold) == true,
        let series = entries[place]?.series
      else { return nil }
      if series.beats == Self.judgedBeats { judgedCounts[owner, default: 0] += 1 }
      return series
    }
    guard let place = place(for: owner, at: time) else {
      refused += 1
      return nil
    }
    put(key, of: owner, BeatSeries(first: time), at: place)
    compact(owner)
    changed?.insert(place)
    return nil
  }

  /// Takes the series of a channel out, and frees its place; nothing where none is held.
  public mutating func remove(_ key: Key) {
    guard let place = places[key] else { return }
    takeOut(place)
    lowestFree = min(lowestFree, place)
  }

  /// Puts a series at a free place, of which all below were used once.
  mutating func put(_ key: Key, of owner: Int, _ series: BeatSeries, at place: Int) {
    openings += 1
    let entry = Entry(
      key: key, series: series, owner: owner, opening: openings,
      position: shelves[owner]?.places.count ?? 0)
    if place == entries.count { entries.append(entry) } else { entries[place] = entry }
    places[key] = place
    shelves[owner, default: Shelf()].places.append(place)
    ranking.set(entry.position + 1, of: owner)
    if series.beats < Self.probation { shelves[owner]?.newcomers.append((place, openings)) }
  }

  /// Drops newcomers whose places were given to others, once they are more than half of all.
  private mutating func compact(_ owner: Int) {
    guard var shelf = shelves[owner],
      shelf.newcomers.count - shelf.nextNewcomer > 2 * shelf.places.count + 64
    else { return }
    shelves[owner] = nil
    shelf.newcomers = shelf.newcomers[shelf.nextNewcomer...].filter {
      entries[$0.place]?.opening == $0.opening
    }
    shelf.nextNewcomer = 0
    shelves[owner] = shelf
  }

  /// A place that is free now; `nil` where nobody gives way.
  private mutating func place(for owner: Int, at time: Timestamp) -> Int? {
    let held = shelves[owner]?.places.count ?? 0
    if held < share, count < limit { return freePlace() }
    let isPoor = held < share && held < limit / max(1, shelves.count)
    guard let giver = isPoor || held == 0 ? ranking.richest : owner,
      let place = victim(on: giver, at: time)
    else { return nil }
    evicted += 1
    takeOut(place)
    return place
  }

  private mutating func freePlace() -> Int {
    if count == entries.count { return entries.count }
    while lowestFree < entries.count, entries[lowestFree] != nil { lowestFree += 1 }
    return lowestFree
  }

  private mutating func takeOut(_ place: Int) {
    guard let entry = entries[place] else { return }
    places[entry.key] = nil
    takeOffShelf(entry, at: place)
    entries[place] = nil
    changed?.insert(place)
  }

  private mutating func victim(on owner: Int, at time: Timestamp) -> Int? {
    guard var shelf = shelves.removeValue(forKey: owner) else { return nil }
    defer { shelves[owner] = shelf }
    if shelf.isUnsorted { sortNewcomers(&shelf) }
    while shelf.nextNewcomer < shelf.newcomers.count {
      let newcomer = shelf.newcomers[shelf.nextNewcomer]
      shelf.nextNewcomer += 1
      if shelf.nextNewcomer * 2 > shelf.newcomers.count + 64 {
        shelf.newcomers.removeFirst(shelf.nextNewcomer)
        shelf.nextNewcomer = 0
      }
      guard let entry = entries[newcomer.place] else { continue }
      if entry.opening == newcomer.opening, entry.series.beats < Self.probation {
        return newcomer.place
      }
    }
    for _ in 0..<min(Self.sweep, shelf.places.count) {
      if shelf.hand >= shelf.places.count { shelf.hand = 0 }
      let place = shelf.places[shelf.hand]
      shelf.hand += 1
      if entries[place]?.series.isOverdue(at: time) == true { return place }
    }
    return nil
  }

  private mutating func takeOffShelf(_ entry: Entry, at place: Int) {
    guard let moved = shelves[entry.owner]?.places.popLast() else { return }
    if moved != place {
      shelves[entry.owner]?.places[entry.position] = moved
      entries[moved]?.position = entry.position
    }
    ranking.set(shelves[entry.owner]?.places.count ?? 0, of: entry.owner)
    // An owner that holds nothing has no part in the even shares.
    if shelves[entry.owner]?.places.isEmpty == true { shelves[entry.owner] = nil }
  }
}
