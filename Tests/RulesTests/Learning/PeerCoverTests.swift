import Devices
import Packets
import Testing

@testable import Rules

@Suite struct PeerCoverTests {
  /// Whatever the addresses: each is in one piece only, and each network is of eight of them at least, filled
  /// to a quarter, and not too wide by a bit.
  @Test func networksAreFilled() {
    var generator = FixedGenerator(state: 3)
    for round in 0..<400 {
      let spread = UInt32(1) << UInt32(4 + round % 20)
      let count = Int(generator.next() % 200) + 1
      let addresses = Set(
        (0..<count).map { _ in
          IPAddress(v4: 0x0a00_0000 + UInt32(truncatingIfNeeded: generator.next()) % spread)
        })
      let cover = PeerCover(addresses)
      var seen: [IPAddress] = cover.addresses
      for (network, count) in cover.networks {
        let within = addresses.filter(network.contains)
        #expect(within.count == count && count >= 8)
        #expect(within.count * 4 >= 1 << (32 - network.prefixLength))
        for half in [network.address, network.last] {
          let smaller = IPNetwork(containing: half, prefixLength: network.prefixLength + 1)
          #expect(within.contains { smaller?.contains($0) == false })
        }
        seen += within
      }
      #expect(seen.count == addresses.count && Set(seen) == addresses)
      #expect(cover.addresses == cover.addresses.sorted())
    }
  }

  @Test func fewOrScatteredStayAddresses() {
    let seven = (1...7).map { IPAddress(v4: 0x0a00_0000 + $0) }
    #expect(PeerCover(seven).networks.isEmpty)
    #expect(PeerCover(seven).addresses == seven)
    let eight = (0...7).map { IPAddress(v4: 0x0a00_0000 + $0) }
    #expect(PeerCover(eight).networks.map(\.network) == [IPNetwork("10.0.0.0/29")])
    let scattered = (0..<64).map { IPAddress(v4: 0x0a00_0000 + $0 << 16) }
    #expect(PeerCover(scattered).networks.isEmpty)
    let six = (0..<16).map { IPAddress(high: 0x2001_0db8 << 32, low: UInt64($0)) }
    #expect(PeerCover(six + eight).networks.map(\.network.prefixLength) == [29, 124])
    #expect(PeerCover([]).addresses.isEmpty)
  }
}
