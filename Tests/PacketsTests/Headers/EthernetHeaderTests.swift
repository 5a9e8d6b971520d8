import Packets
import Testing

@Suite struct EthernetHeaderTests {
  /// From 00:1b:54:3a:33:9b to a spanning tree group, IPv4 and one octet of it.
  let header = bytes(
    """
    01 80 c2 00 00 0e 00 1b 54 3a 33 9b 08 00 45
    """)

  @Test func fields() throws {
    let view = try EthernetHeader(unsafe header.span.bytes)
    let value0 = view.destination
    #expect(value0 == MACAddress(rawValue: 0x0180_c200_000e))
    let value1 = view.source
    #expect(value1 == MACAddress(rawValue: 0x001b_543a_339b))
    let value2 = view.typeOrLength
    #expect(value2 == 0x0800)
  }

  @Test(arguments: 0..<14) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.ethernet, .truncated)) {
      _ = try EthernetHeader(unsafe cut.span.bytes)
    }
  }
}
