import Capture
import Devices

/// How often each address was told of each topic of a rule, so that what goes on is told at growing
/// distances.
///
/// Bounded: past the limit further addresses are not told.
struct ToldAddresses: Sendable {
  private let limit: Int
  private let isRemembered: Bool
  private var told: [Key: Record] = [:]
  private var changed: Set<Key> = []

  /// An address, and one of the things that a rule tells of it; the number never changes.
  private struct Key: Hashable, Sendable, Storable {
    let address: StackKey
    let topic: UInt8

    init(address: StackKey, topic: UInt8) {
      self.address = address
      self.topic = topic
    }

    func store(to writer: inout StoredWriter) {
      writer.add(address)
      writer.add(topic)
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      address = try reader.value()
      topic = try reader.number()
    }
  }

  /// What is known of an address.
  struct Record: Sendable, Storable {
    /// The device, by its index; not written, as it stands beside what is kept.
    var device = 0
    /// When it was first counted.
    let first: Timestamp
    /// What was counted so far.
    var count: UInt32 = 0
    /// The number of the next line.
    var line: UInt32 = 0
    /// The count at which it is due.
    var next: UInt32 = 1

    init(device: Int, first: Timestamp) {
      self.device = device
      self.first = first
    }

    func store(to writer: inout StoredWriter) {
      writer.add(first)
      for number in [count, line, next] { writer.add(number) }
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      first = try reader.time()
      count = try reader.number()
      line = try reader.number()
      next = try reader.number()
    }
  }

  /// A line that is due.
  struct Due: Sendable {
    /// Its number, 0 for the first.
    let update: Int
    /// What was counted so far.
    let count: Int
    /// When it was first counted.
    let first: Timestamp
  }

  /// Nothing told yet.
  init(isRemembered: Bool, limit: Int = SystemsLedger.mostAddresses) {
    self.isRemembered = isRemembered
    self.limit = limit
  }

  /// Counts once more, or up to a number that somebody else has counted.
  /// - Returns: The line that is due: at the first time, and whenever the count is four times that of the
  ///   line before.
  mutating func note(
    _ address: StackKey, about topic: UInt8 = 0, of device: Int, at time: Timestamp,
    upTo count: UInt32? = nil
  ) -> Due? {
    let key = Key(address: address, topic: topic)
    guard told[key] != nil || told.count < limit else { return nil }
    if isRemembered { changed.insert(key) }
    var record = told[key] ?? Record(device: device, first: time)
    defer { told[key] = record }
    record.count = count ?? (record.count &+ 1)
    guard record.count >= record.next else { return nil }
    defer { record.line &+= 1 }
    record.next = UInt32(clamping: UInt64(record.count) * 4)
    return Due(update: Int(record.line), count: Int(record.count), first: record.first)
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    return changed.compactMap { key in
      guard let record = told[key] else { return nil }
      var change = Remembered(
        .finding, key: key.stored, device: record.device, label: StackText.channel(key.address),
        body: record.stored)
      change.first = record.first
      change.count = Int(record.count)
      return change
    }
  }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .finding {
      guard let device = entry.device, let body = entry.body else { continue }
      var record = try Record(stored: body)
      record.device = device
      told[try Key(stored: entry.key)] = record
    }
  }
}
