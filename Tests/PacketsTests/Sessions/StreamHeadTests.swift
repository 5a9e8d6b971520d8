import Testing

@testable import Packets

@Suite struct StreamHeadTests {
  private func add(_ octets: ArraySlice<UInt8>, at offset: Int, to head: inout StreamHead) -> Bool {
    let segment = Array(octets)
    return unsafe head.add(segment.span.bytes, at: offset)
  }

  private func octets(of head: StreamHead) -> [UInt8] {
    (0..<head.count).map { head.bytes.uint8(at: $0) }
  }

  /// Octets that tell their place.
  private static let stream = (0..<6000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 256) }

  @Test func segmentsInOrder() {
    var head = StreamHead()
    #expect(add(Self.stream[0..<100], at: 0, to: &head))
    #expect(add(Self.stream[100..<250], at: 100, to: &head))
    #expect(octets(of: head) == Array(Self.stream[0..<250]))
  }

  @Test func aGapHoldsBackWhatIsBehindIt() {
    var head = StreamHead()
    #expect(!add(Self.stream[100..<250], at: 100, to: &head))
    #expect(head.count == 0)
    #expect(add(Self.stream[0..<100], at: 0, to: &head))
    #expect(octets(of: head) == Array(Self.stream[0..<250]))
  }

  @Test func ofOctetsThatComeTwiceTheFirstAreKept() {
    var head = StreamHead()
    _ = add(Self.stream[0..<100], at: 0, to: &head)
    #expect(!add(Self.stream[0..<100], at: 0, to: &head))
    #expect(head.contradictions == 0)
    let other = [UInt8](repeating: 0x41, count: 20)
    #expect(add(other[...], at: 90, to: &head))
    #expect(octets(of: head) == Array(Self.stream[0..<100]) + other[10...])
    #expect(head.contradictions == zip(other, Self.stream[90..<100]).count { $0 != $1 })
  }

  @Test func nothingBeforeTheBeginningAndNothingBehindTheLimit() {
    var head = StreamHead()
    #expect(!add(Self.stream[0..<10], at: -10, to: &head))
    #expect(add(Self.stream[0..<20], at: -10, to: &head))
    #expect(octets(of: head) == Array(Self.stream[10..<20]))
    #expect(!add(Self.stream[0..<10], at: StreamHead.longest, to: &head))
    #expect(!add(Self.stream[0..<10], at: Int(Int32.max), to: &head))
    #expect(!add(Self.stream[0..<10], at: Int(Int32.min), to: &head))
    #expect(add(Self.stream[0..<6000], at: 0, to: &head))
    #expect(head.count == StreamHead.longest)
    #expect(head.isFull)
  }

  /// Against a model that knows the whole stream: segments cut, repeated and shuffled at will.
  @Test(arguments: 1...50) func anyOrderGivesTheSameStream(_ seed: UInt64) {
    var state = seed &* 0x9e37_79b9_7f4a_7c15
    func random(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(truncatingIfNeeded: state >> 33) % bound
    }
    var pieces: [Range<Int>] = []
    var place = 0
    while place < 5000 {
      let end = min(place + 1 + random(400), 5000)
      pieces.append(max(0, place - random(100))..<end)
      if random(4) == 0 { pieces.append(place..<end) }
      place = end
    }
    for index in pieces.indices { pieces.swapAt(index, random(pieces.count)) }
    var head = StreamHead()
    var arrived = Set<Int>()
    for piece in pieces {
      _ = add(Self.stream[piece], at: piece.lowerBound, to: &head)
      arrived.formUnion(piece)
      let inOrder = (0..<StreamHead.longest).first { !arrived.contains($0) } ?? StreamHead.longest
      #expect(head.count == inOrder)
    }
    #expect(octets(of: head) == Array(Self.stream[0..<StreamHead.longest]))
    #expect(head.contradictions == 0)
  }
}
