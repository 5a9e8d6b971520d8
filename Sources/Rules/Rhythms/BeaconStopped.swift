import Beacons
import Capture
import Devices

/// A rhythm that was told has stopped.
///
/// Told by the rule that told the rhythm, with the moment at which the silence became too long to be luck.
enum BeaconStopped {
  static let identity = RuleIdentity(
    name: "beacon.stopped",
    title: "A rhythm that was told has stopped",
    version: "1", category: "Command and Control",
    techniques: [Technique(id: "T1029", name: "Scheduled Transfer")], severities: [.low],
    explanation: """
      Sees: a device whose rhythm was told is silent on that channel for longer than its own record \
      allows: had the rhythm gone on, it would be silent so long with a chance below 1 in 1,000, by its \
      period, its spread, the share of beats it missed so far, and its longest pause.
      Why: what calls home falls silent when it was removed, when it was told to sleep, or when it has \
      moved to another channel. Which of these it is, is for a person to say.
      Severity: low. The finding of the rhythm itself is closed by a line of its own at the same time.
      Risk: 21.
      Benign causes: the job was switched off, the device is down or was moved, the sensor lost its \
      traffic.
      By hand:
        tcpdump -ttt -nr FILE 'host ADDRESS and host PEER'
      To silence: Expect the rhythm itself (see beacon.periodic): what is expected is not \
      followed, so its end is no news. Other rhythms of the device are followed on. For rhythms of a \
      hidden system (beacon.stack) there is no such entry; they are silenced by their event.id.
      """)

  /// - Parameters:
  ///   - stop: What has stopped.
  ///   - device: Whose it was.
  ///   - peer: The other end, where the inventory knows it.
  ///   - opened: The identifier of the finding that told the rhythm.
  /// - Returns: The finding.
  static func finding<Channel>(
    _ stop: RhythmLedger<Channel>.Stop, _ device: Device, _ peer: Device?, opened: String
  ) -> Finding {
    let verdict = stop.verdict
    let channel = verdict.key.channel
    let silence = Double(stop.time.nanoseconds(since: verdict.beats.last)) / 1e9
    let chance = verdict.beats.silence(of: stop.told.learned)?.chance ?? 0
    var finding = stop.finding(
      identity, device, peer, severity: .low, riskScore: 21,
      reason: "no longer \(channel.deed) every \(NumberText.duration(stop.told.learned.period)): "
        + "none for \(NumberText.duration(silence)) after \(verdict.beats.beats) beats; a rhythm that "
        + "goes on is silent so long with a chance of \(NumberText.chance(chance)).",
      evidence: [
        Evidence("beacon.finding", .text(opened)),
        Evidence("beacon.key", .text(channel.word)),
        Evidence("beacon.channel", .text(channel.description)),
        Evidence("beacon.period", .decimal(stop.told.learned.period, places: 3)),
        Evidence("beacon.jitter", .decimal(stop.told.learned.jitter, places: 4)),
        Evidence("beacon.beats", .integer(verdict.beats.beats)),
        Evidence("beacon.first", .moment(verdict.beats.first.rawValue)),
        Evidence("beacon.last", .moment(verdict.beats.last.rawValue)),
        Evidence("silence.seconds", .decimal(silence, places: 3)),
        Evidence("silence.p_value", .probability(chance)),
      ])
    finding.update = stop.told.stops - 1
    return finding
  }
}
