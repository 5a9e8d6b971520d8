import Beacons
import Capture
import Devices
import Flows

/// A rhythm in words and as evidence, the same wherever one is told.
enum BeaconText {
  /// `every 300.02 s: 41 beats, 1 missed, jitter 1.2 %, ...`.
  static func rhythm(_ rhythm: Rhythm, _ beats: Int) -> String {
    "every \(NumberText.duration(rhythm.period)): \(beats) beats, \(rhythm.missed) missed among the "
      + "last \(rhythm.gaps + 1), jitter \(NumberText.decimal(rhythm.jitter * 100, places: 1)) %; "
      + "traffic without a clock looks so with a chance of \(NumberText.chance(rhythm.chance))"
  }

  /// Where the peer is and why that is no excuse.
  static func place(_ sighting: borrowing Sighting, _ severity: Severity) -> String {
    let role = sighting.device.role.rawValue
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

  /// The rhythm as named values.
  static func evidence(_ rhythm: Rhythm, _ beats: BeatSeries) -> [Evidence] {
    [
      Evidence("beacon.period", .decimal(rhythm.period, places: 3)),
      Evidence("beacon.jitter", .decimal(rhythm.jitter, places: 4)),
      Evidence("beacon.beats", .integer(beats.beats)),
      Evidence("beacon.missed", .integer(rhythm.missed)),
      Evidence("beacon.judged_gaps", .integer(rhythm.gaps)),
      Evidence("beacon.supporting_gaps", .integer(rhythm.supporting)),
      Evidence("beacon.through_noise", .flag(rhythm.isTracked)),
      Evidence("beacon.p_value", .probability(rhythm.chance)),
      Evidence("beacon.folded_events", .integer(beats.folded)),
      Evidence("beacon.first", .moment(beats.first.rawValue)),
      Evidence("beacon.last", .moment(beats.last.rawValue)),
    ]
  }
}
