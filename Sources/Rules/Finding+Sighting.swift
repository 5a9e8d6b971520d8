import Capture
public import Devices
import Flows
import Packets

extension Finding {
  /// A finding about the conversation of a sighting, with all that every rule says alike.
  /// - Parameters:
  ///   - rule: The rule that found it.
  ///   - channel: What of the device it is about; stable from run to run.
  ///   - severity: How much it matters.
  ///   - riskScore: 0 to 100, by the rule's own formula.
  ///   - start: The first event of the channel.
  ///   - reason: One English sentence.
  ///   - sighting: The event that tipped it.
  ///   - evidence: Named values.
  init(
    _ rule: RuleIdentity, channel: String, severity: Severity, riskScore: Double,
    since start: Timestamp, reason: String, _ sighting: borrowing Sighting, evidence: [Evidence]
  ) {
    let flow = sighting.event.flow
    let session = sighting.content.session
    let deviceEnd = sighting.deviceEnd
    let peerEnd = sighting.peerEnd
    let transport = flow.transport
    let hasPorts = transport?.hasPorts ?? false
    self.init(
      rule: rule, id: FindingID.make(rule.name, sighting.device.findingName, channel),
      severity: severity, riskScore: riskScore, time: sighting.event.time, start: start,
      end: sighting.event.time, reason: reason, device: sighting.device,
      deviceEnd: Finding.endpoint(deviceEnd, isIP: flow.isIP, hasPorts: hasPorts),
      peerEnd: Finding.endpoint(peerEnd, isIP: flow.isIP, hasPorts: hasPorts),
      peer: sighting.peer,
      conversation: Conversation(
        transport: transport, linkProtocol: flow.linkProtocol, vlans: flow.vlans,
        deviceStarted: sighting.deviceStarted, direction: Finding.direction(sighting),
        communityID: transport.map {
          CommunityID.v1(
            source: flow.initiator.address, destination: flow.responder.address, protocol: $0,
            sourcePort: flow.initiator.port, destinationPort: flow.responder.port)
        },
        spoken: session.recognition == .certain ? session.spoken : nil),
      evidence: evidence)
  }

  private static func endpoint(_ end: Flow.End, isIP: Bool, hasPorts: Bool) -> Endpoint {
    var endpoint = Endpoint(
      address: isIP ? end.address : nil, mac: end.mac == .zero ? nil : end.mac,
      port: hasPorts ? end.port : nil)
    endpoint.packets = end.packets
    endpoint.bytes = end.bytes
    return endpoint
  }

  private static func direction(_ sighting: borrowing Sighting) -> Direction {
    switch sighting.scope {
    case .outside: sighting.deviceStarted ? .outbound : .inbound
    case .internal, .local: .internal
    }
  }
}

extension Device {
  /// What findings of the device are told apart by: what a person calls it, or of a machine that nobody has
  /// declared what stays the same while more becomes known of it.
  var findingName: String { confidence == nil ? label : identity }

  /// What a person would call the device: its name, else its first address, else its first MAC.
  public var label: String {
    if !name.isEmpty { return name }
    if let address = addresses.first { return address.description }
    return macs.first?.description ?? "device \(index)"
  }
}
