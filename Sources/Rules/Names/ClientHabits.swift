import Capture
import Devices

/// With which client software each device speaks, by a fingerprint of its first message, and whether one is new.
///
/// A fingerprint is new to a device that was heard 20 times with others, over three days or more, where no other
/// device of its maker and role has shown it before; and for a week from its first time on. Until then all that a
/// device shows is learned without a word. Bounded: 8192 fingerprints, 32 of a device.
struct ClientHabits: Sendable {
  /// Times that a device must have been heard before anything is new.
  static let fewestTimes: UInt32 = 20
  /// Nanoseconds over which: three days.
  static let shortestSpan: Int64 = 259_200_000_000_000
  /// How long a new fingerprint stays new, in nanoseconds: a week.
  static let newness: Int64 = 604_800_000_000_000

  /// What is known of one fingerprint of a device, or of all of them.
  struct Habit: Sendable, Storable {
    /// The first time.
    let first: Timestamp
    /// Times so far.
    var times: UInt32 = 0
    /// Whether it came when the device's habits were known.
    var isLate = false
    /// Maker and role of the device.
    let group: String

    init(first: Timestamp, group: String) {
      self.first = first
      self.group = group
    }

    func store(to writer: inout StoredWriter) {
      writer.add(first)
      writer.add(times)
      writer.add(isLate)
      writer.add(group)
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      first = try reader.time()
      times = try reader.number()
      isLate = try reader.flag()
      group = try reader.text()
    }
  }

  private static let all = "all"
  private var habits: DeviceNotes<Habit>
  /// The devices that have shown a fingerprint, by maker, role and fingerprint.
  private var groups: [String: Set<Int>] = [:]

  /// Nothing known yet.
  init(isRemembered: Bool) {
    habits = DeviceNotes("client", isRemembered: isRemembered, share: 33)
  }

  /// How many fingerprints are known.
  var count: Int { habits.count }

  /// Notes that a device has shown a fingerprint.
  /// - Returns: Whether it is new to it and to its like.
  mutating func note(_ fingerprint: String, of device: Device, at time: Timestamp) -> Bool {
    let group = device.vendor.isEmpty ? "" : "\(device.vendor) \(device.role.rawValue)"
    var total =
      habits[device.index, ClientHabits.all] ?? Habit(first: time, group: "")
    let isSettled =
      total.times >= ClientHabits.fewestTimes
      && time.nanoseconds(since: total.first) >= ClientHabits.shortestSpan
    total.times &+= 1
    habits[device.index, ClientHabits.all] = total
    var habit = habits[device.index, fingerprint] ?? Habit(first: time, group: group)
    if habit.times == 0 {
      let others = groups[key(group, fingerprint)]?.subtracting([device.index]) ?? []
      habit.isLate = isSettled && (group.isEmpty || others.isEmpty)
    }
    habit.times &+= 1
    habits[device.index, fingerprint] = habit
    // Without room nobody could say whether it was seen before.
    guard habits[device.index, fingerprint] != nil else { return false }
    if !group.isEmpty { groups[key(group, fingerprint), default: []].insert(device.index) }
    return habit.isLate && time.nanoseconds(since: habit.first) <= ClientHabits.newness
  }

  private func key(_ group: String, _ fingerprint: String) -> String { "\(group) \(fingerprint)" }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] { habits.changes() }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in try habits.restore(entries) where !entry.note.group.isEmpty {
      groups[key(entry.note.group, entry.name), default: []].insert(entry.device)
    }
  }
}
