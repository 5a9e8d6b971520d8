import Capture
import Devices
import Flows
import Packets

/// When a shared point is worth a line, and how much it matters.
extension SharedPeer {
  /// From so many devices on, where they are half of the fleet, a point is a habit of the site.
  static let habit = 8
  /// The same of general machines that are at the point, too.
  static let generalHabit = 4

  /// Notes a device at a point, and tells it where that is due.
  mutating func note(
    _ contact: Meeting.Member, at point: MeetingPoint, isUsual: Bool,
    _ sighting: borrowing Sighting, _ site: borrowing Site
  ) -> Finding? {
    guard var meeting = meetings.note(contact, at: point, isUsual: isUsual), isRare(point) else {
      return nil
    }
    if meeting.told == nil, isAlike(meeting, at: point, site) { return nil }
    if case .network = point { meeting.general = crowds[point]?.general ?? [] }
    let time = sighting.event.time
    var members =
      meeting.told == nil ? meeting.members(within: Self.window, of: time) : meeting.members
    switch point {
    case .question: members.removeAll { $0.occasions < Self.fewestQuestions }
    // Neighbours on a hoster's network have nothing in common; the same service on both of them is.
    case .network: members.removeAll { $0.service != contact.service }
    default: break
    }
    // One address behind two hardware addresses is one machine, captured on both sides of a router.
    var addresses: Set<IPAddress> = []
    members = members.filter { addresses.insert($0.address).inserted }
    guard members.count > 1, members.contains(where: { $0.device == contact.device }) else {
      return nil
    }
    var mix = FleetMix(members.map { site.device(at: $0.device) })
    guard mix.isMixed,
      let severity = severity(
        of: point, meeting, mix, isOfWeb: contact.service.isOfWeb, site)
    else { return nil }
    var update = 0
    var state = Finding.State.open
    if let former = meeting.told {
      let hasGrown =
        members.count > former.count && (members.count <= 4 || members.count >= 2 * former.count)
      guard hasGrown || severity > former.severity || !former.isOpen else { return nil }
      update = former.update + 1
      if !former.isOpen { state = .reopened }
    } else if meetings.isCovered(members, at: point, severity) {
      return nil
    }
    var finding = finding(
      point, meeting, members, mix, severity, update, state, sighting, site)
    // Others may have come before the policy expected them.
    let left = Set(
      unexpected(
        members, RhythmScene(finding, place: ""), point, by: Reconsideration(at: time), at: site
      ).map(\.index))
    if left.count < members.count {
      members.removeAll { !left.contains($0.device) && $0.device != contact.device }
      mix = FleetMix(members.map { site.device(at: $0.device) })
      guard mix.isMixed else { return nil }
      finding = self.finding(
        point, meeting, members, mix, severity, update, state, sighting, site)
    }
    let told = Meeting.Told(
      update: update, count: members.count, severity: severity,
      scene: RhythmScene(finding, place: ""))
    return meetings.tell(told, of: point, by: contact.device) ? finding : nil
  }

  /// Whether few machines ask for a domain, and those over DNS for ever new names below it.
  private func isRare(_ point: MeetingPoint) -> Bool {
    switch point {
    case .question(let domain):
      names[domain].map { $0.askers.count < NameLedger.common && $0.variety.isHigh } ?? false
    case .name(let domain): names[domain].map { $0.askers.count < NameLedger.common } ?? true
    case .peer, .network, .certificate: true
    }
  }

  /// Whether all who ever met at a point are of one maker and role. Of devices of the inventory that is remembered.
  private mutating func isAlike(
    _ meeting: borrowing Meeting, at point: MeetingPoint, _ site: borrowing Site
  ) -> Bool {
    let count = meeting.members.count
    if meeting.alike == count { return true }
    let devices = meeting.members.map { site.device(at: $0.device) }
    guard !FleetMix(devices).isMixed else { return false }
    let declared = site.inventory.devices.count
    if meeting.members.allSatisfy({ $0.device < declared }) {
      meetings.noteAlike(count, at: point)
    }
    return true
  }

  /// How much it matters; `nil` where it does not.
  private func severity(
    of point: MeetingPoint, _ meeting: Meeting, _ mix: FleetMix, isOfWeb: Bool,
    _ site: borrowing Site
  ) -> Severity? {
    let isHabit =
      meeting.general.count >= Self.generalHabit
      || mix.devices.count >= Self.habit && mix.devices.count * 2 >= site.count(of: roles)
    switch point {
    case .question: return .medium
    case .name: return mix.isOfOneVendor || isHabit ? .high : .critical
    case .network:
      guard meeting.general.isEmpty, !isHabit else { return nil }
      return isOfWeb ? .medium : .high
    case .peer, .certificate:
      if meeting.isUsual { return .medium }
      return mix.isOfOneVendor || isHabit ? .high : .critical
    }
  }

  /// Who of those at a point is not expected there by what the policy says now.
  func unexpected(
    _ members: [Meeting.Member], _ scene: RhythmScene, _ point: MeetingPoint,
    by reconsideration: Reconsideration, at site: borrowing Site
  ) -> [Device] {
    var names: [String] = []
    switch point {
    case .question(let name):
      if site.isExpected(name) { return [] }
    case .name(let name): names = [name]
    default: break
    }
    return members.compactMap { member in
      let device = site.device(at: member.device)
      var own = scene
      own.deviceEnd.address = member.address
      own.deviceEnd.mac = device.macs.first
      own.peerEnd.address = member.peer
      own.peerEnd.port = member.service.port
      own.conversation.transport = member.service.transport
      own.conversation.deviceStarted = true
      let entry = reconsideration.entry(for: device, own, names: names, at: site)
      return entry == nil ? device : nil
    }
  }
}

extension MeetingPoint {
  /// Whether it is one address.
  var isAddress: Bool {
    if case .peer = self { true } else { false }
  }
}

extension ServiceKind {
  /// Whether it is HTTP, TLS or QUIC by its port, of which one network may have those of thousands.
  fileprivate var isOfWeb: Bool {
    switch transport {
    case .tcp: port == 80 || port == 443
    case .udp: port == 443
    default: false
    }
  }
}
