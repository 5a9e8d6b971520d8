import Packets
import Testing

@Suite struct UDPHeaderTests {
  /// 5000 to 53, twelve octets in all.
  let header = bytes(
    """
    13 88 00 35 00 0c 00 00 64
    """)

  @Test func fields() throws {
    let view = try UDPHeader(unsafe header.span.bytes)
    let value0 = view.sourcePort
    #expect(value0 == 5000)
    let value1 = view.destinationPort
    #expect(value1 == 53)
    let value2 = view.datagramLength
    #expect(value2 == 12)
  }

  @Test(arguments: 0..<8) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.udp, .truncated)) {
      _ = try UDPHeader(unsafe cut.span.bytes)
    }
  }
}
