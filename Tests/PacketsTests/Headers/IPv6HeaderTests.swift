import Packets
import Testing

@Suite struct IPv6HeaderTests {
  /// 2001:db8::1 to ff02::fb, UDP of 9 octets, traffic class and flow label set.
  let header = bytes(
    """
    6f f1 23 45 00 09 11 ff 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01
    ff 02 00 00 00 00 00 00 00 00 00 00 00 00 00 fb
    """)

  @Test func fields() throws {
    let view = try IPv6Header(unsafe header.span.bytes)
    let value0 = view.payloadLength
    #expect(value0 == 9)
    let value1 = view.nextHeader
    #expect(value1 == .udp)
    let value2 = view.hopLimit
    #expect(value2 == 255)
    let value3 = view.source
    #expect(value3 == address("2001:db8::1"))
    let value4 = view.destination
    #expect(value4 == address("ff02::fb"))
  }

  @Test(arguments: 0..<40) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.ipv6, .truncated)) {
      _ = try IPv6Header(unsafe cut.span.bytes)
    }
  }
}
