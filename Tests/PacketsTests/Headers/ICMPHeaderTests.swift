import Packets
import Testing

@Suite struct ICMPHeaderTests {
  /// Time exceeded in transit.
  let header = bytes(
    """
    0b 01 00 00 00 00 00 00
    """)

  @Test func fields() throws {
    let view = try ICMPHeader(unsafe header.span.bytes, .icmpv6)
    let value0 = view.type
    #expect(value0 == 11)
    let value1 = view.code
    #expect(value1 == 1)
  }

  @Test(arguments: 0..<4) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.icmpv6, .truncated)) {
      _ = try ICMPHeader(unsafe cut.span.bytes, .icmpv6)
    }
  }
}
