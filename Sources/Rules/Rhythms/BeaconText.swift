import Beacons
import Capture
import Devices
import Flows

/// A rhythm in words and as evidence, the same wherever one is told.
enum BeaconText {
  /// `contacts 203.0.113.7 on tcp/443 every 300.02 s: 41 beats, 1 missed, jitter 1.2 %, ...`.
  static func sentence<Channel>(_ verdict: RhythmLedger<Channel>.Verdict) -> String {
    let rhythm = verdict.rhythm
    let others = verdict.judged > 1 ? " (\(verdict.judged) series judged)" : ""
    return "\(verdict.key.channel.deed) every \(NumberText.duration(rhythm.period)): "
      + "\(verdict.beats.beats) beats, \(rhythm.missed) missed among the last \(rhythm.gaps + 1), "
      + "jitter \(percent(rhythm.jitter)); traffic without a clock looks so with a chance of "
      + NumberText.chance(verdict.chance) + others
  }

  /// `1.2 %`.
  static func percent(_ share: Double) -> String {
    NumberText.decimal(share * 100, places: 1) + " %"
  }

  /// Where the peer is and why that is no excuse.
  static func place(_ sighting: borrowing Sighting, _ severity: Severity) -> String {
    let role = sighting.device.role.rawValue
    if sighting.device.role == .unknown { return "nobody has said what the device is for" }
    if let peer = sighting.peer, sighting.scope != .outside, severity == .high {
      return
        "the peer is \(peer.label), a \(peer.role.rawValue), which a \(role) has no business with"
    }
    return switch sighting.scope {
    case .outside: "the peer is outside the internal networks and no policy entry expects it"
    case .internal: "the service is none that a \(role) uses, and no policy entry expects it"
    case .local: "the address is a group or link-local one, and the service is none of a \(role)"
    }
  }

  /// Who asks for a domain, and how.
  static func place(_ record: NameLedger.Record) -> String {
    let askers = record.askers.count
    let names = record.variety
    return
      "\(askers == 1 ? "no other device asks" : "\(askers) devices ask") for it, and no policy "
      + "entry names it; \(names.fresh) of \(names.asked) questions asked for a name that was not "
      + "asked for before"
  }

  /// What is known of a domain as named values.
  static func evidence(_ record: NameLedger.Record?) -> [Evidence] {
    guard let record else { return [] }
    return [
      Evidence("dns.askers", .integer(record.askers.count)),
      Evidence("dns.questions", .integer(record.variety.asked)),
      Evidence("dns.new_names", .integer(record.variety.fresh)),
    ]
  }

  /// The rhythm as named values.
  static func evidence<Channel>(_ verdict: RhythmLedger<Channel>.Verdict) -> [Evidence] {
    let rhythm = verdict.rhythm
    let beats = verdict.beats
    var evidence = [
      Evidence("beacon.key", .text(verdict.key.channel.word)),
      Evidence("beacon.channel", .text(verdict.key.channel.description)),
      Evidence("beacon.period", .decimal(rhythm.period, places: 3)),
      Evidence("beacon.jitter", .decimal(rhythm.jitter, places: 4)),
      Evidence("beacon.beats", .integer(beats.beats)),
      Evidence("beacon.missed", .integer(rhythm.missed)),
      Evidence("beacon.judged_gaps", .integer(rhythm.gaps)),
      Evidence("beacon.supporting_gaps", .integer(rhythm.supporting)),
      Evidence("beacon.through_noise", .flag(rhythm.isTracked)),
      Evidence("beacon.p_value", .probability(verdict.chance)),
      Evidence("beacon.series_judged", .integer(max(1, verdict.judged))),
      Evidence("beacon.folded_events", .integer(beats.folded)),
      Evidence("beacon.first", .moment(beats.first.rawValue)),
      Evidence("beacon.last", .moment(beats.last.rawValue)),
    ]
    if let shape = verdict.shape { evidence += self.evidence(shape) }
    return evidence
  }

  /// What the conversations have in common, as named values: medians, and typical deviations from them.
  private static func evidence(_ shape: ConversationShape) -> [Evidence] {
    func named(_ name: String, _ spread: ConversationShape.Spread, places: Int) -> [Evidence] {
      [
        Evidence("shape.\(name).median", .decimal(spread.median, places: places)),
        Evidence("shape.\(name).variation", .decimal(spread.variation, places: 3)),
      ]
    }
    return [
      Evidence("shape.conversations", .integer(min(Int(shape.count), ConversationShape.kept)))
    ] + named("sent_bytes", shape.sentBytes, places: 0)
      + named("received_bytes", shape.receivedBytes, places: 0)
      + named("milliseconds", shape.milliseconds, places: 0)
  }
}
