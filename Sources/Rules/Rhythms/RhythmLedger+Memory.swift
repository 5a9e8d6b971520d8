import Beacons
import Capture

/// Keeping rhythms over a restart.
extension RhythmLedger {
  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    var changes: [Remembered] = []
    for (place, entry) in series.takeChanges() {
      var writer = StoredWriter()
      if let entry {
        writer.add(entry.key.channel)
        writer.add(entry.series)
      }
      var change = Remembered(
        .series, key: RhythmLedger.octets(UInt32(truncatingIfNeeded: place)),
        device: entry?.key.device, label: entry.map { "\($0.key.channel)" } ?? "",
        body: entry == nil ? nil : writer.octets)
      if let entry {
        change.first = entry.series.first
        change.last = entry.series.last
        change.count = entry.series.beats
      }
      changes.append(change)
    }
    for key in changedTold {
      var change = Remembered(
        .finding, key: key.channel.stored, device: key.device, label: "\(key.channel)",
        body: told[key]?.stored)
      change.first = told[key]?.learned.since ?? change.first
      change.count = told[key].map { $0.updates + 1 } ?? 0
      changes.append(change)
    }
    for key in changedShapes {
      changes.append(
        Remembered(
          .other, key: key.channel.stored, device: key.device, label: "\(key.channel)",
          body: shapes[key]?.stored))
    }
    for device in changedDevices {
      var body = StoredWriter()
      body.add(UInt64(clamping: series.judged(of: device)))
      changes.append(
        Remembered(.other, key: [], device: device, label: "series judged", body: body.octets))
    }
    changedTold.removeAll()
    changedDevices.removeAll()
    changedShapes.removeAll()
    return changes
  }

  /// Takes back what was kept.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    var judged: [(device: Int, count: Int)] = []
    var rows: [(place: Int, key: Key, series: BeatSeries)] = []
    for entry in entries {
      guard let device = entry.device, let body = entry.body else { continue }
      switch entry.kind {
      case .series:
        var place = StoredReader(entry.key)
        var reader = StoredReader(body)
        let key = Key(device: device, channel: try reader.value())
        rows.append((Int(try place.number(UInt32.self)), key, try reader.value()))
        try reader.end()
      case .finding:
        let key = Key(device: device, channel: try Channel(stored: entry.key))
        let rhythm = try ToldRhythm(stored: body)
        told[key] = rhythm
        count = max(count, rhythm.ordinal)
        if rhythm.isOpen, let deadline = rhythm.deadline { due = min(due, deadline) }
      case .other where entry.key.isEmpty:
        var reader = StoredReader(body)
        judged.append((device, Int(clamping: try reader.number(UInt64.self))))
        try reader.end()
      case .other:
        let key = Key(device: device, channel: try Channel(stored: entry.key))
        shapes[key] = try ConversationShape(stored: body)
      case .peer, .device, .name: continue
      }
    }
    for row in rows.sorted(by: { $0.place < $1.place }) {
      series.restore(place: row.place, key: row.key, owner: row.key.device, series: row.series)
    }
    for (device, count) in judged { series.restoreJudged(count, of: device) }
  }

  private static func octets(_ number: UInt32) -> [UInt8] {
    var writer = StoredWriter()
    writer.add(number)
    return writer.octets
  }
}
