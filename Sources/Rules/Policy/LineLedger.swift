import Capture

/// What was told of the parts of a device, so that each part has one line, then updates at growing distances,
/// and no device has too many.
///
/// A part gets a line at its first conversation, an update at 4, 16, 64, ... of them, and one whenever it
/// matters more than before. A device's first 32 parts are told apart; further ones get one line together, at
/// 1, 4, 16, ... of them. Bounded in all by the limit.
struct LineLedger<Subject: ContactPart>: Sendable {
  /// A line that is due.
  enum Due: Hashable, Sendable {
    /// About one part: conversations so far, the first of them, and the number of the update.
    case one(count: Int, first: Timestamp, update: Int)
    /// About parts that are not told apart: how many, the first of them, and the number of the update.
    case further(count: Int, first: Timestamp, update: Int)
  }

  /// How many parts of a device are told apart.
  static var partsApart: Int { 32 }

  private struct Key: Hashable {
    var device: Int
    /// `nil` for all parts past the first.
    var subject: Subject?
  }

  private struct Record: Storable {
    let first: Timestamp
    var count: UInt64 = 0
    var update: UInt32 = 0
    var next: UInt64 = 1
    var severity = Severity.low

    init(first: Timestamp) { self.first = first }

    func store(to writer: inout StoredWriter) {
      writer.add(first)
      writer.add(count)
      writer.add(update)
      writer.add(next)
      writer.add(UInt8(severity.rawValue))
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      first = try reader.time()
      count = try reader.number()
      update = try reader.number()
      next = try reader.number()
      guard let severity = Severity(rawValue: Int(try reader.number(UInt8.self))) else {
        throw reader.fault("a severity")
      }
      self.severity = severity
    }
  }

  private let limit: Int
  private let isRemembered: Bool
  private var records: [Key: Record] = [:]
  private var parts: [Int: Int] = [:]
  private var changed: Set<Key> = []

  init(limit: Int, isRemembered: Bool) {
    self.limit = max(1, limit)
    self.isRemembered = isRemembered
  }

  /// Whether a part was told.
  func isKnown(_ subject: Subject, of device: Int) -> Bool {
    records[Key(device: device, subject: subject)] != nil
  }

  /// Counts a conversation.
  /// - Returns: The line that is due.
  mutating func note(
    _ subject: Subject, of device: Int, _ severity: Severity, at time: Timestamp
  ) -> Due? {
    var key = Key(device: device, subject: subject)
    if records[key] == nil {
      if parts[device, default: 0] < Self.partsApart, records.count < limit {
        parts[device, default: 0] += 1
      } else {
        key.subject = nil
        guard records[key] != nil || records.count < 2 * limit else { return nil }
      }
    }
    var record = records[key] ?? Record(first: time)
    record.count += 1
    let isWorse = record.severity < severity && key.subject != nil
    record.severity = max(record.severity, severity)
    defer {
      records[key] = record
      if isRemembered { changed.insert(key) }
    }
    guard isWorse || record.count >= record.next else { return nil }
    while record.next <= record.count { record.next = record.next.multipliedWithoutOverflow(by: 4) }
    defer { record.update += 1 }
    let count = Int(clamping: record.count)
    return key.subject == nil
      ? .further(count: count, first: record.first, update: Int(record.update))
      : .one(count: count, first: record.first, update: Int(record.update))
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    return changed.compactMap { key in
      guard let record = records[key] else { return nil }
      var name = StoredWriter()
      name.add(key.subject != nil)
      key.subject?.keep(in: &name)
      var change = Remembered(
        .finding, key: name.octets, device: key.device,
        label: key.subject.map { "\($0)" } ?? "further", body: record.stored)
      change.first = record.first
      change.count = Int(clamping: record.count)
      return change
    }
  }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .finding {
      guard let device = entry.device, let body = entry.body else { continue }
      var name = StoredReader(entry.key)
      let subject = try name.flag() ? try Subject.kept(in: &name) : nil
      try name.end()
      let key = Key(device: device, subject: subject)
      if records[key] == nil, subject != nil { parts[device, default: 0] += 1 }
      records[key] = try Record(stored: body)
    }
  }
}

extension UInt64 {
  /// The product, or the largest number where it is larger.
  fileprivate func multipliedWithoutOverflow(by factor: UInt64) -> UInt64 {
    let (product, isTooLarge) = multipliedReportingOverflow(by: factor)
    return isTooLarge ? .max : product
  }
}
