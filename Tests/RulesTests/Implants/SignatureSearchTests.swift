import Devices
import Packets
import Testing

@testable import Rules

@Suite struct SignatureSearchTests {
  /// The slow and obvious way.
  private static func naive(_ value: [UInt8], _ octets: [UInt8], from start: Int) -> Int? {
    guard octets.count >= value.count + start else { return nil }
    return (start...octets.count - value.count).first {
      Array(octets[$0..<$0 + value.count]) == value
    }
  }

  /// Few different octets, so that much nearly fits.
  @Test func anywhereIsFoundWhereItIs() {
    var generator = FixedGenerator(state: 7)
    var found = 0
    for _ in 0..<4000 {
      let octets = (0..<Int(generator.next() % 60)).map { _ in UInt8(generator.next() % 3) }
      let value = (0..<4 + Int(generator.next() % 5)).map { _ in UInt8(generator.next() % 3) }
      let sample = PacketSample(transport: .udp, octets: octets, payloadStart: 8)
      let search = SignatureSearch(SignatureBytes(.payload, at: nil, [value]))
      let expected = Self.naive(value, octets, from: min(8, octets.count))
      #expect(search.place(in: sample)?.position == expected)
      if expected != nil { found += 1 }
    }
    #expect(found > 200)
  }

  @Test func longValues() {
    var generator = FixedGenerator(state: 8)
    let octets = (0..<1400).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    let sample = PacketSample(transport: .tcp, octets: octets, payloadStart: 20)
    for (start, length) in [(20, 8), (700, 256), (1392, 8), (1144, 256), (20, 256)] {
      let value = Array(octets[start..<start + length])
      let search = SignatureSearch(SignatureBytes(.packet, at: nil, [value]))
      #expect(search.place(in: sample)?.position == start)
    }
  }

  @Test(
    arguments: [
      (SignatureBytes(.payload, at: 0, [[8, 9]]), 8), (SignatureBytes(.payload, at: 1, [[8]]), nil),
      (SignatureBytes(.payload, at: 3, [[11]]), 11), (SignatureBytes(.payload, at: 4, [[0]]), nil),
      (SignatureBytes(.payload, at: 3, [[11, 0]]), nil), (SignatureBytes(.packet, at: 2, [[2]]), 2),
      (SignatureBytes(.payload, at: 0, [[1], [8]]), 8),
      (SignatureBytes(.payload, at: 0, [[0x18]], mask: [0x0f]), 8),
      (SignatureBytes(.payload, at: 0, [[8, 9, 10, 11]], isWhole: true), 8),
      (SignatureBytes(.payload, at: 0, [[8, 9]], isWhole: true), nil),
      (SignatureBytes(.payload, at: 0, [[8]], isNegated: true), nil),
      (SignatureBytes(.payload, at: 0, [[9]], isNegated: true), 8),
      // What is not there cannot be wrong.
      (SignatureBytes(.payload, at: 9, [[0]], isNegated: true), 8),
      (SignatureBytes(.options, at: 0, [[8]]), nil),
    ] as [(SignatureBytes, Int?)])
  func places(bytes: SignatureBytes, position: Int?) {
    let sample = PacketSample(transport: .udp, octets: Array(0..<12), payloadStart: 8)
    #expect(SignatureSearch(bytes).place(in: sample)?.position == position)
  }

  /// Any octets, however short, are held against every row without a trap.
  @Test func hostileBytes() {
    var generator = FixedGenerator(state: 9)
    let searches = SignatureTable.shipped.signatures.flatMap(\.bytes).map(SignatureSearch.init)
    for length in 0..<80 {
      let octets = (0..<length).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      for start in [0, 8, 20, 60] {
        for transport in [IPProtocol.tcp, .udp, .icmp, .sctp] {
          let sample = PacketSample(transport: transport, octets: octets, payloadStart: start)
          for search in searches { _ = search.place(in: sample) }
        }
      }
    }
  }
}
