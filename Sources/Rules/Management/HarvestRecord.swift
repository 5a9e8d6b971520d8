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

  /// A user that was tried.
  struct Try: Sendable, Storable {
    let name: String
    var last: Timestamp
    var times: UInt32 = 1

    init(name: String, last: Timestamp) {
      self.name = name
      self.last = last
    }

    func store(to writer: inout StoredWriter) {
      writer.add(name)
      writer.add(last)
      writer.add(times)
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      name = try reader.text()
      last = try reader.time()
      times = try reader.number()
    }
  }

  /// Names that were tried and did not log in.
  private(set) var names: [Try] = []
  /// Names for which the device gave a code made of the password, and no login followed.
  private(set) var hashes: [Try] = []

  init() {}

  /// A user was tried.
  mutating func addName(_ name: String, at time: Timestamp) {
    HarvestRecord.add(name, at: time, to: &names)
  }

  /// The device gave a code for the user.
  mutating func addHash(_ name: String, at time: Timestamp) {
    HarvestRecord.add(name, at: time, to: &hashes)
  }

  /// Who asked went on with the login, or answered that the code is wrong.
  mutating func removeHash(_ name: String) { hashes.removeAll { $0.name == name.kept } }

  /// The user has logged in.
  mutating func removeName(_ name: String) { names.removeAll { $0.name == name.kept } }

  /// The most codes for one name.
  var mostHashesOfOne: Int { hashes.map { Int($0.times) }.max() ?? 0 }

  private static func add(_ name: String, at time: Timestamp, to list: inout [Try]) {
    list.removeAll { time.nanoseconds(since: $0.last) > window }
    if let place = list.firstIndex(where: { $0.name == name.kept }) {
      list[place].last = time
      list[place].times &+= 1
    } else {
      if list.count >= mostNames { list.removeFirst() }
      list.append(Try(name: name.kept, last: time))
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
