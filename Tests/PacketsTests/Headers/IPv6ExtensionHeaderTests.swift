import Packets
import Testing

@Suite struct IPv6ExtensionHeaderTests {
  /// A fragment header: offset 1448, more to come, TCP.
  let header = bytes(
    """
    06 ff 05 a9 00 00 00 01 c0
    """)

  @Test func fields() throws {
    let view = try IPv6ExtensionHeader(unsafe header.span.bytes, .fragment, wireLength: 64)
    let value0 = view.nextHeader
    #expect(value0 == .tcp)
    let value1 = view.fragmentOffset
    #expect(value1 == 1448)
    let value2 = view.moreFragments
    #expect(value2 == true)
    let value3 = view.bytes.byteCount
    #expect(value3 == 8)
  }

  @Test(arguments: 0..<8) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.ipv6Extension, .truncated)) {
      _ = try IPv6ExtensionHeader(unsafe cut.span.bytes, .fragment, wireLength: 64)
    }
  }

  @Test(arguments: UInt8.min...UInt8.max) func lengths(units: UInt8) {
    var octets = [UInt8](repeating: 0, count: 2048)
    octets[1] = units
    func length(_ number: IPProtocol) -> Int? {
      try? IPv6ExtensionHeader(unsafe octets.span.bytes, number, wireLength: 2048).bytes.byteCount
    }
    #expect(length(.routing) == (Int(units) + 1) * 8)
    #expect(length(.authentication) == (units == 0 ? nil : (Int(units) + 2) * 4))
    #expect(length(.fragment) == 8)
  }

  @Test func whoCutIt() {
    let octets = bytes("06 01 00 00 00 00 00 00")
    #expect(throws: DecodeFault(.ipv6Extension, .truncated)) {
      _ = try IPv6ExtensionHeader(unsafe octets.span.bytes, .routing, wireLength: 16)
    }
    #expect(throws: DecodeFault(.ipv6Extension, .headerLength)) {
      _ = try IPv6ExtensionHeader(unsafe octets.span.bytes, .routing, wireLength: 15)
    }
  }
}
