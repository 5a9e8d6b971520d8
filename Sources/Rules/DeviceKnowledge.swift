import Capture

/// When each device of the inventory was seen.
struct DeviceKnowledge: Sendable {
  /// What is known of one device.
  struct Record: Sendable {
    var first: Timestamp
    var last: Timestamp
    var events: UInt64
  }

  private var records: [Record?]
  private let isRemembered: Bool
  private var changed: Set<Int> = []
  /// Devices that were seen.
  private(set) var seen = 0

  init(devices: Int, isRemembered: Bool) {
    records = Array(repeating: nil, count: devices)
    self.isRemembered = isRemembered
  }

  /// Notes an event of a device; machines outside the inventory are not kept.
  mutating func note(_ index: Int, at time: Timestamp) {
    guard index < records.count else { return }
    if records[index] == nil {
      records[index] = Record(first: time, last: time, events: 0)
      seen += 1
    }
    records[index]?.events += 1
    records[index]?.last = time
    if isRemembered { changed.insert(index) }
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    let changes = changed.compactMap { index -> Remembered? in
      guard let record = records[index] else { return nil }
      var body = StoredWriter()
      body.add(record.first)
      body.add(record.last)
      body.add(record.events)
      var change = Remembered(.device, key: [], device: index, body: body.octets)
      change.first = record.first
      change.last = record.last
      change.count = Int(clamping: record.events)
      return change
    }
    changed.removeAll()
    return changes
  }

  /// Takes back what was kept.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .device {
      guard let index = entry.device, index < records.count, let octets = entry.body else {
        continue
      }
      var body = StoredReader(octets)
      if records[index] == nil { seen += 1 }
      records[index] = Record(
        first: try body.time(), last: try body.time(), events: try body.number())
      try body.end()
    }
  }
}
