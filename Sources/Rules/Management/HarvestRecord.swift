import Capture

/// Which users a source has tried on a device within ten minutes, and for which it got a hash and went no
/// further.
///
/// Bounded: 16 names of each.
struct HarvestRecord: Sendable, Storable {
  /// Nanoseconds in which tries count together.
  static let window: Int64 = 600_000_000_000
  /// Names that are remembered.
  static let mostNames = 16

  /// So many tries of one name within the window are a repetition.
  static let fewest = 3

  /// A user that was tried.
  struct Try: Sendable, Storable {
    let name: String
    /// Tries, no two of them further apart than the window.
    private(set) var times: UInt32 = 0
    /// When the latest were, `fewest` at most.
    private var latest: [Timestamp] = []

    init(name: String, at time: Timestamp) {
      self.name = name
      add(at: time)
    }

    /// One more.
    mutating func add(at time: Timestamp) {
      times &+= 1
      if latest.count >= HarvestRecord.fewest { latest.removeFirst() }
      latest.append(time)
    }

    /// When it was tried last.
    var last: Timestamp { latest.last ?? Timestamp(rawValue: .min) }

    /// Whether it was tried `fewest` times within the window.
    var isRepeated: Bool {
      guard latest.count >= HarvestRecord.fewest, let first = latest.first else { return false }
      return last.nanoseconds(since: first) <= HarvestRecord.window
    }

    func store(to writer: inout StoredWriter) {
      writer.add(name)
      writer.add(times)
      writer.add(UInt32(latest.count))
      for time in latest { writer.add(time) }
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      name = try reader.text()
      times = try reader.number()
      for _ in 0..<(try reader.count(ofAtLeast: 8)) { latest.append(try reader.time()) }
    }
  }

  /// Names that were tried and did not log in.
  private(set) var names: [Try] = []
  /// Names for which the device gave a code made of the password, and no login followed.
  private(set) var hashes: [Try] = []

  init() {}

  /// A user was tried.
  mutating func addName(_ name: String, at time: Timestamp) {
    HarvestRecord.forget(by: time, &hashes)
    HarvestRecord.add(name, at: time, to: &names)
  }

  /// The device gave a code for the user.
  mutating func addHash(_ name: String, at time: Timestamp) {
    HarvestRecord.add(name, at: time, to: &hashes)
  }

  /// The user has logged in.
  mutating func remove(_ name: String) {
    names.removeAll { $0.name == name.kept }
    hashes.removeAll { $0.name == name.kept }
  }

  /// The name for which most codes were given, of those that were asked for again and again; of several the first.
  var repeated: Try? {
    var most: Try?
    for name in hashes where name.isRepeated && name.times > most?.times ?? 0 { most = name }
    return most
  }

  private static func forget(by time: Timestamp, _ list: inout [Try]) {
    list.removeAll { time.nanoseconds(since: $0.last) > window }
  }

  private static func add(_ name: String, at time: Timestamp, to list: inout [Try]) {
    forget(by: time, &list)
    if let place = list.firstIndex(where: { $0.name == name.kept }) {
      list[place].add(at: time)
    } else {
      if list.count >= mostNames { list.removeFirst() }
      list.append(Try(name: name.kept, at: time))
    }
  }

  func store(to writer: inout StoredWriter) {
    for list in [names, hashes] {
      writer.add(UInt32(list.count))
      for item in list { writer.add(item) }
    }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    names = try HarvestRecord.list(from: &reader)
    hashes = try HarvestRecord.list(from: &reader)
  }

  private static func list(from reader: inout StoredReader) throws(StoredFault) -> [Try] {
    var list: [Try] = []
    for _ in 0..<(try reader.count(ofAtLeast: 12)) { list.append(try reader.value()) }
    return list
  }
}

extension String {
  /// What is kept of a user's name; the standard's have 16 octets at most.
  fileprivate var kept: String { String(prefix(32)) }
}
