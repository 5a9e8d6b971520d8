import Capture

/// Where devices meet, bounded, with a bounded share for each device.
///
/// A point belongs to the device that came first. A device at its share, and every device once the ledger is full,
/// gives up its oldest point of which nothing was told; in a full ledger one that has none takes from the device
/// that has most. Points that were told stay; there are at most `mostTold` a device.
struct MeetingLedger: Sendable {
  /// Points of a device that get lines.
  static let mostTold = 16

  private struct Shelf {
    var points: [MeetingPoint] = []
    var next = 0
    var held = 0
  }

  private let limit: Int
  private let share: Int
  private let isRemembered: Bool
  private var meetings: [MeetingPoint: Meeting] = [:]
  private var owners: [MeetingPoint: Int] = [:]
  private var shelves: [Int: Shelf] = [:]
  private var toldCounts: [Int: Int] = [:]
  /// Points of which something was told.
  private var toldPoints: Set<MeetingPoint> = []
  private var changed: Set<MeetingPoint> = []
  /// Devices whose part of a point has changed.
  private var changedParts: [MeetingPoint: Set<Int>] = [:]
  /// Who was at points that are forgotten since the last look.
  private var gone: [MeetingPoint: [StoredEntry.Kind: Set<Int>]] = [:]
  /// Points that gave way, or were not taken.
  private(set) var forgotten: UInt64 = 0

  init(limit: Int, share: Int, isRemembered: Bool) {
    self.limit = max(1, limit)
    self.share = max(1, share)
    self.isRemembered = isRemembered
  }

  /// How many points there are.
  var count: Int { meetings.count }

  /// Points that were told and still hold, in a fixed order.
  var open: [(point: MeetingPoint, meeting: Meeting)] {
    toldPoints.compactMap { point in
      guard let meeting = meetings[point], meeting.told?.isOpen == true else { return nil }
      return (point, meeting)
    }
    .sorted { $0.point.description < $1.point.description }
  }

  /// Who has met at a point.
  subscript(point: MeetingPoint) -> Meeting? { meetings[point] }

  /// Notes a managed device at a point.
  /// - Returns: Who has met there by now; `nil` where that is nobody else, where there was no room, and where the
  ///   contact is no news (`Meeting.note`).
  mutating func note(
    _ contact: Meeting.Member, at point: MeetingPoint, isUsual: Bool
  ) -> Meeting? {
    guard makeRoom(for: point, of: contact.device) else { return nil }
    let isNews = meetings[point, default: Meeting()].note(contact, isUsual: isUsual)
    note(point, of: contact.device)
    // Whether names below a domain vary shows by each question.
    guard isNews || point.isQuestion, let meeting = meetings[point], meeting.members.count > 1
    else { return nil }
    return meeting
  }

  /// Notes a general machine at a point; where nobody was there before, only if it opens the point.
  mutating func note(general device: Int, at point: MeetingPoint, opening: Bool) {
    guard opening || meetings[point] != nil, makeRoom(for: point, of: device) else { return }
    guard let meeting = meetings[point], meeting.general.count < Meeting.mostGeneral,
      !meeting.general.contains(device)
    else {
      if meetings[point] == nil {
        meetings[point] = Meeting()
        meetings[point]?.general.append(device)
        note(point, of: device)
      }
      return
    }
    meetings[point]?.general.append(device)
    note(point, of: device)
  }

  /// Notes what was told of a point.
  /// - Returns: `false` where the device has had its lines, and this is to be none.
  mutating func tell(_ told: Meeting.Told, of point: MeetingPoint, by device: Int) -> Bool {
    if meetings[point]?.told == nil {
      guard toldCounts[device, default: 0] < MeetingLedger.mostTold else { return false }
      toldCounts[device, default: 0] += 1
      toldPoints.insert(point)
      if let place = meetings[point]?.members.firstIndex(where: { $0.device == device }) {
        meetings[point]?.members[place].isTeller = true
      }
    }
    meetings[point]?.told = told
    note(point, of: device)
    return true
  }

  /// Whether enough was told of what these devices share, at this severity or above: of addresses three, of anything
  /// wider one line.
  func isCovered(_ members: [Meeting.Member], at point: MeetingPoint, _ severity: Severity) -> Bool
  {
    let devices = Set(members.map(\.device))
    let told = toldPoints.count { other in
      guard let meeting = meetings[other], let told = meeting.told, told.isOpen,
        told.severity >= severity, other.isAddress || !point.isAddress
      else { return false }
      return devices.isSubset(of: meeting.members.map(\.device))
    }
    return told >= (point.isAddress ? 3 : 1)
  }

  private mutating func note(_ point: MeetingPoint, of device: Int? = nil) {
    guard isRemembered else { return }
    changed.insert(point)
    if let device { changedParts[point, default: []].insert(device) }
  }

  private mutating func makeRoom(for point: MeetingPoint, of device: Int) -> Bool {
    if meetings[point] != nil { return true }
    if shelves[device]?.held ?? 0 >= share {
      guard giveUp(from: device) else { return false }
    } else if meetings.count >= limit, !giveUp(from: device) {
      let richest = shelves.max {
        ($0.value.held, $1.key) < ($1.value.held, $0.key)
      }
      guard let richest, giveUp(from: richest.key) else { return false }
    }
    owners[point] = device
    shelves[device, default: Shelf()].points.append(point)
    shelves[device]?.held += 1
    return true
  }

  /// Forgets the oldest point of a device of which nothing was told.
  private mutating func giveUp(from device: Int) -> Bool {
    guard var shelf = shelves.removeValue(forKey: device) else {
      forgotten &+= 1
      return false
    }
    defer { shelves[device] = shelf }
    forgotten &+= 1
    while shelf.next < shelf.points.count {
      let point = shelf.points[shelf.next]
      shelf.next += 1
      if shelf.next * 2 > shelf.points.count + 64 {
        shelf.points.removeFirst(shelf.next)
        shelf.next = 0
      }
      guard owners[point] == device, let meeting = meetings[point], meeting.told == nil else {
        continue
      }
      if isRemembered {
        gone[point, default: [:]][.peer, default: []].formUnion(meeting.members.map(\.device))
        gone[point, default: [:]][.other, default: []].formUnion(meeting.general)
      }
      meetings[point] = nil
      owners[point] = nil
      shelf.held -= 1
      note(point)
      return true
    }
    return false
  }

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
          changes.append(Remembered(kind, key: point.stored, device: device, body: nil))
        }
      }
    }
    for point in changed {
      let meeting = meetings[point]
      let key = point.stored
      var body = StoredWriter()
      if let meeting {
        body.add(meeting.isUsual)
        body.add(meeting.told)
      }
      var change = Remembered(
        .finding, key: key, device: nil, label: "\(point)",
        body: meeting == nil ? nil : body.octets)
      change.count = meeting?.members.count ?? 0
      changes.append(change)
      let parts = changedParts[point] ?? []
      for member in meeting?.members ?? [] where parts.contains(member.device) {
        var part = Remembered(
          .peer, key: key, device: member.device, label: "\(point)", body: member.stored)
        part.first = member.first
        part.last = member.last
        part.count = Int(member.occasions)
        changes.append(part)
      }
      for device in meeting?.general ?? [] where parts.contains(device) {
        changes.append(
          Remembered(.other, key: key, device: device, label: "\(point)", body: []))
      }
    }
    return changes
  }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    var restored: [MeetingPoint: Meeting] = [:]
    for entry in entries where entry.kind == .finding && entry.device == nil {
      guard let body = entry.body else { continue }
      var reader = StoredReader(body)
      var meeting = Meeting()
      meeting.isUsual = try reader.flag()
      meeting.told = try reader.optional()
      try reader.end()
      restored[try MeetingPoint(stored: entry.key)] = meeting
    }
    for entry in entries {
      guard let device = entry.device, let body = entry.body else { continue }
      switch entry.kind {
      case .peer:
        let point = try MeetingPoint(stored: entry.key)
        var member = try Meeting.Member(stored: body)
        member.device = device
        restored[point]?.members.append(member)
      case .other: restored[try MeetingPoint(stored: entry.key)]?.general.append(device)
      default: break
      }
    }
    for (point, meeting) in restored {
      var meeting = meeting
      meeting.members.sort { ($0.first, $0.device) < ($1.first, $1.device) }
      meeting.general.sort()
      meetings[point] = meeting
    }
    // Points give way in the order in which they came.
    let order = restored.keys.map { (meetings[$0]?.members.first?.first, $0.description, $0) }
      .sorted {
        ($0.0?.rawValue ?? .min, $0.1) < ($1.0?.rawValue ?? .min, $1.1)
      }
    for (_, _, point) in order {
      guard let meeting = meetings[point],
        let owner = meeting.members.first?.device ?? meeting.general.first
      else {
        meetings[point] = nil
        continue
      }
      owners[point] = owner
      shelves[owner, default: Shelf()].points.append(point)
      shelves[owner]?.held += 1
      guard meeting.told != nil else { continue }
      toldPoints.insert(point)
      for member in meeting.members where member.isTeller {
        toldCounts[member.device, default: 0] += 1
      }
    }
  }
}
