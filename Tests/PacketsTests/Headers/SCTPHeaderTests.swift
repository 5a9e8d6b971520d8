import Packets
import Testing

@Suite struct SCTPHeaderTests {
  /// 32769 to 80.
  let header = bytes(
    """
    80 01 00 50 00 00 00 01 00 00 00 00
    """)

  @Test func fields() throws {
    let view = try SCTPHeader(unsafe header.span.bytes)
    let value0 = view.sourcePort
    #expect(value0 == 32769)
    let value1 = view.destinationPort
    #expect(value1 == 80)
  }

  @Test(arguments: 0..<12) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.sctp, .truncated)) {
      _ = try SCTPHeader(unsafe cut.span.bytes)
    }
  }
}
