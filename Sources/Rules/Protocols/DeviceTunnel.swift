import Capture
import Devices
import Flows
import Packets

/// A management controller, switch or watched router is an end of a tunnel that the policy does not expect.
///
/// State: one entry a peer and tunnel (`PeerLines`). Severity and risk: see `explanation`.
struct DeviceTunnel: Rule {
  static let identity = RuleIdentity(
    name: "protocol.tunnel",
    title: "Management device is an end of a tunnel",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1572", name: "Protocol Tunneling"),
      Technique(id: "T1020.001", name: "Traffic Duplication"),
      Technique(id: "T1599", name: "Network Boundary Bridging"),
    ],
    severities: [.medium, .high],
    deed: "was an end of a tunnel",
    explanation: """
      Sees: a device of the role bmc or switch (or router, where routers are watched) sends, under its own \
      address, packets that carry packets: IP in IP (protocols 4, 41, 94), GRE and ERSPAN in it (47), ESP and \
      AH (50, 51), Ethernet in IP (97), L2TP (115, UDP 1701), MPLS (137); VXLAN, GENEVE, GRE, MPLS and Teredo \
      in UDP, where the datagram holds a packet; WireGuard, by the lengths of its handshake (148 and 92 \
      octets) and its reserved zeros, on any port; IKE on UDP 500 and 4500, and ESP in UDP 4500. One line a \
      peer and kind. Tunnels in IP and handshakes are told by their first packet, tunnels in UDP, and ERSPAN \
      beside the GRE that it is in, when they go on behind a pause or when the conversation ends.
      Why: a tunnel takes whatever the device can reach out of the network, or lets somebody in, past every \
      filter between the two. Implants on routers set up GRE tunnels and mirror sessions (ERSPAN) by the \
      device's own commands.
      Risk: the severity's number, plus 2 for every update, to 16 more. Severity: high for a controller, and \
      for a peer outside; medium for a switch or router and a peer inside.
      Benign causes: an overlay, a VPN between sites, a mirror session to an analyser that the policy does \
      not have. Not told: tunnels inside between a switch or router and one that the inventory names as \
      switch or router, which is how fabrics are built; VXLAN of a switch to any peer inside, which belongs to \
      its role (undertick check shows that) and so do overlays that end on servers; what the device only \
      forwards; tunnels to groups; a tunnel that somebody else sends and the device does not answer. That the \
      peer is not expected at all is told by policy.first-contact and policy.role.
      By hand: tcpdump -nr FILE 'host DEVICE and (proto 47 or proto 4 or proto 41 or proto 50 or udp port 4500)'
      To silence: an entry under expected with device, peer, transport (a protocol number, 47 for GRE) and \
      reason, or declare the other end as switch or router in the inventory; a tunnel of another kind or to \
      another peer is still told.
      """)

  static let hooks: RuleHooks = [.life, .signaled]

  private let roles: Set<DeviceRole>
  private var lines: PeerLines

  init(settings: RuleSettings) {
    roles = settings.managementPlaneRoles
    lines = PeerLines(settings: settings)
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.fromDevice, let kind = kind(sighting), isUnexplained(sighting) else {
      return nil
    }
    return tell(kind, sighting)
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard let kind = kind(sighting), !lines.isTold(kind, sighting), isUnexplained(sighting) else {
      return nil
    }
    return tell(kind, sighting)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard let kind = kind(sighting), isUnexplained(sighting) else { return nil }
    let isCounted = !isInUDP(sighting) && sighting.deviceStarted && kind != "ERSPAN"
    return isCounted && lines.isTold(kind, sighting) ? nil : tell(kind, sighting)
  }

  mutating func signaled(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard isInUDP(sighting), roles.contains(sighting.device.role), sighting.fromDevice,
      let sample = sighting.content.sample
    else { return nil }
    let flow = sighting.event.flow
    let kind = TunnelKind.of(
      Array(sample.payload), length: Int(sighting.event.payloadLength),
      ports: [flow.initiator.port, flow.responder.port])
    guard let kind, isSubject(sighting), !isBetweenForwarders(sighting),
      !site.expects(sighting, spoken: PortMismatch.unknown)
    else { return nil }
    // Of a tunnel that goes on, every packet behind a pause would count.
    guard !sighting.event.flow.traits.contains(.continued),
      (sighting.deviceStarted ? flow.initiator : flow.responder).packets == 1
        || !lines.isTold(kind, sighting)
    else { return nil }
    return tell(kind, sighting)
  }

  mutating func changes() -> [Remembered] { lines.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) { try lines.restore(entries) }

  private func isInUDP(_ sighting: borrowing Sighting) -> Bool {
    sighting.event.flow.transport == .udp
  }

  /// The tunnel that the conversation itself is, as far as headers or the decoder say.
  private func kind(_ sighting: borrowing Sighting) -> String? {
    guard roles.contains(sighting.device.role), let transport = sighting.event.flow.transport else {
      return nil
    }
    if transport == .udp { return TunnelKind.of(sighting.spoken) }
    // What GRE carries shows in the course of the conversation.
    return transport == .gre && sighting.spoken == "erspan" ? "ERSPAN" : TunnelKind.of(transport)
  }

  private func isSubject(_ sighting: borrowing Sighting) -> Bool {
    roles.contains(sighting.device.role) && sighting.isDeviceItself && sighting.hasSinglePeer
      && sighting.deviceTookPart && !sighting.event.flow.traits.contains(.fragments)
  }

  private func isUnexplained(_ sighting: borrowing Sighting) -> Bool {
    sighting.expectation == nil && sighting.usual == nil && isSubject(sighting)
      && !isBetweenForwarders(sighting)
  }

  /// Whether both ends are switches or routers inside: how fabrics are built.
  private func isBetweenForwarders(_ sighting: borrowing Sighting) -> Bool {
    guard sighting.device.role != .bmc, sighting.scope != .outside, let peer = sighting.peer else {
      return false
    }
    return (peer.role == .switch || peer.role == .router) && peer.confidence == nil
  }

  private mutating func tell(_ kind: String, _ sighting: borrowing Sighting) -> Finding? {
    let isGrave = sighting.device.role == .bmc || sighting.scope == .outside
    return lines.finding(
      Self.identity, kind, isGrave ? .high : .medium, sighting,
      deed:
        "sends \(kind) to \(sighting.peerEnd.address), a tunnel that no policy entry expects",
      evidence: [Evidence("tunnel.kind", .text(kind))])
  }
}
