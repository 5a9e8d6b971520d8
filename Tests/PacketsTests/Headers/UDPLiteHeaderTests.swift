import Packets
import Testing

@Suite struct UDPLiteHeaderTests {
  /// 5000 to 5001, the first eight octets protected.
  let header = bytes(
    """
    13 88 13 89 00 08 00 00 01
    """)

  @Test func fields() throws {
    let view = try UDPLiteHeader(unsafe header.span.bytes)
    let value0 = view.sourcePort
    #expect(value0 == 5000)
    let value1 = view.destinationPort
    #expect(value1 == 5001)
    let value2 = view.coverage
    #expect(value2 == 8)
  }

  @Test(arguments: 0..<8) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.udpLite, .truncated)) {
      _ = try UDPLiteHeader(unsafe cut.span.bytes)
    }
  }
}
