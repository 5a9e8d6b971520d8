import Published
import Testing

struct PublishedRITATests {
  @Test func vectorsOfAllChannels() throws {
    let channels = try PublishedVectors.channels()
    #expect(channels.count == 19)
    for channel in channels {
      let score = try #require(RITAScore(channel.series), "\(channel.name)")
      #expect(score.timestamps == channel.expect.ts, "\(channel.name)")
      #expect(score.sizes == channel.expect.ds, "\(channel.name)")
      #expect(score.histogramScore == channel.expect.hist, "\(channel.name)")
      #expect(score.duration == channel.expect.dur, "\(channel.name)")
      #expect(score.histogram == channel.expect.histogram, "\(channel.name)")
      #expect(score.bars == channel.expect.bars, "\(channel.name)")
      #expect(score.longestRun == channel.expect.longestRun, "\(channel.name)")
      // One sum is 0.7405, which RITA rounds up and the vector down; RITA's own tests allow as much.
      #expect((score.score - channel.expect.score).magnitude < 0.0011, "\(channel.name)")
    }
  }

  @Test func longPeriodsFallAtTheCeilings() {
    for (hours, score) in [(1, 1.0), (2, 0.979), (3, 0.719), (4, 0.709), (5, 0.5), (7, 0.5)] {
      let times = stride(from: 7.0, to: 86_400, by: Double(hours) * 3600).map { $0 }
      let series = EventSeries(times: times, bytes: times.map { _ in 74 })
      #expect(RITAScore(series)?.score == score, "\(hours) h")
    }
  }

  @Test func tooFewMomentsAndStrobesHaveNoScore() {
    let few = EventSeries(times: [0, 28_800, 57_600], bytes: [74, 74, 74])
    #expect(RITAScore(few) == nil)
    let sameSecond = EventSeries(times: [1, 1.1, 1.2, 1.3, 1.4, 1.5], bytes: [1, 1, 1, 1, 1, 1])
    #expect(RITAScore(sameSecond) == nil)
    let times = (0..<86_400).map(Double.init)
    #expect(RITAScore(EventSeries(times: times, bytes: times)) == nil)
  }

  /// Worked out by hand: all six terms but the last are 1.
  @Test func oldScoreOfACleanBeacon() throws {
    let times = (0..<1440).map { Double($0) * 60 }
    let score = try #require(OldRITAScore(EventSeries(times: times, bytes: times.map { _ in 74 })))
    #expect((score.score - (6 - 74 / 65_535.0) / 6).magnitude < 1e-12)
    #expect(score.isReported)
  }

  /// Gaps 240, 300, 360 in turn: the deviation of 60 s is above 30 s, so that term is 0, and one
  /// connection every 300 s gives 30 % of the wanted ones: (1 + 1 + 0 + 1 + 0.3 + 0.999) / 6.
  @Test func oldScoreIsBlindToJitter() throws {
    var times = [0.0]
    for index in 0..<287 { times.append(times[index] + [240, 300, 360][index % 3]) }
    let score = try #require(OldRITAScore(EventSeries(times: times, bytes: times.map { _ in 74 })))
    #expect((score.score - 0.717).magnitude < 0.001)
    #expect(!score.isReported)
  }
}
