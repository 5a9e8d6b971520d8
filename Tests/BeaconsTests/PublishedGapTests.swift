import Published
import Testing

struct PublishedGapTests {
  @Test func vectorsOfAllChannels() throws {
    for channel in try PublishedVectors.channels() {
      let series = channel.series
      #expect(Maltrail.finds(series) == channel.expect.maltrail, "\(channel.name)")
      let percent = Flare(series)?.percent ?? 0
      #expect((percent > 5) == channel.expect.flareAtFive, "\(channel.name) \(percent)")
      #expect((percent > 50) == channel.expect.flareAtFifty, "\(channel.name) \(percent)")
      #expect(Sentinel.finds(series) == channel.expect.sentinel, "\(channel.name)")
      let variation = try #require(GapVariation.value(series), "\(channel.name)")
      #expect((variation - channel.expect.cv).magnitude < 1e-6, "\(channel.name)")
      #expect(GapVariation.finds(series) == (channel.expect.cv < 0.2), "\(channel.name)")
      #expect(GapVariation.tracePcapFinds(series) == (channel.expect.cv < 0.3), "\(channel.name)")
    }
  }

  /// The tests that Maltrail ships beside its heuristic.
  @Test func maltrailSpeaksOnceAtTheEighthGap() {
    var heuristic = Maltrail()
    let spoken = (0..<12).filter { heuristic.observe(1000 + 30 * $0) }
    #expect(spoken == [8])
  }

  @Test func maltrailLeavesPeopleAlone() {
    var heuristic = Maltrail()
    var second = 10_000
    for gap in [52, 71, 44, 83, 39, 66, 91, 48, 77, 55] {
      second += gap
      let speaks = heuristic.observe(second)
      #expect(!speaks)
    }
  }

  @Test func maltrailLeavesRetriesOut() {
    var heuristic = Maltrail()
    var spoken: [Int] = []
    for beacon in 0..<12 {
      for retry in [0, 1, 3] where heuristic.observe(1000 + 30 * beacon + retry) {
        spoken.append(beacon)
      }
    }
    #expect(spoken == [8])
  }

  @Test func maltrailForgetsOverAnOutage() {
    var heuristic = Maltrail()
    let before = (0...8).filter { heuristic.observe(1000 + 30 * $0) }
    #expect(before == [8])
    let outage = heuristic.observe(1240 + 21_601)
    #expect(!outage)
    let after = (0..<8).filter { heuristic.observe(20_000 + 30 * $0) }
    #expect(after.isEmpty)
  }

  @Test func maltrailIsBlindedByJunk() {
    var heuristic = Maltrail()
    for second in stride(from: 0, to: 86_400, by: 3) {
      let speaks = heuristic.observe(second)
      #expect(!speaks)
    }
  }

  /// Sixteen equal gaps of an hour are the fewest, and four fifths must be equal.
  @Test func sentinelWantsSixteenGapsAnHour() {
    let fifteen = (0..<200).map { Double($0) * 240 }
    #expect(!Sentinel.finds(EventSeries(times: fifteen, bytes: fifteen)))
    let sixteen = (0..<200).map { Double($0) * 225 }
    #expect(Sentinel.finds(EventSeries(times: sixteen, bytes: sixteen)))
    let uneven = (0..<200).map { Double($0) * 100 + ($0 % 3 == 0 ? 1 : 0) }
    #expect(!Sentinel.finds(EventSeries(times: uneven, bytes: uneven)))
  }

  @Test func nothingIsFoundInNothing() {
    for times in [[], [5.0], [5, 6], [5, 5, 5]] {
      let series = EventSeries(times: times, bytes: times)
      for detector in PublishedDetector.all {
        #expect(!detector.finds(series), "\(detector.name)")
      }
    }
  }
}
