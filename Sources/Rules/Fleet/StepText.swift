import Capture
import Devices

/// What is in step, in words and as evidence.
struct StepText {
  private let verdict: StepVerdict
  private let devices: [Device]
  private let gap: Double

  /// The words for a verdict.
  init(_ verdict: StepVerdict, _ ledger: borrowing StepLedger, _ site: borrowing Site) {
    self.verdict = verdict
    let site = copy site
    devices = verdict.partners.map { site.device(at: $0.key.device) }
    gap = ledger[verdict.key]?.typicalGap ?? 0
  }

  /// `bmc-01 (bmc, HPE) with 203.0.113.7 on tcp/443 and sw-01 (switch, Cisco) with ...`.
  var partners: String {
    let named = zip(devices, verdict.partners).prefix(4).map { device, partner in
      "\(FleetMix.name(device)), which contacts \(partner.key.channel.phrase)"
    }
    let more = devices.count - named.count
    return named.joined(separator: ", and with ") + (more > 0 ? ", and \(more) others" : "")
  }

  /// What was found, with its numbers.
  var proof: String {
    let least = verdict.partners.map(\.result.count).min() ?? 0
    let widest = verdict.partners.map(\.result.agreement).max() ?? 0
    let period = NumberText.duration(gap)
    switch verdict.proof {
    case .moment:
      return "all but an eighth of the latest \(least) beats, one every \(period), lie within "
        + "\(NumberText.decimal(widest, places: 3)) s of the other's"
    case .schedule:
      return "\(least) of the latest gaps, of \(period) typically, are the same within "
        + "\(NumberText.decimal(widest, places: 2)) s\(delays)"
    case .period:
      return "their periods of \(NumberText.decimal(gap, places: 3)) s agree within "
        + "\(NumberText.decimal(widest * 1e6, places: 0)) parts in a million over \(least) beats\(delays)"
    }
  }

  private var delays: String {
    let delays = verdict.partners.prefix(4).map {
      NumberText.decimal($0.result.delay, places: 2) + " s"
    }
    return ", behind by " + delays.joined(separator: ", ")
  }

  /// The proof as named values.
  var evidence: [Evidence] {
    let partners = verdict.partners.prefix(FleetMix.mostNamed)
    return [
      Evidence("fleet.proof", .text("\(verdict.proof)")),
      Evidence("fleet.channel", .text(verdict.key.channel.description)),
      Evidence("fleet.in_step", .texts(devices.prefix(FleetMix.mostNamed).map(\.label))),
      Evidence("fleet.channels", .texts(partners.map { $0.key.channel.description })),
      Evidence("fleet.gap", .decimal(gap, places: 3)),
      Evidence("fleet.compared_beats", .integer(verdict.partners.map(\.result.count).min() ?? 0)),
      Evidence("fleet.delays", .decimals(partners.map(\.result.delay), places: 3)),
      Evidence(
        "fleet.weakest", .probability(verdict.partners.map(\.result.chance).max() ?? 1)),
      Evidence("fleet.looks", .integer(verdict.looks)),
      Evidence("fleet.compared", .integer(verdict.compared)),
      Evidence("fleet.p_value", .probability(verdict.chance)),
    ]
  }
}
