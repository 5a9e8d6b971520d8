import Capture
import Devices
import Packets

@testable import Rules

/// Makes findings as rules would tell them.
struct FindingMaker {
  /// A controller, and a switch.
  static let site: Site = {
    let csv =
      "mac,ip,role,name\n02:00:00:00:01:01,10.0.1.1,bmc,bmc-01\n02:00:00:00:01:02,10.0.1.2,switch,sw-01\n"
    guard let inventory = try? Inventory(csv: csv, file: "devices.csv") else { fatalError() }
    return Site(inventory: inventory, policy: .none)
  }()

  /// The lines of some findings, by a ledger that has seen none before.
  static func lines(_ findings: [Finding]) -> [Finding] {
    var ledger = IncidentLedger(settings: RuleSettings())
    return findings.flatMap { ledger.take($0, at: site) }
  }

  /// A finding of a rule.
  /// - Parameters:
  ///   - name: The rule.
  ///   - severity: How much it matters.
  ///   - minutes: When.
  ///   - peer: The last octet of a peer in 203.0.113.0/24; `nil` for none.
  ///   - device: The device's place in the inventory.
  ///   - channel: What else tells it from others of the rule.
  ///   - update: Its number.
  ///   - state: Where it stands.
  /// - Returns: The finding.
  static func finding(
    _ name: String, _ severity: Severity, at minutes: Double, peer: UInt8? = 9, device: Int = 0,
    channel: String = "", update: Int = 0, state: Finding.State = .open
  ) -> Finding {
    let device = site.inventory.devices[device]
    let rule =
      RuleCatalog.identities.first { $0.name == name }
      ?? RuleIdentity(
        name: name, title: "Title of \(name)", version: "1", category: "Test", techniques: [],
        explanation: "")
    let time = Timestamp(rawValue: Int64(minutes * 60e9))
    let address = peer.map { IPAddress(v4: 0xcb00_7100 | UInt32($0)) }
    var finding = Finding(
      rule: rule, id: FindingID.make(name, device.findingName, "\(peer ?? 0) \(channel)"),
      severity: severity, riskScore: Double(severity.rawValue), time: time,
      start: Timestamp(rawValue: time.rawValue - 1_000_000_000), end: time,
      reason: "Reason of \(name).",
      device: device,
      deviceEnd: Finding.Endpoint(
        address: device.addresses.first, mac: device.macs.first, port: 40_000),
      peerEnd: Finding.Endpoint(address: address, mac: nil, port: 443), peer: nil,
      conversation: Finding.Conversation(
        transport: .tcp, linkProtocol: .none, vlans: .none, deviceStarted: true,
        direction: .outbound, communityID: nil), evidence: [])
    finding.update = update
    finding.state = state
    return finding
  }
}
