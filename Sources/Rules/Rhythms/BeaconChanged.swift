import Beacons
import Capture
import Devices

/// A rhythm that was told has become another one.
enum BeaconChanged {
  static let identity = RuleIdentity(
    name: "beacon.changed",
    title: "A rhythm that was told has changed its period or its jitter",
    version: "1", category: "Command and Control",
    techniques: [Technique(id: "T1029", name: "Scheduled Transfer")],
    severities: [.low, .medium, .high, .critical],
    explanation: """
      Sees: the latest beats of a rhythm that was told agree among themselves and not with what was \
      told: another period, or another jitter, beyond what missed beats, slow drift and chance explain.
      Why: operators change the sleep of an implant when they begin to work with it, or when they hide \
      it; a program on its own keeps its settings.
      Severity: that of the rhythm. Risk: as beacon.periodic.
      Benign causes: a new configuration, a new version, a change of load.
      By hand:
        tcpdump -ttt -nr FILE 'host ADDRESS and host PEER'
      To silence: Expect the rhythm itself (see beacon.periodic), with a pace: what stays within \
      it is not told, and what calls more often than that still is.
      """)

  /// - Parameters:
  ///   - verdict: The rhythm as it is now.
  ///   - former: As it was.
  ///   - severity: How much it matters.
  ///   - riskScore: How sure and how bad.
  ///   - place: Where the peer is and why that is no excuse.
  ///   - sighting: The event that tipped it.
  /// - Returns: The finding.
  static func finding<Channel>(
    _ verdict: RhythmLedger<Channel>.Verdict, from former: LearnedRhythm,
    _ severity: Severity, _ riskScore: Double, _ place: String, _ sighting: borrowing Sighting
  ) -> Finding {
    let device = sighting.device
    let rhythm = verdict.rhythm
    return Finding(
      identity, channel: verdict.key.channel.description, severity: severity,
      riskScore: riskScore, since: verdict.beats.first,
      reason: "\(device.label) (\(device.role.rawValue)) \(verdict.key.channel.deed) every "
        + "\(NumberText.duration(rhythm.period)) with jitter \(BeaconText.percent(rhythm.jitter)), "
        + "where it was every \(NumberText.duration(former.period)) with jitter "
        + "\(BeaconText.percent(former.jitter)), over the last \(rhythm.gaps) gaps of "
        + "\(verdict.beats.beats) beats; the former rhythm gives such gaps, or no clock "
        + "does, with a chance of \(NumberText.chance(rhythm.chance)); \(place).",
      sighting,
      evidence: BeaconText.evidence(verdict) + [
        Evidence("change.former_period", .decimal(former.period, places: 3)),
        Evidence("change.former_jitter", .decimal(former.jitter, places: 4)),
        Evidence("change.gaps", .integer(rhythm.gaps)),
        Evidence("change.p_value", .probability(rhythm.chance)),
      ])
  }
}
