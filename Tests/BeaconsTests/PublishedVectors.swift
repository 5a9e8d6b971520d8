import Foundation
import Published

/// Known answers that were computed apart from this repository, in the folder `Vectors`.
enum PublishedVectors {
  /// One channel, and what the published formulas give for it.
  struct Channel: Decodable, Sendable {
    struct Answer: Decodable, Sendable {
      let ts: Double
      let ds: Double
      let hist: Double
      let dur: Double
      let score: Double
      let histogram: [Int]
      let bars: Int
      let longestRun: Int
      let maltrail: Bool
      let flareAtFive: Bool
      let flareAtFifty: Bool
      let sentinel: Bool
      let cv: Double

      enum CodingKeys: String, CodingKey {
        case ts, ds, hist, dur, score, histogram, bars, maltrail, sentinel, cv
        case longestRun = "longest_run"
        case flareAtFive = "flare_5pct"
        case flareAtFifty = "flare_50pct"
      }
    }

    let name: String
    let start: Double
    let end: Double
    let times: [Double]
    let bytes: [Double]
    let expect: Answer

    enum CodingKeys: String, CodingKey {
      case name, bytes, expect
      case start = "dataset_min"
      case end = "dataset_max"
      case times = "ts"
    }

    /// The channel as the formulas take it.
    var series: EventSeries {
      EventSeries(times: times.map { $0 - start }, bytes: bytes, length: end - start)
    }
  }

  /// A series or its powers, and what Fisher's test gives.
  struct Spectrum: Decodable, Sendable {
    let name: String
    let series: [Double]?
    let powers: [Double]?
    let chance: Double
    let statistic: Double
    let frequency: Double?

    enum CodingKeys: String, CodingKey {
      case name, series
      case powers = "psd"
      case chance = "g_pvalue"
      case statistic = "g_stat"
      case frequency = "argmax_freq"
    }
  }

  /// Connections, and the letters that Slips writes.
  struct Letters: Decodable, Sendable {
    let name: String
    let ts: [Double]
    let dur: [Double]
    let size: [Int]
    let letters: String
  }

  static func channels() throws -> [Channel] { try read("beacon_vectors") }
  static func spectra() throws -> [Spectrum] { try read("gtest_vectors") }
  static func letters() throws -> [Letters] { try read("slips_letters") }

  private static func read<Value: Decodable>(_ name: String) throws -> Value {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Vectors/\(name).json")
    return try JSONDecoder().decode(Value.self, from: Data(contentsOf: file))
  }
}
