import Capture
import Devices
import Flows
import Packets

/// A shared point in words and as evidence.
extension SharedPeer {
  /// The line about a point.
  func finding(
    _ point: MeetingPoint, _ meeting: Meeting, _ members: [Meeting.Member], _ mix: FleetMix,
    _ severity: Severity, _ update: Int, _ state: Finding.State, _ sighting: borrowing Sighting,
    _ site: borrowing Site
  ) -> Finding {
    let own = sighting.device
    let others = mix.devices.filter { $0.index != own.index }
    let first = members.map(\.first).min() ?? sighting.event.time
    let fleet = site.count(of: roles)
    let rest = max(0, fleet - members.count)
    let stretch = NumberText.duration(sighting.event.time.seconds(since: first))
    let without =
      switch rest {
      case 0: "no other controller or switch is known"
      case 1: "1 other controller or switch of the site is not known to"
      default: "\(rest) other controllers and switches of the site are not known to"
      }
    var reason =
      "\(FleetMix.name(own)) \(deed(point, members, own)), and so \(others.count == 1 ? "does" : "do") "
      + "\(FleetMix.names(others)): \(mix.phrase) within \(stretch), and \(without); no policy entry expects it"
    if let client = client(of: members) { reason += "; all of them have the JA4 \(client)" }
    reason += note(point, meeting, mix) + "."
    var finding = Finding(
      Self.identity, channel: point.description, severity: severity,
      riskScore: Double(severity.rawValue), since: first, reason: reason, sighting,
      evidence: evidence(point, meeting, members, mix, rest))
    finding.id = FindingID.make(Self.identity.name, "fleet", point.description)
    finding.update = update
    finding.state = state
    finding.relatedAddresses = related(members, own.index, sighting.peerEnd.address)
    return finding
  }

  /// The last line of a point that the policy has come to expect.
  func closing(
    _ point: MeetingPoint, _ meeting: Meeting, _ told: Meeting.Told, _ device: Device,
    at time: Timestamp, _ site: borrowing Site
  ) -> Finding {
    let site = copy site
    let mix = FleetMix(meeting.members.map { site.device(at: $0.device) })
    let first = meeting.members.map(\.first).min() ?? time
    var finding = Finding(
      rule: Self.identity, id: FindingID.make(Self.identity.name, "fleet", point.description),
      severity: told.severity, riskScore: Double(told.severity.rawValue), time: time,
      start: first, end: meeting.members.map(\.last).max() ?? first,
      reason:
        "\(FleetMix.names(mix.devices)) share \(point.noun) \(point.value). The policy expects it now, as far as "
        + "devices of different makers or roles were told.",
      device: device, deviceEnd: told.scene.deviceEnd, peerEnd: told.scene.peerEnd, peer: nil,
      conversation: told.scene.conversation,
      evidence: evidence(
        point, meeting, meeting.members, mix, max(0, site.count(of: roles) - mix.devices.count))
        + [Evidence("policy.expected", .flag(true))])
    finding.update = told.update
    finding.state = .closed
    finding.relatedAddresses = related(
      meeting.members, device.index, told.scene.peerEnd.address)
    return finding
  }

  private func deed(
    _ point: MeetingPoint, _ members: [Meeting.Member], _ own: Device
  ) -> String {
    let member = members.first { $0.device == own.index }
    let service = member.map { " on \($0.service)" } ?? ""
    return switch point {
    case .peer(let address): "meets the outside address \(address)\(service)"
    case .network(let network):
      "meets \(member.map { "\($0.peer)" } ?? "an address")\(service), of the outside network \(network), which no "
        + "card or server meets"
    case .name(let name): "asks outside for \(name)\(service)"
    case .question(let name):
      "asks over DNS for names below \(name), nearly each time for a new one"
    case .certificate("", let fingerprint):
      "got the self-signed certificate \(fingerprint.prefix(16)) outside"
    case .certificate(let client, let fingerprint):
      "got, as the TLS client \(client), the certificate \(fingerprint.prefix(16)) outside"
    }
  }

  /// What makes it less than it looks.
  private func note(_ point: MeetingPoint, _ meeting: Meeting, _ mix: FleetMix) -> String {
    var notes = ""
    if point.isAddress, meeting.isUsual {
      notes +=
        "; by port, and content as far as it was captured, all of it was \(usualWords(meeting)), which many use outside"
    }
    if !meeting.general.isEmpty {
      let count = meeting.general.count
      let few = count == Meeting.mostGeneral ? "\(count) or more" : "\(count)"
      notes += "; \(few) cards or servers meet it, too"
    }
    return notes
  }

  private func usualWords(_ meeting: Meeting) -> String {
    var words: [String] = []
    for service in meeting.members.map(\.service) {
      let word = service.port == 123 ? "NTP" : service.transport.hasPorts ? "DNS" : "ping"
      if !words.contains(word) { words.append(word) }
    }
    return words.sorted().joined(separator: " and ")
  }

  /// The JA4 that all of them have.
  private func client(of members: [Meeting.Member]) -> String? {
    guard let client = members.first?.client, !client.isEmpty,
      members.allSatisfy({ $0.client == client })
    else { return nil }
    return client
  }

  private func evidence(
    _ point: MeetingPoint, _ meeting: Meeting, _ members: [Meeting.Member], _ mix: FleetMix,
    _ rest: Int
  ) -> [Evidence] {
    var services: [String] = []
    for member in members where !services.contains("\(member.service)") {
      services.append("\(member.service)")
    }
    var evidence = [
      Evidence("fleet.shared", .text(point.word)), Evidence("fleet.point", .text(point.value)),
    ]
    evidence += mix.evidence
    evidence += [
      Evidence("fleet.without", .integer(rest)),
      Evidence("fleet.services", .texts(Array(services.prefix(FleetMix.mostNamed)))),
      Evidence("fleet.usual_content", .flag(meeting.isUsual)),
      Evidence("fleet.general_machines", .integer(meeting.general.count)),
      Evidence("fleet.first", .moment((members.map(\.first).min() ?? members[0].first).rawValue)),
    ]
    if let client = client(of: members) { evidence.append(Evidence("fleet.ja4", .text(client))) }
    return evidence
  }

  private func related(
    _ members: [Meeting.Member], _ own: Int, _ peer: IPAddress?
  ) -> [IPAddress] {
    var addresses: [IPAddress] = []
    for member in members.prefix(FleetMix.mostNamed) {
      if member.device != own { addresses.append(member.address) }
      if member.peer != peer, !addresses.contains(member.peer) { addresses.append(member.peer) }
    }
    return addresses
  }
}

extension MeetingPoint {
  /// What is shared, as a sentence says it.
  var noun: String {
    switch self {
    case .peer: "the outside address"
    case .network: "the outside network"
    case .name: "the name"
    case .question: "the DNS questions for"
    case .certificate: "the certificate"
    }
  }
}
