import Beacons
import Devices

extension RhythmLedger.Stop {
  /// The last line of the finding that told the rhythm.
  /// - Parameters:
  ///   - rule: The rule that told it.
  ///   - device: Whose rhythm it was.
  ///   - peer: The other end, where the inventory knows it.
  ///   - riskScore: How sure and how bad.
  ///   - evidence: What the rule says before the rhythm.
  /// - Returns: The line; a rule that counts its lines otherwise gives it another number.
  func closing(
    _ rule: RuleIdentity, _ device: Device, _ peer: Device?, riskScore: Double,
    evidence: [Evidence] = []
  ) -> Finding {
    var closing = finding(
      rule, device, peer, severity: scene.severity, riskScore: riskScore,
      reason: "\(BeaconText.sentence(verdict)); \(scene.place). It has stopped.",
      evidence: evidence + BeaconText.evidence(verdict))
    closing.update = told.updates
    closing.state = .closed
    return closing
  }

  /// A finding about the channel that comes without an event, at the moment at which the stop was clear.
  func finding(
    _ rule: RuleIdentity, _ device: Device, _ peer: Device?, severity: Severity, riskScore: Double,
    reason: String, evidence: [Evidence]
  ) -> Finding {
    Finding(
      rule: rule, id: FindingID.make(rule.name, device.findingName, key.channel.description),
      severity: severity, riskScore: riskScore, time: time, start: verdict.beats.first,
      end: verdict.beats.last,
      reason: "\(device.label) (\(device.role.rawValue)) \(reason)",
      device: device, deviceEnd: scene.deviceEnd, peerEnd: scene.peerEnd, peer: peer,
      conversation: scene.conversation, evidence: evidence)
  }
}
