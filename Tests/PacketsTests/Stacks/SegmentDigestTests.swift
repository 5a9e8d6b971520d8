import Capture
import Testing

@testable import Packets

@Suite struct SegmentDigestTests {
  private func digest(_ octets: [UInt8], length: Int? = nil) -> SegmentDigest {
    SegmentDigest(octets.octets, length: length ?? octets.count)
  }

  private func octets(_ count: Int, changing place: Int? = nil) -> [UInt8] {
    var octets = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 / 256) }
    if let place { octets[place] ^= 1 }
    return octets
  }

  /// Segments of one length differ by any octet.
  @Test(arguments: [1, 7, 8, 9, 63, 64, 65, 511, 512, 1460, 2048])
  func sameLength(count: Int) {
    let whole = digest(octets(count))
    #expect(!whole.contradicts(digest(octets(count)), isOfSameLength: true))
    for place in Set([0, count / 2, count - 1]) {
      let other = digest(octets(count, changing: place))
      #expect(whole.contradicts(other, isOfSameLength: true), "octet \(place)")
    }
  }

  /// Of two lengths the common beginning counts, as far as it is hashed.
  @Test func otherLength() {
    let long = digest(octets(1460))
    for count in [8, 20, 64, 100, 512, 1000] {
      #expect(!long.contradicts(digest(octets(count)), isOfSameLength: false))
      let other = digest(octets(count, changing: 5))
      #expect(long.contradicts(other, isOfSameLength: false))
    }
    // Behind the last common hash nobody knows.
    #expect(!long.contradicts(digest(octets(63, changing: 60)), isOfSameLength: false))
    #expect(!long.contradicts(digest(octets(7, changing: 1)), isOfSameLength: false))
    #expect(!long.contradicts(SegmentDigest(), isOfSameLength: false))
  }

  /// Of what was cut short by the capture, or joined by a card, only the beginning counts.
  @Test func parts() {
    let cut = digest(Array(octets(1460).prefix(100)), length: 1460)
    #expect(!digest(octets(1460, changing: 90)).contradicts(cut, isOfSameLength: true))
    #expect(digest(octets(1460, changing: 60)).contradicts(cut, isOfSameLength: true))
    let joined = digest(octets(20_000))
    #expect(!joined.contradicts(digest(octets(1460)), isOfSameLength: false))
    #expect(
      !joined.contradicts(digest(octets(20_000, changing: 10_000)), isOfSameLength: true))
  }

  @Test func stored() throws {
    let digest = digest(octets(600))
    #expect(try SegmentDigest(stored: digest.stored) == digest)
  }
}
