import Beacons
import Capture
import Devices

/// Rhythms that the policy has come to expect.
extension RhythmLedger {
  /// Closes the open rhythms that are expected now, in the order in which they were told.
  /// - Parameters:
  ///   - time: When the policy was asked.
  ///   - isExpected: Whether it expects what a rhythm was told of.
  /// - Returns: What was closed.
  mutating func excuse(
    at time: Timestamp, where isExpected: (Key, RhythmScene) -> Bool
  ) -> [Stop] {
    let open = told.filter { key, rhythm in
      rhythm.isOpen && rhythm.scene.map { isExpected(key, $0) } ?? false
    }
    return open.sorted { $0.value.ordinal < $1.value.ordinal }.compactMap { key, rhythm in
      close(key, rhythm, at: time, hasStopped: false)
    }
  }
}

extension RhythmLedger.Stop {
  /// The last line of a rhythm that the policy has come to expect.
  func excuse(
    _ rule: RuleIdentity, _ device: Device, _ peer: Device?, riskScore: Double,
    by entry: Expectation?
  ) -> Finding {
    let words = entry.map { "entry in line \($0.line)\($0.reason.isEmpty ? "" : ", \($0.reason)")" }
    var closing = finding(
      rule, device, peer, severity: scene.severity, riskScore: riskScore,
      reason:
        "\(BeaconText.sentence(verdict)). The policy expects it now (\(words ?? "by its name")).",
      evidence: BeaconText.evidence(verdict) + [
        Evidence("policy.expected", .flag(true)),
        Evidence("policy.line", .integer(entry?.line ?? 0)),
        Evidence("policy.reason", .text(entry?.reason ?? "")),
      ])
    closing.update = told.updates
    closing.state = .closed
    return closing
  }
}
