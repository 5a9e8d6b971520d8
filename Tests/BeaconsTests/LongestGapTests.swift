import Capture
import Testing

@testable import Beacons

@Suite struct LongestGapTests {
  private func longest(_ gaps: [(days: Double, milliseconds: UInt32)]) -> Double {
    var longest = LongestGap(since: Timestamp(rawValue: 0))
    for gap in gaps {
      longest.note(gap.milliseconds, at: Timestamp(rawValue: Int64(gap.days * 86_400e9)))
    }
    return longest.seconds
  }

  @Test func isKeptForAtLeastAFortnight() {
    #expect(longest([]) == 0)
    #expect(longest([(1, 5000), (2, 7000), (13.9, 6000)]) == 7)
    #expect(longest([(13, 7000), (14, 1000), (27.9, 1000)]) == 7)
    #expect(longest([(1, 7000), (20, 1000), (33.9, 1000)]) == 7)
  }

  @Test func isForgottenAfterFour() {
    #expect(longest([(1, 7000), (14, 1000), (28, 1000)]) == 1)
    #expect(longest([(1, 7000), (29, 1000)]) == 1)
  }

  @Test func aClockThatIsSetBackForgetsNothing() {
    #expect(longest([(10, 7000), (-20, 1000), (-7, 1000)]) == 7)
  }
}
