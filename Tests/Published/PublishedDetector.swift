/// One published way to say whether a channel is a beacon, with the threshold that its authors use.
public struct PublishedDetector: Sendable {
  /// Its name and threshold.
  public let name: String
  /// Whether it says that a series is a beacon.
  public let finds: @Sendable (EventSeries) -> Bool

  /// Every one of them. Those that work on a day are given each day of longer data.
  public static let all: [PublishedDetector] = [
    PublishedDetector(name: "RITA>=.70") { $0.days.contains { RITAScore($0)?.score ?? 0 >= 0.7 } },
    PublishedDetector(name: "RITA>=.90") { $0.days.contains { RITAScore($0)?.score ?? 0 >= 0.9 } },
    PublishedDetector(name: "RITA 3>=.85") {
      $0.days.contains { OldRITAScore($0)?.isReported ?? false }
    },
    PublishedDetector(name: "Maltrail", finds: Maltrail.finds),
    PublishedDetector(name: "Flare>5%") { $0.days.contains { Flare($0)?.percent ?? 0 > 5 } },
    PublishedDetector(name: "Flare>50%") { $0.days.contains { Flare($0)?.percent ?? 0 > 50 } },
    PublishedDetector(name: "Sentinel", finds: Sentinel.finds),
    PublishedDetector(name: "Elastic any") { Elastic.finds($0, score: 1) },
    PublishedDetector(name: "Elastic=3") { Elastic.finds($0, score: 3) },
    PublishedDetector(name: "BAYWATCH") { series in
      var random = SplitMix(seed: UInt64(series.times.count))
      return BAYWATCH(series, using: &random).isBeaconing
    },
    PublishedDetector(name: "Fisher p<.001", finds: FisherTest.finds),
    PublishedDetector(name: "CV<.2", finds: GapVariation.finds),
    PublishedDetector(name: "TracePcap", finds: GapVariation.tracePcapFinds),
  ]
}
