import Testing

@testable import Beacons

@Suite struct GapWindowTests {
  /// 95 to 105 s, of which one second is the fold: pays 104 / 10 inside.
  @Test func paysByItsEndAndWidth() {
    let window = GapWindow(95, 105, fold: 1)
    #expect(window.payoff(94) == 10.4 && window.payoff(104) == 10.4)
    #expect(window.payoff(93.9) == 0 && window.payoff(104.1) == 0)
  }

  @Test func nothingWherethereIsNoWindow() {
    #expect(GapWindow(0.2, 0.9, fold: 1).payoff(0) == 0)
    #expect(GapWindow(5, 5, fold: 0).payoff(5) == 0)
  }

  /// Against every uniform gap from 0 up, of which all densities that do not increase are made, the
  /// payoff is at most 1 on average, and exactly 1 where the gaps end with the window.
  @Test func isFairAtBest() {
    let window = GapWindow(around: 60, tolerance: 0.1, fold: 0)
    for most in stride(from: 1.0, through: 500, by: 0.5) {
      let covered = max(0, min(most, window.upper) - window.lower)
      let mean = covered / most * window.payoff((window.lower + window.upper) / 2)
      #expect(mean <= 1.000_000_001)
    }
    #expect((window.upper - window.lower) / window.upper * window.payoff(60) == 1)
  }
}
