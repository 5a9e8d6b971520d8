import Beacons
import Capture
import Packets

/// What is remembered of one kind of telemetry of one device. Some 600 bytes.
struct TelemetryRecord: Sendable {
  /// Gaps that are kept.
  static let mostGaps = 32
  /// Events before which no silence counts.
  static let fewestEvents = 24
  /// Seconds of record before which no silence counts.
  static let shortestRecord = 1800.0
  /// Seconds of silence before which none counts.
  static let shortestSilence = 300.0
  /// A silence must be so many times the longest gap.
  static let leastFactor = 4.0
  /// The chance that is low enough.
  static let highestChance = 1e-4
  /// A record of so many seconds has every day of a week in it.
  static let wholeWeek = 8.0 * 86_400
  /// Other conversations of the device that show that it lives.
  static let fewestOthers: UInt8 = 3

  /// The first event.
  let first: Timestamp
  /// The latest event.
  var last: Timestamp
  /// Events so far.
  var count: UInt64 = 1
  /// The latest gaps in milliseconds, in no order, and which is the oldest.
  var gaps: [UInt32] = []
  var oldest: UInt8 = 0
  /// The gaps by the hours of the day.
  var hours: GapHours
  /// Other conversations of the device since the telemetry is overdue, up to the fewest that count.
  var others: UInt8 = 0
  /// When the first of them began.
  var firstOther: Timestamp?
  /// When that many had come.
  var lived: Timestamp?
  /// Whether a silence was told that is not over.
  var isOpen = false
  /// Lines so far.
  var lines: UInt32 = 0
  /// How much the silence that was told last matters.
  var severity = Severity.low
  /// Who told it to whom, the last time.
  var deviceEnd: Finding.Endpoint
  var peerEnd: Finding.Endpoint
  var conversation: Finding.Conversation

  /// The first event.
  init(
    at time: Timestamp, deviceEnd: Finding.Endpoint, peerEnd: Finding.Endpoint,
    conversation: Finding.Conversation
  ) {
    first = time
    last = time
    hours = GapHours(since: time)
    self.deviceEnd = deviceEnd
    self.peerEnd = peerEnd
    self.conversation = conversation
  }

  /// Notes an event. One within a second of the latest is part of that.
  mutating func note(at time: Timestamp) {
    let gap = time.nanoseconds(since: last)
    guard gap >= 1_000_000_000 else {
      // The clock was set back.
      if gap < -60_000_000_000 { last = time }
      return
    }
    // A device that was not heard at all was off, which says nothing about how it speaks.
    let wasOff =
      count >= UInt64(TelemetryRecord.fewestEvents) && lived == nil
      && Double(gap) / 1e9 >= TelemetryRecord.leastFactor * max(1, hours.longest)
    if wasOff {
      hours.skip(to: time, from: last)
    } else {
      hours.note(from: last, to: time)
      let milliseconds = UInt32(clamping: gap / 1_000_000)
      if gaps.count < TelemetryRecord.mostGaps {
        gaps.append(milliseconds)
      } else {
        gaps[Int(oldest)] = milliseconds
        oldest = (oldest + 1) % UInt8(TelemetryRecord.mostGaps)
      }
    }
    count += 1
    last = time
    others = 0
    firstOther = nil
    lived = nil
  }

  /// Notes that the device was heard elsewhere, in a conversation or behind a pause.
  ///
  /// What begins while the telemetry is not due says nothing: the device may have been switched off a moment later.
  /// And one that has just been switched on needs some time until all of it goes on: others count over a stretch as
  /// long as the longest gap, of what keeps no clock over five minutes at most.
  /// - Parameters:
  ///   - start: When that began.
  ///   - time: When it was noticed.
  mutating func noteOther(from start: Timestamp, at time: Timestamp) {
    let silence = start.seconds(since: last)
    // Of people's telemetry the longest gap is a night's.
    var longest = min(max(1, hours.longest), TelemetryRecord.shortestSilence)
    guard lived == nil, silence > 1.5 * longest else { return }
    if isRegular { longest = max(1, hours.longest) }
    guard silence > 1.5 * longest else { return }
    let first = min(firstOther ?? start, start)
    firstOther = first
    others = min(others + 1, TelemetryRecord.fewestOthers)
    if others == TelemetryRecord.fewestOthers, start.seconds(since: first) >= longest {
      lived = time
    }
  }

  /// Whether it keeps a clock: no gap is longer than three of the usual ones.
  var isRegular: Bool {
    guard !gaps.isEmpty else { return false }
    let usual = gaps.sorted()[gaps.count / 2]
    return hours.longest <= 3 * Double(usual) / 1000
  }

  /// Whether the record is long enough that its silences matter: those of a clock always, those of people only
  /// once every day of a week is in it.
  var isSure: Bool {
    isRegular || last.seconds(since: first) >= TelemetryRecord.wholeWeek
  }

  /// From when on a silence is no luck any more, by the record of gaps; `nil` where the record does not say.
  ///
  /// The record is made of stretches as long as its longest gap, in each of which an event came. A silence of x
  /// such stretches is that many without one; the chance is `MissedTurns`' mean over a share that nobody
  /// knows. What keeps a clock is measured by all of its record; what does not, by the hours of the day that
  /// the silence reaches into, on earlier days. Hours that were not seen before say nothing.
  var deadline: (time: Timestamp, chance: Double)? {
    let record = last.seconds(since: first)
    guard count >= UInt64(TelemetryRecord.fewestEvents), record >= TelemetryRecord.shortestRecord
    else { return nil }
    if isRegular { return deadline(longest: hours.longest, stretch: record) }
    let start = GapHours.number(of: last)
    var longest = 0.0
    var seen = 0.0
    for step in 0..<Int64(GapHours.count) {
      let hour = GapHours.ofDay(start + step)
      // The hour of the latest event itself is one of the days.
      let days = hours.days(hour) - (step == 0 ? 1 : 0)
      guard days > 0 else { return nil }
      longest = max(longest, hours.longest(hour))
      seen += Double(days) * 3600
      let (time, chance) = deadline(longest: longest, stretch: seen)
      if time < GapHours.start(of: start + step + 1) {
        return (max(time, GapHours.start(of: start + step)), chance)
      }
    }
    return deadline(longest: hours.longest, stretch: record)
  }

  private func deadline(longest: Double, stretch: Double) -> (time: Timestamp, chance: Double) {
    let longest = max(1, longest)
    let turns = MissedTurns(hits: stretch / longest, misses: 0)
    let needed = max(
      TelemetryRecord.leastFactor, turns.turns(atMost: TelemetryRecord.highestChance),
      TelemetryRecord.shortestSilence / longest)
    return (
      last.advanced(byNanoseconds: Int64(min(needed * longest, 1e9) * 1e9)), turns.chance(needed)
    )
  }
}

extension TelemetryRecord: Storable {
  func store(to writer: inout StoredWriter) {
    writer.add(first)
    writer.add(last)
    writer.add(count)
    writer.add(UInt32(gaps.count))
    for gap in gaps { writer.add(gap) }
    writer.add(oldest)
    writer.add(hours)
    writer.add(others)
    writer.add(firstOther != nil)
    if let firstOther { writer.add(firstOther) }
    writer.add(lived != nil)
    if let lived { writer.add(lived) }
    writer.add(isOpen)
    writer.add(lines)
    writer.add(UInt8(severity.rawValue))
    writer.add(deviceEnd)
    writer.add(peerEnd)
    writer.add(conversation)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    first = try reader.time()
    last = try reader.time()
    count = try reader.number()
    for _ in 0..<(try reader.count(ofAtLeast: 4)) { gaps.append(try reader.number()) }
    oldest = try reader.number()
    guard gaps.count <= TelemetryRecord.mostGaps, Int(oldest) < TelemetryRecord.mostGaps else {
      throw reader.fault("at most \(TelemetryRecord.mostGaps) gaps")
    }
    hours = try reader.value()
    others = try reader.number()
    firstOther = try reader.flag() ? try reader.time() : nil
    lived = try reader.flag() ? try reader.time() : nil
    isOpen = try reader.flag()
    lines = try reader.number()
    guard let severity = Severity(rawValue: Int(try reader.number(UInt8.self))) else {
      throw reader.fault("a severity")
    }
    self.severity = severity
    deviceEnd = try reader.value()
    peerEnd = try reader.value()
    conversation = try reader.value()
  }
}
