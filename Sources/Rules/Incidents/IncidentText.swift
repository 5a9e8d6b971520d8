import Capture
import Devices

/// An incident in words.
enum IncidentText {
  /// The most deeds that the sentence tells one by one, and the most bytes of it up to its end.
  private static let mostDeeds = 8
  private static let limit = 740
  /// The most bytes of a deed.
  private static let deedLimit = 120

  /// What the device did, in a few words behind its name.
  static func deed(_ finding: borrowing Finding) -> String {
    let name = finding.rule.name
    let rhythm = finding.decimal("beacon.period").map {
      " every \(NumberText.duration($0))"
    }
    let port = (finding.conversation.deviceStarted ? finding.peerEnd : finding.deviceEnd).port
    let text: String =
      switch name {
      case "policy.first-contact", "policy.role":
        "called it" + (port.map { " on port \($0)" } ?? "")
      case "policy.outside": "answered its call"
      case "policy.exposed": "let it reach a management service"
      case "policy.new-service": "answered it" + (port.map { " on port \($0)" } ?? "")
      case "policy.vlan": "sent in a VLAN where it does not belong"
      case "policy.silence": "fell silent with its telemetry"
      case "beacon.periodic": "called by the clock" + (rhythm ?? "")
      case "beacon.stack": "called by the clock\(rhythm ?? "") as a hidden second system"
      case "beacon.changed": "changed its rhythm" + (rhythm.map { " to one\($0)" } ?? "")
      case "beacon.stopped": "fell silent"
      case "ethernet.unknown-ethertype": "sent frames of an unknown kind" + (rhythm ?? "")
      case "identity.two-stacks": "showed itself as two systems behind one address"
      case "identity.self-reset": "reset a connection that it went on with"
      case "identity.double-reply": "answered one request twice"
      case "identity.in-flow-contradiction": "sent as two systems inside one connection"
      case "identity.sleeping-host": "sent while its host was silent"
      case "identity.role-mismatch": "showed itself as another sort of machine"
      case "identity.lldp": "was contradicted by an announcement to the neighbors"
      case "identity.dhcp": "asked for addresses as two clients"
      case "identity.address-conflict": "had an address that other hardware claimed, too"
      case "identity.mac-moved": "had an address that moved"
      case "signal.callback": "called whom a packet had named"
      case "protocol.tls": "started an odd TLS conversation"
      case "fleet.shared-peer": "shared what it meets with other devices"
      case "fleet.same-rhythm": "called in step with other devices"
      case "protocol.dns":
        finding.text("dns.domain").map { "asked for ever new names below \($0)" }
          ?? "asked a resolver outside"
      default: finding.rule.deed.isEmpty ? "gave cause for a finding" : finding.rule.deed
      }
    return text.utf8.count > deedLimit ? String(text.prefix(deedLimit / 4)) + "..." : text
  }

  /// `bmc-03 (bmc) and 203.0.113.9: called it on port 443 (policy.first-contact); 25.0 min later called by the
  /// clock every 60.00 s (beacon.periodic).`
  ///
  /// Where there is no room for all deeds, the first ones and the one that is news.
  static func reason(
    _ story: borrowing IncidentStory, _ device: Device, _ state: Finding.State,
    of finding: borrowing Finding
  ) -> String {
    var text = story.combination.map { "Critical together: \($0.reason). " } ?? ""
    text += "\(device.label) (\(device.role.rawValue))"
    if !story.peer.isEmpty { text += " and \(story.peer)" }
    text += ": "
    // What is news and like something before is told by itself, behind the rest.
    let id = finding.id
    let isListed = story.parts.contains { $0.id == id }
    var news = story.parts.last { $0.id == id }.map { IncidentDeed($0) }
    var deeds = IncidentDeed.all(of: story.parts)
    if state == .closed || deeds.contains(where: { $0.count == 1 && $0.includes(id) }) {
      news = nil
    } else if isListed {
      deeds = IncidentDeed.all(of: story.parts.filter { $0.id != id })
    } else {
      news = IncidentDeed(IncidentPart(finding))
    }
    var room = limit - text.utf8.count - (news?.phrase(after: nil).utf8.count ?? 0)
    var told = IncidentDeed.fitting(deeds, news == nil ? mostDeeds : mostDeeds - 1, bytes: room)
    if news == nil, state != .closed, let deed = deeds[told...].first(where: { $0.includes(id) }) {
      news = deed
      room -= deed.phrase(after: nil).utf8.count
      told = IncidentDeed.fitting(deeds, mostDeeds - 1, bytes: room)
    }
    var former: Timestamp?
    var phrases: [String] = []
    for deed in deeds[..<told] {
      phrases.append(deed.phrase(after: former))
      former = max(former ?? deed.last, deed.last)
    }
    text += phrases.joined(separator: "; ")
    let more =
      story.count - deeds[..<told].reduce(0) { $0 + $1.count } - (news?.count ?? 0)
    if more > 0 { text += "; and \(more) more" }
    if let news { text += "; " + news.phrase(after: former) }
    switch state {
    case .open: break
    case .closed: text += "; it is over"
    case .reopened: text += "; it goes on again"
    }
    text += "."
    if state == .closed { text += " \(finding.reason)" }
    return text
  }
}

extension Finding {
  /// A number of the evidence.
  fileprivate func decimal(_ path: String) -> Double? {
    for piece in evidence where piece.path == path {
      if case .decimal(let value, _) = piece.value { return value }
    }
    return nil
  }

  /// A text of the evidence.
  fileprivate func text(_ path: String) -> String? {
    for piece in evidence where piece.path == path {
      if case .text(let value) = piece.value { return value }
    }
    return nil
  }
}
