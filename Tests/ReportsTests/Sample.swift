import Capture
import Devices
import Packets
import Reports
import Rules

/// Findings to write, made of documentation addresses (RFC 5737, RFC 3849).
enum Sample {
  static let observer = Observer(name: "sensor-a", version: "1.2.3", interface: "span0")

  static let identity = RuleIdentity(
    name: "beacon.periodic", title: "Periodic beacon", version: "2",
    category: "Command and Control",
    techniques: [
      Technique(id: "T1071.001", name: "Web Protocols"),
      Technique(id: "T1029", name: "Scheduled Transfer"),
    ], explanation: "Not written.")

  static let device = Device(
    index: 3, macs: [MACAddress(rawValue: 0x0cc4_7a11_2233)],
    addresses: [IPAddress(v4: 0xc000_0211), IPAddress(high: 0x2001_0db8 << 32, low: 0x11)],
    role: .bmc, name: "bmc-7", vendor: "Supermicro", tags: ["rack-12", "prod"])

  /// A management controller that calls an HTTPS server outside, seen on a live port with two tags.
  static func beacon(evidence: [Evidence] = []) -> Finding {
    var deviceEnd = Finding.Endpoint(
      address: IPAddress(v4: 0xc000_0211), mac: MACAddress(rawValue: 0x0cc4_7a11_2233), port: 40_112
    )
    deviceEnd.packets = 6
    deviceEnd.bytes = 540
    var peerEnd = Finding.Endpoint(
      address: IPAddress(v4: 0xcb00_714d), mac: MACAddress(rawValue: 0x001b_543a_339b), port: 443)
    peerEnd.packets = 5
    peerEnd.bytes = 510
    var finding = Finding(
      rule: identity, id: "00112233aabbccdd", severity: .high, riskScore: 97.125,
      time: Timestamp(rawValue: 1_795_248_930_123_456_789),
      start: Timestamp(rawValue: 1_795_236_629_001_233_000),
      end: Timestamp(rawValue: 1_795_248_930_123_456_789),
      reason: "period 300.02 s, 41 of 42 beats seen", device: device, deviceEnd: deviceEnd,
      peerEnd: peerEnd, peer: nil,
      conversation: Finding.Conversation(
        transport: .tcp, linkProtocol: LinkProtocol(.ipv4),
        vlans: VLANStack.none.adding(120).adding(7), deviceStarted: true, direction: .outbound,
        communityID: "1:LQU9qZlK+B5F3KDmev6m5PMibrg="), evidence: evidence)
    finding.update = 2
    return finding
  }

  /// A switch that gets frames of EtherType 0x88b5 from a station that is not in the inventory.
  static func frames() -> Finding {
    var deviceEnd = Finding.Endpoint(
      address: nil, mac: MACAddress(rawValue: 0x001b_543a_339b), port: nil)
    deviceEnd.bytes = .max
    var peerEnd = Finding.Endpoint(
      address: nil, mac: MACAddress(rawValue: 0x0200_0000_0001), port: nil)
    peerEnd.packets = 4
    peerEnd.bytes = 256
    return Finding(
      rule: RuleIdentity(
        name: "policy.ether-type", title: "Unknown EtherType", version: "1", category: "Policy",
        techniques: [], explanation: ""), id: "ffffffffffffffff", severity: .low, riskScore: 3,
      time: Timestamp(rawValue: -1), start: Timestamp(rawValue: -5_000_000_001),
      end: Timestamp(rawValue: -1), reason: "4 frames",
      device: Device(index: 0, macs: [], addresses: [], role: .switch), deviceEnd: deviceEnd,
      peerEnd: peerEnd,
      peer: Device(index: 1, macs: [], addresses: [], role: .host, name: "probe"),
      conversation: Finding.Conversation(
        transport: nil, linkProtocol: LinkProtocol(EtherType(rawValue: 0x88b5)),
        vlans: VLANStack.none.adding(1).adding(2).adding(3), deviceStarted: false,
        direction: .unknown, communityID: nil), evidence: [])
  }

  /// A finding in which every text is `text` and every list is long.
  static func flood(_ text: String, evidence: Int) -> Finding {
    let addresses = (0..<1000).map {
      IPAddress(high: 0x2001_0db8_ffff_ffff, low: 0xffff_ffff_ffff_0000 | UInt64($0))
    }
    let device = Device(
      index: .max, macs: (0..<500).map { MACAddress(rawValue: $0) }, addresses: addresses,
      role: .switch, name: text, vendor: text, tags: Array(repeating: text, count: 500))
    let end = Finding.Endpoint(
      address: addresses[0], mac: .broadcast, port: .max)
    let values: [Evidence.Value] = [
      .text(text), .texts(Array(repeating: text, count: 300)), .integer(.min),
      .decimals(Array(repeating: -0x1p62, count: 300), places: 9), .moment(.min), .flag(false),
      .decimal(-.greatestFiniteMagnitude, places: 9), .probability(.leastNonzeroMagnitude),
    ]
    var finding = Finding(
      rule: RuleIdentity(
        name: text, title: text, version: text, category: text,
        techniques: Array(repeating: Technique(id: text + "." + text, name: text), count: 50),
        explanation: text), id: text, severity: .critical, riskScore: -.greatestFiniteMagnitude,
      time: Timestamp(rawValue: .min), start: Timestamp(rawValue: .min),
      end: Timestamp(rawValue: .max), reason: text, device: device, deviceEnd: end,
      peerEnd: end, peer: device,
      conversation: Finding.Conversation(
        transport: IPProtocol(rawValue: 255), linkProtocol: LinkProtocol(.snap, .max),
        vlans: (0..<9).reduce(VLANStack.none) { stack, _ in stack.adding(4095) },
        deviceStarted: true, direction: .internal, communityID: text),
      evidence: (0..<evidence).map { Evidence("\(text).\($0)", values[$0 % values.count]) })
    finding.update = .max
    finding.relatedAddresses = addresses
    return finding
  }
}
