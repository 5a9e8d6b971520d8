import Capture
import Devices

/// An incident in words.
enum IncidentText {
  /// The most findings that the sentence tells one by one.
  private static let mostDeeds = 8
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
      default: finding.rule.title
      }
    return text.utf8.count > deedLimit ? String(text.prefix(deedLimit / 4)) + "..." : text
  }

  /// `bmc-03 (bmc) and 203.0.113.9: called it on port 443 (policy.first-contact); 25.0 min later called by the
  /// clock every 60.00 s (beacon.periodic).`
  static func reason(
    _ story: borrowing IncidentStory, _ state: Finding.State, of finding: borrowing Finding
  ) -> String {
    var text = "\(finding.device.label) (\(finding.device.role.rawValue))"
    if !story.peer.isEmpty { text += " and \(story.peer)" }
    text += ": "
    var former: Timestamp?
    var deeds: [String] = []
    for part in story.parts.prefix(mostDeeds) {
      let later = former.map { part.time.seconds(since: $0) } ?? 0
      let when =
        former == nil
        ? "" : later < 1 ? "at once " : "\(NumberText.duration(later)) later "
      deeds.append("\(when)\(part.deed) (\(part.rule))")
      former = part.time
    }
    text += deeds.joined(separator: "; ")
    let more = story.count - deeds.count
    if more > 0 { text += "; and \(more) more" }
    switch state {
    case .open: break
    case .closed: text += "; it is over"
    case .reopened: text += "; it goes on again"
    }
    text += "."
    if let combination = story.combination { text += " Critical together: \(combination.reason)." }
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
}
