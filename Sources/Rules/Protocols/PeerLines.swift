import Capture
import Devices
import Flows
import Packets

/// The lines of a rule about what a device and its peers say to each other: one a peer and topic, an update at
/// 4, 16, 64, ... sightings, one whenever it matters more; past 32 of a device one line for all further ones.
struct PeerLines: Sendable {
  private var ledger: LineLedger<PeerTopic>

  /// No lines yet.
  init(settings: RuleSettings) {
    ledger = LineLedger(limit: settings.contactLimit, isRemembered: settings.isRemembered)
  }

  /// Whether a topic of the sighting's peer was told.
  func isTold(_ topic: String, _ sighting: borrowing Sighting) -> Bool {
    let peer = sighting.peerEnd.address
    return ledger.isKnown(PeerTopic(peer: peer, topic: topic), of: sighting.device.index)
  }

  /// Counts a sighting, and words the line that is due.
  ///
  /// The risk is the severity's number, plus 2 for every update, to 16 more.
  /// - Parameters:
  ///   - rule: The rule.
  ///   - topic: What is wrong, as one of the rule's words.
  ///   - severity: How much it matters.
  ///   - sighting: The event that shows it.
  ///   - isOfAll: Whether one line is for all peers of the device.
  ///   - deed: What the device does, behind its name: `carries IPv4 packets in echo requests to 203.0.113.7`.
  ///   - evidence: Named values behind those of every line.
  /// - Returns: The finding; `nil` where no line is due.
  mutating func finding(
    _ rule: RuleIdentity, _ topic: String, _ severity: Severity, _ sighting: borrowing Sighting,
    isOfAll: Bool = false, deed: String, evidence: [Evidence] = []
  ) -> Finding? {
    let device = sighting.device
    let subject = PeerTopic(peer: isOfAll ? .zero : sighting.peerEnd.address, topic: topic)
    let due = ledger.note(subject, of: device.index, severity, at: sighting.event.time)
    guard let due else { return nil }
    let line: (channel: String, count: Int, first: Timestamp, update: Int, clause: String) =
      switch due {
      case .one(let count, let first, let update):
        (
          "\(subject)", count, first, update,
          count == 1 ? "seen once so far" : "seen \(count) times so far"
        )
      case .further(let count, let first, let update):
        (
          "further", count, first, update,
          "the newest of \(count) such sightings past the first \(LineLedger<PeerTopic>.partsApart) peers"
        )
      }
    var finding = Finding(
      rule, channel: line.channel, severity: severity,
      riskScore: Double(severity.rawValue) + min(16, 2 * Double(line.update)), since: line.first,
      reason: "\(device.label) (\(device.role.rawValue)) \(deed); \(line.clause).", sighting,
      evidence: [
        Evidence("protocol.topic", .text(topic)),
        Evidence("protocol.sightings", .integer(line.count)),
        Evidence("protocol.first", .moment(line.first.rawValue)),
        Evidence("scope", .text("\(sighting.scope)")),
      ] + evidence)
    finding.update = line.update
    return finding
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] { ledger.changes() }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) { try ledger.restore(entries) }
}
