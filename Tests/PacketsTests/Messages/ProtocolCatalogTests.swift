import Testing

@testable import Packets

@Suite struct ProtocolCatalogTests {
  @Test func namesAreUniqueAndPlain() {
    let names = ProtocolCatalog.names.map(\.rawValue)
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(!name.isEmpty)
      #expect(
        name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 })
    }
  }

  /// Nobody claims to be sure of nothing, of zeros or of bytes without any order.
  @Test func nobodyIsSureOfNoise() {
    var state: UInt64 = 0x9e37_79b9_7f4a_7c15
    var noise: [[UInt8]] = [
      [], [UInt8](repeating: 0, count: 64), [UInt8](repeating: 255, count: 64),
    ]
    for length in [1, 2, 3, 4, 8, 12, 20, 48, 64, 200, 1400] {
      for _ in 0..<200 {
        noise.append(
          (0..<length).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state >> 24)
          })
      }
    }
    for dissector in ProtocolCatalog.all {
      // A frame's type and IP's number say already whose bytes these are.
      for carrier in dissector.carriers where carrier == .udp || carrier == .tcp {
        for octets in noise {
          #expect(
            Reading(dissector, octets, in: carrier).recognition != .certain, "\(dissector.name)")
        }
      }
    }
  }
}
