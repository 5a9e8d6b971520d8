import Capture

/// Which domains the devices ask for: how many devices ask for each, and whether they ask for ever new
/// names below it.
///
/// A name that many devices ask for is a habit of the site; one that a single device asks for is its own. To
/// ask for another name each time is how data leaves in questions. Bounded: at the limit further domains
/// are not remembered, and pass for rare ones.
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

    init(first: Timestamp) { self.first = first }

    func store(to writer: inout StoredWriter) {
      writer.add(first)
      writer.add(variety)
      writer.add(UInt32(clamping: askers.count))
      for asker in askers { writer.add(asker) }
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      first = try reader.time()
      variety = try reader.value()
      for _ in 0..<(try reader.count(ofAtLeast: 8)) { askers.append(try reader.number()) }
    }
  }

  private let limit: Int
  private let isRemembered: Bool
  private var records: [String: Record] = [:]
  private var changed: Set<String> = []

  /// A ledger of at most so many domains.
  ///
  /// `isRemembered`: whether it notes what changes, for `changes()`.
  init(limit: Int, isRemembered: Bool) {
    self.limit = limit
    self.isRemembered = isRemembered
  }

  /// What is known of a domain.
  subscript(domain: String) -> Record? { records[domain] }

  /// Notes a question for a name below a domain.
  mutating func note(
    _ name: String, of domain: String, by identity: String, at time: Timestamp
  ) {
    guard records[domain] != nil || records.count < limit else { return }
    let asker = NameVariety.hash(identity)
    var record = records[domain] ?? Record(first: time)
    if record.askers.count < NameLedger.common, !record.askers.contains(asker) {
      record.askers.append(asker)
    }
    record.variety.note(name)
    records[domain] = record
    if isRemembered { changed.insert(domain) }
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    let changes = changed.compactMap { domain -> Remembered? in
      guard let record = records[domain] else { return nil }
      var change = Remembered(
        .name, key: Array(domain.utf8), device: nil, label: domain, body: record.stored)
      change.first = record.first
      change.count = record.variety.asked
      return change
    }
    changed.removeAll()
    return changes
  }

  /// Takes back what was kept.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .name {
      guard let body = entry.body, let domain = String(validating: entry.key, as: UTF8.self) else {
        throw StoredFault(offset: 0, expected: "a domain")
      }
      records[domain] = try Record(stored: body)
    }
  }
}
