import Capture

/// Which domains the devices ask for: how many devices ask for each, and whether they ask for ever new
/// names below it.
///
/// A name that many devices ask for is a habit of the site; one that a single device asks for is its own. To
/// ask for another name each time is how data leaves in questions. Bounded: at the limit the oldest domain gives way
/// that a single device asks for; of the few that are looked at where that is none, the oldest.
struct NameLedger: Sendable {
  /// From so many askers on a domain is common.
  static let common = 4

  /// What is known of a domain.
  struct Record: Hashable, Sendable, Storable {
    /// Hashes of the identities of the devices that ask for it, at most `common`.
    var askers: [UInt64] = []
    /// The names that were asked for below it.
    var variety = NameVariety()
    /// The first question.
    var first: Timestamp
    /// Its place in the order in which domains give way.
    var ordinal: UInt64 = 0

    init(first: Timestamp) { self.first = first }

    func store(to writer: inout StoredWriter) {
      writer.add(first)
      writer.add(ordinal)
      writer.add(variety)
      writer.add(UInt32(clamping: askers.count))
      for asker in askers { writer.add(asker) }
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      first = try reader.time()
      ordinal = try reader.number()
      variety = try reader.value()
      for _ in 0..<(try reader.count(ofAtLeast: 8)) { askers.append(try reader.number()) }
    }
  }

  private let limit: Int
  private let isRemembered: Bool
  private var records: [String: Record] = [:]
  private var changed: Set<String> = []
  /// The domains in the order in which they give way, from `front` on.
  private var queue: [String] = []
  private var front = 0
  private var nextOrdinal: UInt64 = 0
  /// Domains that are looked at when one has to give way.
  private static let mostLooks = 16

  /// A ledger of at most so many domains.
  ///
  /// `isRemembered`: whether it notes what changes, for `changes()`.
  init(limit: Int, isRemembered: Bool) {
    self.limit = limit
    self.isRemembered = isRemembered
  }

  /// What is known of a domain.
  subscript(domain: String) -> Record? { records[domain] }

  /// Notes a question for a name below a domain; `identity` is who asks, `nil` one whose questions make no habit of the
  /// site.
  mutating func note(
    _ name: String, of domain: String, by identity: String?, at time: Timestamp
  ) {
    var record = records[domain] ?? begin(domain, at: time)
    if let identity {
      let asker = NameVariety.hash(identity)
      if record.askers.count < NameLedger.common, !record.askers.contains(asker) {
        record.askers.append(asker)
      }
    }
    record.variety.note(name)
    records[domain] = record
    if isRemembered { changed.insert(domain) }
  }

  private mutating func begin(_ domain: String, at time: Timestamp) -> Record {
    if records.count >= limit { giveWay() }
    var record = Record(first: time)
    record.ordinal = nextOrdinal
    nextOrdinal += 1
    queue.append(domain)
    return record
  }

  /// Forgets the oldest domain that one device asks for; those that more ask for go to the end of the queue.
  private mutating func giveWay() {
    var looks = 0
    while front < queue.count {
      let domain = queue[front]
      front += 1
      if front * 2 > queue.count + 64 {
        queue.removeFirst(front)
        front = 0
      }
      if isRemembered { changed.insert(domain) }
      looks += 1
      guard looks < NameLedger.mostLooks, let record = records[domain], record.askers.count > 1
      else {
        records[domain] = nil
        return
      }
      records[domain]?.ordinal = nextOrdinal
      nextOrdinal += 1
      queue.append(domain)
    }
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    let changes = changed.map { domain in
      let record = records[domain]
      var change = Remembered(
        .name, key: Array(domain.utf8), device: nil, label: domain, body: record?.stored)
      if let record {
        change.first = record.first
        change.count = record.variety.asked
      }
      return change
    }
    changed.removeAll()
    return changes
  }

  /// Takes back what was kept.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .name {
      guard let body = entry.body else { continue }
      guard let domain = String(validating: entry.key, as: UTF8.self) else {
        throw StoredFault(offset: 0, expected: "a domain")
      }
      records[domain] = try Record(stored: body)
    }
    queue = records.keys.sorted {
      (records[$0]?.ordinal ?? 0, $0) < (records[$1]?.ordinal ?? 0, $1)
    }
    front = 0
    nextOrdinal = (records.values.map(\.ordinal).max() ?? 0) &+ 1
  }
}
