import Capture

/// Keeping over a restart who has met where.
extension MeetingLedger {
  /// What has changed since the last call: each device's part by itself, and of the point what is told.
  mutating func changes() -> [Remembered] {
    defer {
      changed.removeAll()
      changedParts.removeAll()
      gone.removeAll()
    }
    var changes: [Remembered] = []
    for (point, parts) in gone {
      let meeting = meetings[point]
      for (kind, devices) in parts {
        let present = kind == .peer ? meeting?.members.map(\.device) : meeting?.general
        for device in devices.subtracting(present ?? []) {
          changes.append(Remembered(kind, key: key(of: point), device: device, body: nil))
        }
      }
    }
    for point in changed {
      let meeting = meetings[point]
      let key = key(of: point)
      var body = StoredWriter()
      if let meeting {
        body.add(meeting.isUsual)
        body.add(meeting.told)
        body.add(meeting.ordinal)
      }
      var change = Remembered(
        .finding, key: key, device: nil, label: "\(point)",
        body: meeting == nil ? nil : body.octets)
      change.count = meeting?.members.count ?? 0
      changes.append(change)
      let parts = changedParts[point] ?? []
      for member in meeting?.members ?? [] where parts.contains(member.device) {
        var part = Remembered(
          .peer, key: key, device: member.device, label: "\(point)",
          body: member.stored + [owners[point] == member.device ? 1 : 0])
        part.first = member.first
        part.last = member.last
        part.count = Int(member.occasions)
        changes.append(part)
      }
      for device in meeting?.general ?? [] where parts.contains(device) {
        changes.append(
          Remembered(
            .other, key: key, device: device, label: "\(point)",
            body: [owners[point] == device ? 1 : 0]))
      }
    }
    return changes
  }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .finding && entry.device == nil {
      guard let body = entry.body, let point = try point(of: entry.key) else { continue }
      var reader = StoredReader(body)
      var meeting = Meeting()
      meeting.isUsual = try reader.flag()
      meeting.told = try reader.optional()
      meeting.ordinal = try reader.number()
      try reader.end()
      meetings[point] = meeting
      nextOrdinal = max(nextOrdinal, meeting.ordinal &+ 1)
    }
    for entry in entries {
      guard let device = entry.device, let body = entry.body,
        entry.kind == .peer || entry.kind == .other, let point = try point(of: entry.key)
      else { continue }
      if body.last == 1 { owners[point] = device }
      if entry.kind == .other {
        meetings[point]?.general.append(device)
      } else {
        var member = try Meeting.Member(stored: Array(body.dropLast()))
        member.device = device
        meetings[point]?.members.append(member)
      }
    }
    // Points give way in the order in which they came.
    for point in meetings.keys.sorted(by: {
      meetings[$0]?.ordinal ?? 0 < meetings[$1]?.ordinal ?? 0
    }) {
      guard var meeting = meetings[point] else { continue }
      meeting.members.sort { ($0.first, $0.device) < ($1.first, $1.device) }
      meeting.general.sort()
      meetings[point] = meeting
      let owner = owners[point] ?? meeting.members.first?.device ?? meeting.general.first
      guard owner != nil || meeting.told != nil else {
        meetings[point] = nil
        continue
      }
      // What was told stays, whoever was there.
      owners[point] = owner ?? -1
      shelves[owner ?? -1, default: Shelf()].points.append(point)
      shelves[owner ?? -1]?.held += 1
      guard meeting.told != nil else { continue }
      toldPoints.insert(point)
      for member in meeting.members where member.isTeller {
        toldCounts[member.device, default: 0] += 1
      }
    }
  }

  /// What a point is kept under: of crowds behind an octet that no point begins with.
  private func key(of point: MeetingPoint) -> [UInt8] {
    isOfCrowds ? [0xff] + point.stored : point.stored
  }

  /// The point that is kept under a key; `nil` where it is none of this ledger's.
  private func point(of key: [UInt8]) throws(StoredFault) -> MeetingPoint? {
    guard (key.first == 0xff) == isOfCrowds else { return nil }
    return try MeetingPoint(stored: isOfCrowds ? Array(key.dropFirst()) : key)
  }
}
