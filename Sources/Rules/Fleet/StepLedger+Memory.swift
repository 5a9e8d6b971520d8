import Capture

/// Keeping what is in step over a restart.
extension StepLedger {
  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    defer {
      changed.removeAll()
      changedGroups.removeAll()
      hasLooked = false
    }
    var changes = changed.map { key in
      let series = self[key]
      var change = Remembered(
        .peer, key: key.channel.stored, device: key.device, label: "\(key.channel)",
        body: series?.stored)
      if let series {
        change.first = series.times[0]
        change.last = series.last
        change.count = Int(series.beats)
      }
      return change
    }
    for number in changedGroups {
      guard let group = groups[number] else { continue }
      var key = StoredWriter()
      key.add(number)
      var change = Remembered(
        .finding, key: key.octets, device: nil, label: "group \(number)", body: group.stored)
      change.first = group.first
      change.count = Int(group.count)
      changes.append(change)
    }
    guard hasLooked else { return changes }
    var body = StoredWriter()
    body.add(UInt64(looks))
    body.add(UInt64(compared))
    body.add(nextGroup)
    changes.append(
      Remembered(.other, key: [], device: nil, label: "looks", body: body.octets))
    return changes
  }

  /// Takes back what was kept.
  mutating func restore(_ kept: [Remembered]) throws(StoredFault) {
    var rows: [(key: Key, series: StepSeries)] = []
    for entry in kept {
      guard let body = entry.body else { continue }
      switch (entry.kind, entry.device) {
      case (.peer, let device?):
        rows.append(
          (
            Key(device: device, channel: try StepChannel(stored: entry.key)),
            try StepSeries(stored: body)
          ))
      case (.finding, nil):
        var key = StoredReader(entry.key)
        groups[try key.number()] = try StepGroup(stored: body)
      case (.other, nil):
        var reader = StoredReader(body)
        looks = Int(clamping: try reader.number(UInt64.self))
        compared = Int(clamping: try reader.number(UInt64.self))
        nextGroup = try reader.number()
        try reader.end()
      default: break
      }
    }
    rows.sort {
      ($0.series.times[0], $0.key.device, $0.key.channel.description)
        < ($1.series.times[0], $1.key.device, $1.key.channel.description)
    }
    for row in rows {
      guard entries.count < limit, shelves[row.key.device, default: []].count < share else {
        continue
      }
      places[row.key] = entries.count
      shelves[row.key.device, default: []].append(entries.count)
      entries.append(row)
    }
  }
}
