import Testing

@testable import Beacons

@Suite struct PhaseTrackerTests {
  /// The period was guessed half a second too short, and the clock drifts by a millisecond a beat.
  @Test func followsADrift() {
    var tracker = PhaseTracker(period: 299.5, beat: 0, share: 1)
    var time = 0.0
    for beat in 1...500 {
      let last = time
      time += 300 + 0.001 * Double(beat)
      tracker.settle(time, from: last + 1)
    }
    #expect((tracker.period - 300.5).magnitude < 0.1)
    #expect(tracker.capital > 50)
    #expect(tracker.hitShare > 0.99)
  }

  /// Where every event follows shortly before a beat, hitting it proves nothing.
  @Test func nothingIsWonWhereTheBeatIsNextAnyway() {
    var tracker = PhaseTracker(period: 100, beat: 0, share: 1)
    for beat in 1...50 { tracker.settle(100 * Double(beat), from: 100 * Double(beat)) }
    #expect(tracker.capital <= 0.001)
  }

  @Test func losesOnRandomEvents() {
    var generator = Generator(state: 2)
    var tracker = PhaseTracker(period: 100, beat: 0, share: 1)
    var time = 0.0
    for _ in 0..<500 {
      let last = time
      time += 1 + generator.exponential(70)
      tracker.settle(time, from: last + 1)
    }
    #expect(tracker.capital < 0)
  }
}
