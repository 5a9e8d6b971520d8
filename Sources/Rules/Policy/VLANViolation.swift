import Capture
import Devices
import Flows
import Packets

/// A device sends in a VLAN in which the policy does not expect it.
///
/// State: one entry a device and VLAN (`LineLedger`). Severity: high. Risk: 73 to 89.
struct VLANViolation: Rule {
  static let identity = RuleIdentity(
    name: "policy.vlan",
    title: "Device sends in a VLAN where it does not belong",
    version: "1", category: "Lateral Movement",
    techniques: [
      Technique(id: "T1599", name: "Network Boundary Bridging"),
      Technique(id: "T1200", name: "Hardware Additions"),
    ], severities: [.high],
    explanation: """
      Sees: a device for which the policy says under vlans where it belongs sends a packet of IP, ARP or \
      any frame to a single machine in another VLAN: by the tags of the frame, where a frame without a \
      tag is untagged. Of several tags the innermost is the device's own and is judged; all are told. One \
      line a VLAN, then updates at 4, 16, 64, ... conversations.
      Why: NSA and CISA ask for management controllers in a VLAN of their own; one that shows up in \
      another is cabled wrongly, was moved by somebody, or hops over tags.
      Severity: high. Risk: 73, plus 2 for every fourfold of the conversations, to 89.
      Benign causes: a mirror port that gives frames with and without their tags (list untagged, too), a \
      controller that shares a server's card and starts before its VLAN is set, a move that the policy \
      does not know yet.
      Not told: devices that the policy does not name under vlans; devices that are known by IP address \
      only, because behind a router the VLAN is the router's; frames to groups that never leave a link \
      (LLDP, CDP, spanning tree, LACP), which are sent without a tag by right. Whom a device talks to is \
      for the other policy rules.
      By hand:
        tcpdump -enr FILE 'ether src MAC'
      To silence: Add the VLAN to the device's entry under vlans in the policy (a number, a range, \
      or untagged). Every other VLAN is still told.
      """)

  static let hooks: RuleHooks = .life

  private var ledger: LineLedger<VLANPlace>

  init(settings: RuleSettings) {
    ledger = LineLedger(limit: settings.contactLimit, isRemembered: settings.isRemembered)
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    sighting.fromDevice ? note(sighting, at: site) : nil
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    sighting.fromDevice && isUnmet(sighting) ? note(sighting, at: site) : nil
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    // A device that only answered gave no event of its own.
    guard sighting.deviceEnd.packets > 0, !sighting.deviceStarted || isUnmet(sighting) else {
      return nil
    }
    return note(sighting, at: site)
  }

  mutating func changes() -> [Remembered] { ledger.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) { try ledger.restore(entries) }

  private func isUnmet(_ sighting: borrowing Sighting) -> Bool {
    !ledger.isKnown(VLANPlace(sighting.event.flow.vlans), of: sighting.device.index)
  }

  private mutating func note(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    let device = sighting.device
    let flow = sighting.event.flow
    guard device.macs.contains(sighting.deviceEnd.mac),
      flow.isIP || flow.linkProtocol == LinkProtocol(.arp) || sighting.hasSinglePeer,
      let expected = site.policy.vlans(of: device), !expected.allows(flow.vlans)
    else { return nil }
    let place = VLANPlace(flow.vlans)
    guard let due = ledger.note(place, of: device.index, .high, at: sighting.event.time) else {
      return nil
    }
    let count: Int
    let first: Timestamp
    let update: Int
    let channel: String
    switch due {
    case .one(let conversations, let since, let number):
      (count, first, update, channel) = (conversations, since, number, place.description)
    case .further(let conversations, let since, let number):
      (count, first, update, channel) = (conversations, since, number, "further")
    }
    let why = expected.reason.isEmpty ? "" : ": \(expected.reason)"
    var finding = Finding(
      Self.identity, channel: channel, severity: .high,
      riskScore: min(89, 73 + 2 * Double(update)), since: first,
      reason: "\(device.label) (\(device.role.rawValue)) sends \(place), where line "
        + "\(expected.line) of the policy expects \(expected.vlansInWords)\(why); "
        + (count == 1 ? "the first conversation." : "\(count) conversations so far."),
      sighting,
      evidence: [
        Evidence("vlan.tags", .texts(flow.vlans.identifiers.map { "\($0)" })),
        Evidence("vlan.expected", .text("\(expected)")),
        Evidence("vlan.conversations", .integer(count)),
        Evidence("vlan.first", .moment(first.rawValue)),
        Evidence("policy.line", .integer(expected.line)),
      ])
    finding.update = update
    return finding
  }
}

extension VLANExpectation {
  /// `VLAN 100 or untagged`; `untagged` where no VLAN is allowed.
  fileprivate var vlansInWords: String { identifiers.isEmpty ? "\(self)" : "VLAN \(self)" }
}
