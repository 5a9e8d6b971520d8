import Published
import Testing

struct PublishedElasticTests {
  /// Bits 4 (sizes), 2 (counts), 1 (periodic) after 3, 6, 9, 12, 18 and 24 hours, from a reading of the
  /// transform's script line by line in another language.
  private static let answers: [String: [Int]] = [
    "clean_60s": [7, 7, 7, 0, 0, 0],
    "clean_300s": [5, 5, 5, 5, 5, 5],
    "clean_1024s": [5, 5, 5, 5, 5, 5],
    "clean_3600s": [0, 0, 0, 0, 0, 0],
    "clean_7200s": [0, 0, 0, 0, 0, 0],
    "clean_10800s": [0, 0, 0, 0, 0, 0],
    "clean_14400s": [0, 0, 0, 0, 0, 0],
    "clean_18000s": [0, 0, 0, 0, 0, 0],
    "jitter_10pct_300s": [5, 4, 5, 5, 4, 4],
    "jitter_30pct_300s": [4, 4, 4, 4, 4, 4],
    "jitter_50pct_300s": [4, 4, 4, 4, 4, 4],
    "jitter_90pct_300s": [4, 4, 4, 4, 4, 0],
    "missing_10pct_300s": [5, 5, 5, 5, 5, 5],
    "missing_30pct_300s": [5, 5, 5, 5, 5, 5],
    "missing_50pct_300s": [4, 4, 4, 4, 4, 4],
    "NEG_poisson_300s_random_size": [0, 0, 0, 0, 0, 0],
    "NEG_poisson_3600s_random_size": [0, 0, 0, 0, 0, 0],
    "NEG_human_bursts": [0, 0, 0, 0, 0, 0],
    "NEG_tcp_backoff": [5, 5, 0, 0, 0, 0],
  ]

  @Test func sixHoursOfEachChannel() throws {
    for channel in try PublishedVectors.channels() {
      let answer = try #require(Self.answers[channel.name], "\(channel.name)")
      for (hour, bits) in zip([3, 6, 9, 12, 18, 24], answer) {
        let verdict = Elastic(channel.series, at: Double(hour) * 3600)
        let found =
          (verdict.hasEvenSourceBytes ? 4 : 0) + (verdict.hasEvenCounts ? 2 : 0)
          + (verdict.isPeriodic ? 1 : 0)
        #expect(found == bits, "\(channel.name) after \(hour) h")
        let score = (bits & 4 == 0 ? 0 : 2) + (bits & 3 == 0 ? 0 : 1)
        #expect(verdict.score == score, "\(channel.name) after \(hour) h")
        #expect(verdict.isBeaconing == (bits != 0), "\(channel.name) after \(hour) h")
      }
    }
  }
}
