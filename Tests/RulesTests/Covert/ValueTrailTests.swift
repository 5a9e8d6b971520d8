import Testing

@testable import Rules

@Suite struct ValueTrailTests {
  private func smallest(_ values: [UInt8]) -> (Double, UInt8) {
    var trail = ValueTrail(values[0])
    var least = 1.0
    for value in values.dropFirst() { least = min(least, trail.note(value) ?? 1) }
    return (least, trail.kinds)
  }

  /// Bits of text, as 64 and 63.
  @Test func bits() {
    let values = Array("a short word".utf8).flatMap { octet in
      (0..<8).map { 64 - octet >> UInt8($0) & 1 }
    }
    #expect(smallest(values).0 < 1e-8)
    #expect(smallest(values).1 == 2)
  }

  /// Each packet before and behind a router, and two of them on the way at once.
  @Test func copies() {
    #expect(smallest((0..<200).map { $0 % 2 == 0 ? 255 : 254 }).0 == 1)
    #expect(smallest((0..<200).map { $0 % 4 < 2 ? 255 : 254 }).0 == 1)
    #expect(smallest((0..<200).map { $0 % 2 == 0 ? 0 : 40 }).0 == 1)
  }

  /// One change, a rising hop count, a rare return.
  @Test func benign() {
    let phases = Array(repeating: UInt8(0), count: 20) + Array(repeating: 8, count: 300)
    #expect(smallest(phases).0 == 1)
    #expect(smallest(Array(1...30)).0 == 1)
    let rare = (0..<320).map { UInt8($0 % 20 == 19 ? 63 : 64) }
    #expect(smallest(rare).0 > 1e-4)
  }
}
