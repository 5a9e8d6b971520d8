import Testing

@testable import Flows

@Suite struct ConnectionSideTests {
  /// Against a set of bytes: what is new, and where the first hole is.
  @Test(arguments: 1...40) func coversAsASetDoes(seed: UInt64) {
    var generator = Generator(state: seed)
    var side = ConnectionSide()
    var bytes: Set<Int64> = []
    // No more stretches than are kept: at most seven blocks are not the first, and those may merge.
    let starts = (0..<7).map { _ in Int64(generator.next() >> 20 % 400) }
    for _ in 0..<60 {
      let start = starts[Int(generator.next() >> 20 % 7)] + Int64(generator.next() >> 20 % 4)
      let end = start + 1 + Int64(generator.next() >> 20 % 60)
      let first = bytes.count
      for byte in max(start, 1)..<max(end, 1) { bytes.insert(byte) }
      #expect(side.cover(start, end) == UInt64(bytes.count - first))
      var hole: Int64 = 1
      while bytes.contains(hole) { hole += 1 }
      #expect(side.contiguous == hole)
    }
    let until = Int64(generator.next() >> 20 % 500)
    var missing: UInt64 = 0
    while let gap = side.nextGap(before: until) {
      #expect(gap > 0)
      missing += gap
    }
    #expect(missing == UInt64((1..<max(until, 1)).filter { !bytes.contains($0) }.count))
    #expect(side.cover(0, until) == 0)
  }

  /// Behind a ninth hole the first one is given up: nothing in it counts any more.
  @Test func tooManyHoles() {
    var side = ConnectionSide()
    for stretch in 0..<8 {
      #expect(side.cover(Int64(stretch) * 10 + 5, Int64(stretch) * 10 + 7) == 2)
    }
    #expect(side.contiguous == 1)
    #expect(side.cover(85, 87) == 2)
    #expect(side.contiguous == 7)
    #expect(side.cover(1, 5) == 0)
    #expect(side.cover(7, 15) == 8)
    #expect(side.contiguous == 17)
    #expect(side.nextGap(before: 26) == 8)
    #expect(side.nextGap(before: 26) == nil)
    #expect(side.contiguous == 27)
  }
}
