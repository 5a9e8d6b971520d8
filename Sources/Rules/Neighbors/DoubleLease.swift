import Capture
import Devices
import Flows
import Packets

/// One hardware address asks for addresses by DHCP as two clients.
///
/// State: of each hardware address of a device at most four clients and eight turns, 8192 addresses at most.
/// Severity: medium; high where both clients extend their leases beside each other.
struct DoubleLease: Rule {
  static let identity = RuleIdentity(
    name: "identity.dhcp",
    title: "Two DHCP clients behind one hardware address",
    version: "1", category: "Initial Access",
    techniques: [
      Technique(id: "T1200", name: "Hardware Additions"),
      Technique(id: "T1542.002", name: "Component Firmware"),
    ], severities: [.medium, .high],
    explanation: """
      Sees: a device's hardware address asks for addresses by DHCP or DHCPv6 as two clients that contradict \
      each other in the order of the options they ask for or in their vendor class, and in one thing more \
      (client identifier, host name). Either one of them extends a lease that it had before the other \
      spoke, so it has been running all the time; or they take turns four times within 15 minutes (A, B, \
      A, B, A).
      Why: two systems behind one hardware address, each with its own idea of who it is.
      Risk: 73 where both have extended their leases beside each other, else 47.
      Benign causes: a second DHCP program on the same system, monitoring that tries the server, machines \
      in a hypervisor that share its hardware address, a machine that starts three times within 15 minutes \
      and asks in its first stage, too. Not told: loaders (PXE, HTTP boot, iPXE) beside a system, a system \
      behind another (installation, a second one on the disk), a system that starts twice, more than four \
      clients of one address, clients that differ in identifier and name alone.
      By hand:
        tcpdump -envr FILE 'ether src MAC and (udp port 67 or udp port 547)'
        tshark -r FILE -Y 'dhcp.hw.mac_addr == MAC && dhcp.type == 1' -T fields -e frame.time -e \
        dhcp.option.dhcp -e dhcp.option.vendor_class_id -e dhcp.option.request_list_item -e \
        dhcp.ip.client
      To silence: Let one program ask, or give the second system a hardware address of its own. \
      The policy has no entry for it. A line that is understood is silenced where lines are read, \
      by its event.id, which is the same in every run: all else of the device is still told. \
      rules: disabled: [identity.dhcp] silences it for all devices, and is the last resort.
      """)

  static let hooks: RuleHooks = .overheard

  static let languages: Set<ProtocolName> = ["dhcp", "dhcpv6"]

  /// Turns count within this, in nanoseconds: 15 minutes.
  static let window: Int64 = 900_000_000_000
  /// Changes from one to the other. A start with two stages is one, two starts three.
  static let fewestTurns = 4

  private let managed: ManagedDevices
  private var histories: DeviceNotes<LeaseHistory>
  private var stories: DeviceNotes<Story>

  init(settings: RuleSettings) {
    managed = ManagedDevices(settings)
    histories = DeviceNotes("clients", isRemembered: settings.isRemembered)
    stories = DeviceNotes(isRemembered: settings.isRemembered)
  }

  mutating func overheard(
    _ event: borrowing FlowEvent, _ content: borrowing SightedContent, at site: borrowing Site
  ) -> Finding? {
    guard let utterance = Utterance(event, content) else { return nil }
    guard let identity = LeaseIdentity(utterance), let mac = client(of: utterance),
      let device = site.device(mac: mac), managed.includes(device)
    else { return nil }
    let name = "\(mac) \(utterance.message.name)"
    var history = histories[device.index, name] ?? LeaseHistory()
    let hasTurned = history.note(identity, extends: extends(utterance), at: utterance.time)
    histories[device.index, name] = history
    guard hasTurned, let speaking = history.speaking, let other = history.other else { return nil }
    let turns = history.turns.filter {
      utterance.time.nanoseconds(since: $0) <= DoubleLease.window
    }
    guard speaking.wentOn || turns.count >= DoubleLease.fewestTurns else { return nil }
    return finding(mac, name, history, turns.count, speaking, other, device, utterance)
  }

  var counters: [(name: String, value: UInt64)] { [("clients", UInt64(histories.count))] }

  mutating func changes() -> [Remembered] { histories.changes() + stories.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try histories.restore(entries)
    try stories.restore(entries)
  }

  /// The client's hardware address: the one in the message, or of DHCPv6, which has none, the frame's.
  private func client(of utterance: borrowing Utterance) -> MACAddress? {
    utterance.message.name == "dhcp"
      ? utterance.mac("client_hardware_address") : utterance.sender.mac
  }

  /// Whether a client extends a lease that it has: it knows its address (RFC 2131 section 4.3.2), or renews or
  /// rebinds (RFC 8415 section 18.2).
  private func extends(_ utterance: borrowing Utterance) -> Bool {
    guard utterance.message.name == "dhcp" else {
      return [5, 6].contains(utterance.number("message_type"))
    }
    let own = utterance.address("client_address")
    return utterance.number("message_type") == 3 && own != nil && own != IPAddress(v4: 0)
  }

  private mutating func finding(
    _ mac: MACAddress, _ name: String, _ history: LeaseHistory, _ turns: Int,
    _ speaking: LeaseHistory.Client, _ other: LeaseHistory.Client, _ device: Device,
    _ utterance: Utterance
  ) -> Finding? {
    let bothGoOn = speaking.wentOn && other.wentOn
    let first = max(speaking.first, other.first)
    let wasTold = stories[device.index, "\(name) beside"] != nil
    if bothGoOn, !wasTold {
      stories[device.index, "\(name) beside"] = Story(first: utterance.time)
    }
    guard
      let due = stories.tell(
        name, of: device.index, at: utterance.time, since: first,
        severity: bothGoOn ? .high : .medium, isWorse: bothGoOn && !wasTold)
    else { return nil }
    let traits = speaking.identity.contradictions(with: other.identity).map(\.rawValue)
    let how =
      bothGoOn
      ? "both have extended their leases beside each other"
      : speaking.wentOn
        ? "the first one has extended its lease behind the other one's message"
        : "they took turns \(turns) times within 15 minutes"
    var finding = Finding(
      Self.identity, channel: name, severity: bothGoOn ? .high : .medium,
      riskScore: bothGoOn ? 73 : 47, since: due.first,
      reason:
        "\(mac) of \(device.label) (\(device.role.rawValue)) asks for addresses as two clients, "
        + "\(speaking.identity.text) and \(other.identity.text), that differ in "
        + "\(traits.joined(separator: ", ")); \(how).",
      utterance.sighting(of: device),
      evidence: [
        Evidence("lease.hardware", .text("\(mac)")),
        Evidence("lease.differences", .texts(traits)),
        Evidence("lease.turns", .integer(turns)),
        Evidence("lease.beside", .flag(speaking.wentOn || other.wentOn)),
      ] + DoubleLease.evidence(speaking, "lease.one")
        + DoubleLease.evidence(other, "lease.other"))
    finding.update = due.update
    return finding
  }

  private static func evidence(_ client: LeaseHistory.Client, _ path: String) -> [Evidence] {
    [
      Evidence("\(path).requests", .text(client.identity.requests)),
      Evidence("\(path).vendor", .text(client.identity.vendor)),
      Evidence("\(path).client", .text(client.identity.client)),
      Evidence("\(path).name", .text(client.identity.name)),
      Evidence("\(path).messages", .integer(Int(client.messages))),
      Evidence("\(path).went_on", .flag(client.wentOn)),
      Evidence("\(path).last", .moment(client.last.rawValue)),
    ]
  }
}
