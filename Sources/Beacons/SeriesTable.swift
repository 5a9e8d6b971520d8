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

  /// What is known of a place beside its series; apart from the key, so that it has one layout for all keys.
  struct Slot {
    var owner: Int
    /// The number of its opening.
    var opening: UInt64
    /// Where the owner's shelf lists it.
    var position: Int
    /// Whether a series is there.
    var isTaken = true
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
  /// By place, all three; of a free place what was there last.
  var keys: [Key] = []
  var series: [BeatSeries] = []
  var slots: [Slot] = []
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
  public subscript(key: Key) -> BeatSeries? { places[key].map { series[$0] } }

  /// How many series of an owner ever had more than five beats, those included that are gone: how often
  /// one has looked for a rhythm.
  public func judged(of owner: Int) -> Int { judgedCounts[owner] ?? 0 }

  /// Notes an event.
  /// - Parameters:
  ///   - key: The channel; always of the same owner.
  ///   - owner: Whose share it counts against.
  ///   - time: When it happened.
  ///   - fold: Nanoseconds within which events belong to the same beat.
  /// - Returns: How many beats the series has, where the event was a beat of one that was there before.
  public mutating func add(
    _ key: Key, of owner: Int = 0, at time: Timestamp, fold: Int64
  ) -> Int? {
    if let place = places[key] {
      changed?.insert(place)
      guard series[place].add(time, fold: fold) else { return nil }
      let beats = series[place].beats
      if beats == Self.judgedBeats { judgedCounts[owner, default: 0] += 1 }
      return beats
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
  mutating func put(_ key: Key, of owner: Int, _ beats: BeatSeries, at place: Int) {
    openings += 1
    let slot = Slot(
      owner: owner, opening: openings, position: shelves[owner]?.places.count ?? 0)
    if place == slots.count {
      keys.append(key)
      series.append(beats)
      slots.append(slot)
    } else {
      keys[place] = key
      series[place] = beats
      slots[place] = slot
    }
    places[key] = place
    shelves[owner, default: Shelf()].places.append(place)
    ranking.set(slot.position + 1, of: owner)
    if beats.beats < Self.probation { shelves[owner]?.newcomers.append((place, openings)) }
  }

  /// Drops newcomers whose places were given to others, once they are more than half of all.
  private mutating func compact(_ owner: Int) {
    guard var shelf = shelves[owner],
      shelf.newcomers.count - shelf.nextNewcomer > 2 * shelf.places.count + 64
    else { return }
    shelves[owner] = nil
    shelf.newcomers = shelf.newcomers[shelf.nextNewcomer...].filter {
      holds($0)
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
    if count == slots.count { return slots.count }
    while lowestFree < slots.count, slots[lowestFree].isTaken { lowestFree += 1 }
    return lowestFree
  }

  private mutating func takeOut(_ place: Int) {
    guard slots[place].isTaken else { return }
    places[keys[place]] = nil
    takeOffShelf(slots[place], at: place)
    slots[place].isTaken = false
    changed?.insert(place)
  }

  /// Whether a newcomer is still where it was put.
  func holds(_ newcomer: (place: Int, opening: UInt64)) -> Bool {
    slots[newcomer.place].isTaken && slots[newcomer.place].opening == newcomer.opening
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
      if holds(newcomer), series[newcomer.place].beats < Self.probation { return newcomer.place }
    }
    for _ in 0..<min(Self.sweep, shelf.places.count) {
      if shelf.hand >= shelf.places.count { shelf.hand = 0 }
      let place = shelf.places[shelf.hand]
      shelf.hand += 1
      if series[place].isOverdue(at: time) { return place }
    }
    return nil
  }

  private mutating func takeOffShelf(_ slot: Slot, at place: Int) {
    guard let moved = shelves[slot.owner]?.places.popLast() else { return }
    if moved != place {
      shelves[slot.owner]?.places[slot.position] = moved
      slots[moved].position = slot.position
    }
    ranking.set(shelves[slot.owner]?.places.count ?? 0, of: slot.owner)
    // An owner that holds nothing has no part in the even shares.
    if shelves[slot.owner]?.places.isEmpty == true { shelves[slot.owner] = nil }
  }
}
