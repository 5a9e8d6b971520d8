import Capture

/// Where devices meet, bounded, with a bounded share for each device.
///
/// A point belongs to the device that came first. A device at its share gives up its oldest point of which nothing was
/// told; in a full ledger the device that has most does so, and one of those that have as many by itself. Points that
/// were told stay; there are at most `mostTold` a device.
struct MeetingLedger: Sendable {
  /// Points of a device that get lines.
  static let mostTold = 16

  /// The points of a device, the oldest first.
  struct Shelf {
    var points: [MeetingPoint] = []
    var next = 0
    var held = 0
  }

  private let limit: Int
  private let share: Int
  /// Whether it is about general machines, of which there may be so many that each gives up what is its own.
  let isOfCrowds: Bool
  let isRemembered: Bool
  var meetings: [MeetingPoint: Meeting] = [:]
  var owners: [MeetingPoint: Int] = [:]
  var shelves: [Int: Shelf] = [:]
  /// The number of the next point.
  var nextOrdinal: UInt64 = 0
  var toldCounts: [Int: Int] = [:]
  /// Points of which something was told.
  var toldPoints: Set<MeetingPoint> = []
  var changed: Set<MeetingPoint> = []
  /// Devices whose part of a point has changed.
  var changedParts: [MeetingPoint: Set<Int>] = [:]
  /// Who was at points that are forgotten since the last look.
  var gone: [MeetingPoint: [StoredEntry.Kind: Set<Int>]] = [:]
  /// Points that gave way, or were not taken.
  private(set) var forgotten: UInt64 = 0

  init(limit: Int, share: Int, isOfCrowds: Bool = false, isRemembered: Bool) {
    self.limit = max(1, limit)
    self.share = max(1, share)
    self.isOfCrowds = isOfCrowds
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
    let isNews = meetings[point]?.note(contact, isUsual: isUsual) ?? false
    note(point, of: contact.device)
    guard isNews, let meeting = meetings[point], meeting.members.count > 1
    else { return nil }
    return meeting
  }

  /// Notes a general machine at a point; where nobody was there before, only if it opens the point.
  mutating func note(general device: Int, at point: MeetingPoint, opening: Bool) {
    guard opening || meetings[point] != nil, makeRoom(for: point, of: device) else { return }
    guard let meeting = meetings[point], meeting.general.count < Meeting.mostGeneral,
      !meeting.general.contains(device)
    else { return }
    meetings[point]?.general.append(device)
    note(point, of: device)
  }

  /// Keeps some of the devices at a point, and forgets that others were there.
  mutating func keep(_ devices: Set<Int>, at point: MeetingPoint) {
    guard let meeting = meetings[point] else { return }
    let leaving = meeting.members.map(\.device).filter { !devices.contains($0) }
    meetings[point]?.members.removeAll { !devices.contains($0.device) }
    if isRemembered { gone[point, default: [:]][.peer, default: []].formUnion(leaving) }
    note(point)
  }

  /// Notes that all who have met at a point so far are of one maker and role: until somebody else comes there is
  /// nothing to judge.
  mutating func noteAlike(_ count: Int, at point: MeetingPoint) { meetings[point]?.alike = count }

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
    let held = shelves[device]?.held ?? 0
    if held >= share {
      guard giveUp(from: device) else { return false }
    } else if meetings.count >= limit, !isOfCrowds || !giveUp(from: device) {
      let richest = shelves.max {
        ($0.value.held, $1.key) < ($1.value.held, $0.key)
      }
      guard let richest else { return false }
      let isOwn = richest.value.held <= held + 1
      guard giveUp(from: isOwn ? device : richest.key) || isOwn && giveUp(from: richest.key)
      else { return false }
    }
    var meeting = Meeting()
    meeting.ordinal = nextOrdinal
    nextOrdinal += 1
    meetings[point] = meeting
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
}
