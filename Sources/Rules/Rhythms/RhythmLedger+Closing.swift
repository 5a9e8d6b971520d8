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
    var finding = Finding(
      rule: rule, id: FindingID.make(rule.name, device.label, key.channel.description),
      severity: scene.severity, riskScore: riskScore, time: time, start: verdict.beats.first,
      end: verdict.beats.last,
      reason: "\(device.label) (\(device.role.rawValue)) \(BeaconText.sentence(verdict)); "
        + "\(scene.place). It has stopped.",
      device: device, deviceEnd: scene.deviceEnd, peerEnd: scene.peerEnd, peer: peer,
      conversation: scene.conversation, evidence: evidence + BeaconText.evidence(verdict))
    finding.update = told.updates
    finding.state = .closed
    return finding
  }
}
