import Capture
import Devices

/// Groups of devices in step.
extension StepLedger {
  /// A line that is due.
  struct Due {
    /// The group's number.
    let number: UInt64
    /// Its series, one a device, in the order in which they joined.
    let members: [Key]
    /// The number of the line.
    let update: Int
    /// Whether the group was over.
    let isReopened: Bool
  }

  /// Groups that still hold, in the order in which they were told.
  var openGroups: [(number: UInt64, group: StepGroup)] {
    groups.filter { $0.value.isOpen }.map { ($0.key, $0.value) }
      .sorted { $0.number < $1.number }
  }

  /// The series of a group, one a device, in the order in which they joined.
  func members(of number: UInt64) -> [Key] {
    var devices: Set<Int> = []
    return entries.filter { $0.series.group == number }
      .sorted { ($0.series.rank, $0.key.device) < ($1.series.rank, $1.key.device) }
      .filter { devices.insert($0.key.device).inserted }
      .map(\.key)
  }

  /// Puts those in step into one group.
  /// - Parameters:
  ///   - verdict: Who is in step.
  ///   - name: What the finding of a new group is known by, asked for the series that began first.
  ///   - severity: How much a group matters, by the device of each of its series and whether its peer is outside.
  /// - Returns: The line, where a device joined, it matters more, or there are four times the beats.
  mutating func join(
    _ verdict: StepVerdict, name: (Key) -> String,
    severity: ([(device: Int, isOutside: Bool)]) -> Severity
  ) -> Due? {
    let keys = [verdict.key] + verdict.partners.map(\.key)
    let number: UInt64
    if let known = keys.compactMap({ self[$0]?.group }).min() {
      number = known
    } else {
      number = nextGroup
      nextGroup += 1
      let oldest = keys.min {
        (self[$0]?.times[0] ?? .latest, $0.device) < (self[$1]?.times[0] ?? .latest, $1.device)
      }
      let anchor = oldest ?? verdict.key
      groups[number] = StepGroup(
        id: name(anchor), first: self[anchor]?.times[0] ?? Timestamp(rawValue: 0))
    }
    var count = members(of: number).count
    for key in keys {
      guard let place = places[key], entries[place].series.group == nil,
        count < StepLedger.mostMembers
      else { continue }
      entries[place].series.group = number
      entries[place].series.rank = UInt32(count)
      count += 1
      if isRemembered { changed.insert(key) }
    }
    guard var group = groups[number], let beats = self[verdict.key]?.beats else { return nil }
    let members = members(of: number)
    let severity = severity(members.map { ($0.device, self[$0]?.isOutside ?? false) })
    let hasGrown =
      members.count > Int(group.count)
      && (members.count <= 4 || members.count >= 2 * Int(group.count))
    guard hasGrown || severity > group.severity || !group.isOpen || beats >= group.nextBeats
    else { return nil }
    let due = Due(
      number: number, members: members, update: Int(group.lines),
      isReopened: !group.isOpen)
    group.lines += 1
    group.count = UInt32(members.count)
    group.nextBeats = beats.multipliedReportingOverflow(by: 4).partialValue
    group.severity = severity
    group.isOpen = true
    groups[number] = group
    if isRemembered { changedGroups.insert(number) }
    return due
  }

  /// Keeps what a line was about.
  mutating func keep(_ scene: RhythmScene, of number: UInt64) {
    groups[number]?.scene = scene
    if isRemembered { changedGroups.insert(number) }
  }

  /// Closes a group.
  /// - Returns: The number of its last line.
  mutating func close(_ number: UInt64) -> Int {
    defer {
      groups[number]?.lines += 1
      groups[number]?.isOpen = false
      if isRemembered { changedGroups.insert(number) }
    }
    return Int(groups[number]?.lines ?? 0)
  }
}

extension Timestamp {
  /// The last moment that there is.
  fileprivate static var latest: Timestamp { Timestamp(rawValue: .max) }
}
