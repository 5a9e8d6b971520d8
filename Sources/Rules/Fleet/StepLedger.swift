import Capture
import Packets

/// The beats of all devices that nobody explains, and which of them are in step.
///
/// A series is compared with those of other devices when it has 8, 12, 18, 27, ... beats: with those that go on and
/// beat about as often, as they did when they were compared themselves; of many with those whose pace is nearest.
/// Bounded: a device has `share` series and all of them `limit`. Beyond its share a device gives up one of its own, in a
/// full ledger the device that has most: the one with fewest beats, of several the longest silent, that is in no
/// group; where there is none the new one is refused.
struct StepLedger: Sendable {
  /// Whose series, and which.
  struct Key: Hashable, Sendable {
    /// The device, by its index.
    var device: Int
    /// What the beats have in common.
    var channel: StepChannel
  }

  /// Series that a look compares at most: each takes some 50 microseconds.
  static let mostCompared = 16
  /// Devices of a group that are told apart.
  static let mostMembers = 256

  let limit: Int
  let share: Int
  let fold: Int64
  let highestChance: Double
  let isRemembered: Bool
  var places: [Key: Int] = [:]
  var entries: [(key: Key, series: StepSeries)] = []
  var shelves: [Int: [Int]] = [:]
  var groups: [UInt64: StepGroup] = [:]
  var nextGroup: UInt64 = 0
  var looks = 0
  var compared = 0
  /// Series that gave way, or were refused.
  var forgotten: UInt64 = 0
  var changed: Set<Key> = []
  /// Whether it has looked since what has changed was asked for.
  var hasLooked = false
  var changedGroups: Set<UInt64> = []

  init(settings: RuleSettings, limit: Int = 4096, share: Int = 64) {
    self.limit = limit
    self.share = share
    fold = settings.fold
    highestChance = settings.highestChance
    isRemembered = settings.isRemembered
  }

  /// How many series there are.
  var count: Int { entries.count }

  /// A series.
  subscript(key: Key) -> StepSeries? { places[key].map { entries[$0].series } }

  /// Notes a beat.
  /// - Returns: Who is in step with it, where it was compared now and somebody is.
  mutating func note(
    _ key: Key, peer: IPAddress, isOutside: Bool, at time: Timestamp
  ) -> StepVerdict? {
    guard let place = places[key] else {
      var series = StepSeries(first: time, peer: peer)
      series.isOutside = isOutside
      insert(key, series)
      return nil
    }
    if isRemembered { changed.insert(key) }
    let isDue = entries[place].series.add(time, fold: fold)
    entries[place].series.hasPeers =
      entries[place].series.hasPeers || entries[place].series.peer != peer
    entries[place].series.peer = peer
    entries[place].series.isOutside = entries[place].series.isOutside || isOutside
    return isDue ? look(at: key, place, time) : nil
  }

  /// Whether a series says something that no narrower one says.
  private func isApart(_ key: Key, _ series: borrowing StepSeries) -> Bool {
    if case .service = key.channel { return series.hasPeers }
    return true
  }

  private mutating func look(at key: Key, _ place: Int, _ time: Timestamp) -> StepVerdict? {
    guard isApart(key, entries[place].series), let gap = entries[place].series.typicalGap, gap > 0
    else { return nil }
    let start = entries[place].series.times[0]
    let own = entries[place].series.seconds(since: start)
    var alike: [(distance: Double, place: Int)] = []
    for other in entries.indices where entries[other].key.device != key.device {
      guard let another = entries[other].series.typicalGap, another < 1.5 * gap,
        gap < 1.5 * another, time.seconds(since: entries[other].series.last) <= 3 * gap,
        isApart(entries[other].key, entries[other].series)
      else { continue }
      alike.append((another < gap ? gap / another : another / gap, other))
    }
    guard !alike.isEmpty else { return nil }
    if alike.count > StepLedger.mostCompared {
      alike.sort { ($0.distance, $0.place) < ($1.distance, $1.place) }
      alike.removeLast(alike.count - StepLedger.mostCompared)
      alike.sort { $0.place < $1.place }
    }
    let candidates = alike.map {
      (entries[$0.place].key, entries[$0.place].series.seconds(since: start))
    }
    let wall = Double(start.rawValue % 60_000_000_000) / 1e9
    looks += 1
    hasLooked = true
    compared = max(compared, candidates.count)
    var best: StepVerdict?
    for proof in StepTest.Proof.allCases {
      guard let verdict = verdict(proof, key, own, candidates, wall) else { continue }
      if best.map({ ($0.partners.count, -$0.chance) < (verdict.partners.count, -verdict.chance) })
        ?? true
      {
        best = verdict
      }
    }
    return best
  }

  /// The most that are in step by one proof.
  private func verdict(
    _ proof: StepTest.Proof, _ key: Key, _ own: [Double],
    _ candidates: [(key: Key, beats: [Double])], _ wall: Double
  ) -> StepVerdict? {
    var found: [(order: Int, partner: StepVerdict.Partner)] = []
    for (order, candidate) in candidates.enumerated() {
      guard let result = StepTest.run(proof, own, candidate.beats, start: wall), result.chance < 1
      else {
        continue
      }
      found.append((order, StepVerdict.Partner(key: candidate.key, result: result)))
    }
    found.sort { ($0.partner.result.chance, $0.order) < ($1.partner.result.chance, $1.order) }
    var devices: Set<Int> = []
    let partners = found.map(\.partner).filter { devices.insert($0.key.device).inserted }
    var last: (count: Int, chance: Double)?
    for count in stride(from: 1, through: partners.count, by: 1) {
      let chance = StepTest.groupChance(
        partners[count - 1].result.chance, count: count, compared: compared, looks: looks)
      if chance <= highestChance { last = (count, chance) }
    }
    guard let last else { return nil }
    return StepVerdict(
      key: key, proof: proof, partners: Array(partners.prefix(last.count)), chance: last.chance,
      compared: compared, looks: looks)
  }

  private mutating func insert(_ key: Key, _ series: StepSeries) {
    let held = shelves[key.device, default: []].count
    var place = entries.count
    if held >= share || entries.count >= limit {
      forgotten &+= 1
      var owner = key.device
      if held < share {
        // Who has about as many as the others takes none of theirs, so that they do not drive each other out.
        let richest = shelves.max {
          ($0.value.count, $1.key) < ($1.value.count, $0.key)
        }
        if let richest, richest.value.count > held + 2 { owner = richest.key }
      }
      guard let victim = victim(of: owner) ?? (owner == key.device ? nil : victim(of: key.device))
      else { return }
      place = victim
      let former = entries[victim].key
      places[former] = nil
      if isRemembered { changed.insert(former) }
      entries[victim] = (key, series)
      if former.device != key.device {
        shelves[former.device]?.removeAll { $0 == victim }
        shelves[key.device, default: []].append(victim)
      }
    } else {
      entries.append((key, series))
      shelves[key.device, default: []].append(place)
    }
    places[key] = place
    if isRemembered { changed.insert(key) }
  }

  /// The series of a device that gives way.
  private func victim(of device: Int) -> Int? {
    (shelves[device] ?? []).filter { entries[$0].series.group == nil }.min {
      let (left, right) = (entries[$0].series, entries[$1].series)
      let (few, fewer) = (min(left.beats, 4), min(right.beats, 4))
      return (few, left.last, $0) < (fewer, right.last, $1)
    }
  }
}
