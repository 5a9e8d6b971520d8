import Capture
import Devices
import Flows
import Packets

/// Somebody who is no administrator switches a device on by wake-on-LAN.
///
/// State: one story a device and sender (`DeviceNotes`). Severity: low.
struct MagicPacket: Rule {
  static let identity = RuleIdentity(
    name: "signal.wake-on-lan",
    title: "Wake-on-LAN for a device, from nobody who should send it",
    version: "1", category: "Command and Control",
    techniques: [Technique(id: "T1205", name: "Traffic Signaling")],
    severities: [.low],
    deed: "was sent a frame that wakes it",
    explanation: """
      Sees: a magic packet (six octets of all ones, then a hardware address sixteen times; in EtherType 0x0842 \
      or at the front of a datagram) for the hardware address of a watched device, wherever it was sent to, \
      from a machine that is not in the policy's groups admins and management and that no entry expects.
      Why: it switches a machine on, past its operating system and past whoever switched it off; and cards \
      listen for it all the time, so that it is a signal that needs no open port.
      Severity: low. Risk: 21. One line a sender and device, then updates at 4, 16, 64, ... packets.
      Benign causes: a deployment server, a monitoring program or a router that relays such packets: put \
      it into the group admins or management of the policy. Not told: packets for machines that are not \
      watched, and those that do not begin with the six octets.
      By hand: tcpdump -enXr FILE 'ether proto 0x0842 or udp port 9 or udp port 7'
      To silence: groups: admins: or management: with the sender; or an expected: entry for the device with \
      direction: in, the sender as peer and the transport (udp, or ether for frames without IP).
      """)

  static let hooks: RuleHooks = .overheard
  static let languages: Set<ProtocolName> = ["wake_on_lan"]

  /// Groups of the policy whose members may send them.
  private static let allowedGroups = ["admins", "management"]

  private let managed: ManagedDevices
  private var stories: DeviceNotes<Story>

  init(settings: RuleSettings) {
    managed = ManagedDevices(settings)
    stories = DeviceNotes(isRemembered: settings.isRemembered)
  }

  mutating func overheard(
    _ event: borrowing FlowEvent, _ content: borrowing SightedContent, at site: borrowing Site
  ) -> Finding? {
    guard let utterance = Utterance(event, content), let target = utterance.mac("target"),
      utterance.message.recognition == .certain, let device = site.device(mac: target),
      managed.includes(device)
    else { return nil }
    let flow = utterance.event.flow
    let end = utterance.sender
    let sender = site.device(
      at: Finding.Endpoint(address: flow.isIP ? end.address : nil, mac: end.mac, port: nil))
    guard sender?.index != device.index, !isExpected(utterance, device, sender, at: site) else {
      return nil
    }
    let name = sender?.label ?? (flow.isIP ? "\(end.address)" : "\(end.mac)")
    guard let due = stories.tell(name, of: device.index, at: utterance.time, severity: .low) else {
      return nil
    }
    let role = sender.map { " (\($0.role.rawValue))" } ?? ""
    let how = flow.isIP ? "a datagram to \(flow.responder.address)" : "a frame of EtherType 0x0842"
    let times = due.count == 1 ? "" : "; \(due.count) such packets so far"
    var finding = Finding(
      Self.identity, channel: name, severity: .low, riskScore: 21, since: due.first,
      reason:
        "\(name)\(role) sent wake-on-LAN for \(target) of \(device.label) (\(device.role.rawValue)) in "
        + "\(how), and is in neither admins nor management of the policy\(times).",
      sighting(utterance, device, sender, at: site),
      evidence: [
        Evidence("wake_on_lan.target", .text("\(target)")),
        Evidence("wake_on_lan.count", .integer(due.count)),
        Evidence("wake_on_lan.password", .flag(utterance.message.fields["password"] != nil)),
      ])
    // It may have been sent to everybody; the device is the one that is named inside.
    finding.deviceEnd.mac = target
    finding.update = due.update
    return finding
  }

  mutating func changes() -> [Remembered] { stories.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try stories.restore(entries)
  }

  private func isExpected(
    _ utterance: Utterance, _ device: Device, _ sender: Device?, at site: borrowing Site
  ) -> Bool {
    let policy = site.policy
    let flow = utterance.event.flow
    let address = flow.isIP ? utterance.sender.address : sender?.addresses.first ?? .zero
    let isAllowed = MagicPacket.allowedGroups.contains {
      policy.isMember(address, device: sender, names: [], of: $0)
    }
    if isAllowed { return true }
    let question = PolicyQuestion(
      utterance.event, utterance.content, device: device, peerDevice: sender,
      deviceStarted: !utterance.event.fromInitiator)
    return policy.expectation(question) != nil
  }

  private func sighting(
    _ utterance: Utterance, _ device: Device, _ sender: Device?, at site: borrowing Site
  ) -> Sighting {
    let flow = utterance.event.flow
    return Sighting(
      event: utterance.event, device: device, peer: sender,
      deviceStarted: !utterance.event.fromInitiator,
      scope: flow.isIP ? site.policy.scope(of: utterance.sender.address) : .local,
      expectation: nil, content: utterance.content)
  }
}
