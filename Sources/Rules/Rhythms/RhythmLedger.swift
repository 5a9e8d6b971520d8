import Beacons
import Capture

/// The rhythms of all devices: which series there are, which were told, and what became of them.
///
/// An event belongs to several channels at once, from narrow to broad, and feeds the series of each. Of
/// those that keep a rhythm the narrowest is told, and it takes its beats along: broader series start anew
/// without them, and the events of a told channel feed nothing broader. A broad channel of which a
/// narrower channel, or a rhythm that is told already, has more than half of the beats waits for that one,
/// and always for one beat more, because the name that a conversation asks for comes behind its opening. A
/// rhythm counts from the chance on
/// that is left once it is multiplied by the number of series of the device that were judged so far.
struct RhythmLedger<Channel: RhythmChannel>: Sendable {
  /// A channel of a device.
  struct Key: Hashable, Sendable {
    var device: Int
    var channel: Channel
  }

  private let settings: RuleSettings
  var series: SeriesTable<Key>
  var told: [Key: ToldRhythm] = [:]
  var shapes: [Key: ConversationShape] = [:]
  /// At so many entries those go whose series is gone.
  private var mostTold: Int
  private var mostShapes: Int
  /// Told so far.
  var count: UInt64 = 0
  /// No open rhythm is overdue before.
  var due = Timestamp(rawValue: .max)
  var changedTold: Set<Key> = []
  var changedShapes: Set<Key> = []
  /// Devices of which more series were judged, perhaps.
  var changedDevices: Set<Int> = []

  init(settings: RuleSettings) {
    self.settings = settings
    series = SeriesTable(
      limit: settings.seriesLimit, share: settings.seriesShare,
      tracksChanges: settings.isRemembered)
    mostTold = settings.seriesLimit
    mostShapes = settings.seriesLimit
  }

  /// What the rule wants counted in the metric line.
  var counters: [(name: String, value: UInt64)] {
    [
      ("series", UInt64(series.count)), ("series_evicted", series.evicted),
      ("series_refused", series.refused),
      ("open", UInt64(told.values.count { $0.isOpen })),
    ]
  }

  /// Whether a rhythm of a channel was told and goes on.
  func isOpen(_ channel: Channel, of device: Int) -> Bool {
    told[Key(device: device, channel: channel)]?.isOpen == true
  }

  /// Whether a rhythm of a channel was told, be it over or not.
  func isKnown(_ channel: Channel, of device: Int) -> Bool {
    told[Key(device: device, channel: channel)].map { $0.updates >= 0 } ?? false
  }

  /// Notes an event.
  /// - Parameters:
  ///   - channels: What it belongs to, from narrow to broad.
  ///   - device: Whose event it is.
  ///   - time: When it happened.
  /// - Returns: What is to be told, if anything is.
  mutating func note(_ channels: [Channel], of device: Int, at time: Timestamp) -> Verdict? {
    let keys = channels.map { Key(device: device, channel: $0) }
    if settings.isRemembered { changedDevices.insert(device) }
    let open = keys.firstIndex { told[$0]?.isOpen == true }
    var counts: [Int?] = []
    counts.reserveCapacity(keys.count)
    for key in keys[...(open ?? keys.count - 1)] {
      counts.append(series.add(key, of: device, at: time, fold: settings.fold))
    }
    if let open {
      guard counts[open] != nil, let latest = series[keys[open]] else { return nil }
      return goOn(keys[open], latest)
    }
    for (index, count) in counts.enumerated() {
      // Most series are young, and each is some 700 octets.
      guard let count, count > settings.fewestGaps, let latest = series[keys[index]],
        isTold(latest, of: device), let rhythm = rhythm(of: latest),
        index == 0
          || !keys[..<index].contains(where: { hasMost($0, of: latest) })
            && !isExplained(latest, of: device) && isAwaited(keys[index], latest, rhythm)
      else { continue }
      for broader in keys[(index + 1)...] { series.remove(broader) }
      return start(keys[index], latest, rhythm)
    }
    return nil
  }

  /// Notes that a conversation of a channel is over.
  mutating func noteEnd(
    _ channel: Channel, of device: Int, sent: UInt64, received: UInt64, duration: Int64
  ) {
    let key = Key(device: device, channel: channel)
    guard series[key] != nil else { return }
    if shapes.count >= mostShapes, shapes[key] == nil {
      for gone in shapes.keys where series[gone] == nil {
        shapes[gone] = nil
        noteShape(gone)
      }
      mostShapes = max(settings.seriesLimit, shapes.count * 2)
    }
    shapes[key, default: ConversationShape()]
      .note(sent: sent, received: received, duration: duration)
    noteShape(key)
  }

  /// Keeps what a line was about, for the lines that come without an event.
  mutating func keep(_ scene: RhythmScene, of verdict: Verdict) {
    told[verdict.key]?.scene = scene
    noteTold(verdict.key)
  }

  /// The rhythm was one of too many and gets no lines.
  mutating func silence(_ verdict: Verdict) {
    told[verdict.key]?.isSilent = true
    noteTold(verdict.key)
  }

  /// Closes the rhythms that have stopped by a time; each once, in the order of the times at which it
  /// became clear.
  mutating func stops(by time: Timestamp) -> [Stop] {
    guard due <= time else { return [] }
    var overdue: [(key: Key, rhythm: ToldRhythm, deadline: Timestamp)] = []
    due = Timestamp(rawValue: .max)
    for (key, rhythm) in told where rhythm.isOpen {
      guard let deadline = rhythm.deadline else { continue }
      if deadline <= time {
        overdue.append((key, rhythm, deadline))
      } else {
        due = min(due, deadline)
      }
    }
    overdue.sort { ($0.deadline, $0.rhythm.ordinal) < ($1.deadline, $1.rhythm.ordinal) }
    return overdue.compactMap { key, rhythm, deadline in close(key, rhythm, at: deadline) }
  }

  /// Closes an open rhythm; `hasStopped` where it is silent, and not only excused.
  mutating func close(
    _ key: Key, _ rhythm: ToldRhythm, at deadline: Timestamp, hasStopped: Bool = true
  ) -> Stop? {
    var rhythm = rhythm
    rhythm.isOpen = false
    rhythm.updates += 1
    if hasStopped { rhythm.stops += 1 }
    rhythm.deadline = nil
    told[key] = rhythm
    noteTold(key)
    let shape = shapes[key]
    defer {
      // What comes later must show its clock anew.
      series.remove(key)
      shapes[key] = nil
      noteShape(key)
    }
    guard let beats = series[key], let latest = Rhythm(beats), let scene = rhythm.scene,
      !rhythm.isSilent
    else { return nil }
    return Stop(
      key: key, time: deadline, told: rhythm, scene: scene,
      verdict: Verdict(
        key: key, beats: beats, rhythm: latest, chance: chance(beats, of: key.device),
        judged: series.judged(of: key.device), shape: shape, notice: .updated,
        update: rhythm.updates))
  }

  private mutating func goOn(_ key: Key, _ beats: BeatSeries) -> Verdict? {
    guard var known = told[key] else { return nil }
    defer {
      told[key] = known
      noteTold(key)
    }
    setDeadline(of: &known, beats)
    if let change = beats.change(from: known.learned) {
      let former = known.learned
      known.learned = LearnedRhythm(change, since: beats.last)
      known.changes += 1
      guard !known.isSilent else { return nil }
      return verdict(key, beats, change, .changed(from: former), update: known.changes - 1)
    }
    known.learned.follow(beats)
    guard beats.beats >= known.nextBeats, let rhythm = rhythm(of: beats),
      chance(beats, of: key.device) <= settings.highestChance
    else { return nil }
    known.nextBeats = beats.beats * 4
    known.updates += 1
    return known.isSilent ? nil : verdict(key, beats, rhythm, .updated, update: known.updates)
  }

  private mutating func start(_ key: Key, _ beats: BeatSeries, _ rhythm: Rhythm) -> Verdict {
    forgetGone()
    let former = told[key].flatMap { $0.updates < 0 ? nil : $0 }
    count += 1
    var known = ToldRhythm(
      learned: LearnedRhythm(rhythm, since: beats.last), nextBeats: beats.beats * 4,
      ordinal: count)
    if let former {
      known.updates = former.updates + 1
      known.changes = former.changes
      known.stops = former.stops
      known.isSilent = former.isSilent
    }
    setDeadline(of: &known, beats)
    told[key] = known
    noteTold(key)
    return verdict(
      key, beats, rhythm, former == nil ? .opened : .reopened, update: known.updates)
  }

  /// What has stopped and started again may be silent twice as long as before, each time, so that a rhythm
  /// with long pauses is not told over and over.
  private mutating func setDeadline(of known: inout ToldRhythm, _ beats: BeatSeries) {
    known.deadline = nil
    guard let silence = beats.silence(of: known.learned) else { return }
    let length = silence.deadline.nanoseconds(since: beats.last)
    let (longer, isTooLong) = length.multipliedReportingOverflow(by: 1 << min(known.stops, 20))
    guard !isTooLong else { return }
    let deadline = beats.last.advanced(byNanoseconds: longer)
    known.deadline = deadline
    due = min(due, deadline)
  }

  private func verdict(
    _ key: Key, _ beats: BeatSeries, _ rhythm: Rhythm, _ notice: Verdict.Notice, update: Int
  ) -> Verdict {
    Verdict(
      key: key, beats: beats, rhythm: rhythm, chance: chance(beats, of: key.device),
      judged: series.judged(of: key.device), shape: shapes[key], notice: notice, update: update)
  }

  /// Whether a narrower channel has more than half of the beats of a broader one.
  private func hasMost(_ narrow: Key, of broad: BeatSeries) -> Bool {
    (series[narrow]?.beats ?? 0) * 2 > broad.beats
  }

  /// Whether an open rhythm of the device accounts for more than half of the beats.
  private func isExplained(_ beats: BeatSeries, of device: Int) -> Bool {
    told.contains { key, rhythm in
      guard rhythm.isOpen, key.device == device, let own = series[key] else { return false }
      let shared = Double(own.last.nanoseconds(since: max(own.first, beats.first))) / 1e9
      return min(Double(own.beats), shared / rhythm.learned.period + 1) * 2 > Double(beats.beats)
    }
  }

  /// Whether a channel was clear at a beat before this one; notes that it is now.
  private mutating func isAwaited(_ key: Key, _ beats: BeatSeries, _ rhythm: Rhythm) -> Bool {
    if told[key]?.isAwaited == true { return true }
    var known =
      told[key]
      ?? ToldRhythm(
        learned: LearnedRhythm(rhythm, since: beats.last), nextBeats: 0, ordinal: 0)
    if told[key] == nil { known.updates = -1 }
    known.isOpen = false
    known.isAwaited = true
    told[key] = known
    noteTold(key)
    return false
  }

  private func isTold(_ beats: BeatSeries, of device: Int) -> Bool {
    beats.beats > settings.fewestGaps && chance(beats, of: device) <= settings.highestChance
  }

  /// The chance that one of the device's series looks so without a clock.
  private func chance(_ beats: BeatSeries, of device: Int) -> Double {
    min(1, beats.test.chance * Double(max(1, series.judged(of: device))))
  }

  private func rhythm(of beats: BeatSeries) -> Rhythm? {
    guard let rhythm = Rhythm(beats), rhythm.period >= settings.shortestPeriod,
      rhythm.period <= settings.longestPeriod
    else { return nil }
    return rhythm
  }

  private mutating func forgetGone() {
    guard told.count >= mostTold else { return }
    for key in told.keys where series[key] == nil {
      told[key] = nil
      noteTold(key)
    }
    mostTold = max(settings.seriesLimit, told.count * 2)
  }

  private mutating func noteTold(_ key: Key) {
    if settings.isRemembered { changedTold.insert(key) }
  }

  private mutating func noteShape(_ key: Key) {
    if settings.isRemembered { changedShapes.insert(key) }
  }
}
