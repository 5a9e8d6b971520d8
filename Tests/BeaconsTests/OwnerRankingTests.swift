import Testing

@testable import Beacons

@Suite struct OwnerRankingTests {
  /// The same answers as looking through all owners, whatever is noted in whatever order.
  @Test func asALook() {
    var generator = Generator(state: 12)
    var ranking = OwnerRanking()
    var holdings: [Int: Int] = [:]
    #expect(ranking.richest == nil)
    for _ in 0..<5000 {
      let owner = Int(generator.next() % 60)
      let count = Int(generator.next() % 40)
      holdings[owner] = count
      ranking.set(count, of: owner)
      let richest = holdings.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
      #expect(ranking.richest == richest)
    }
  }
}
