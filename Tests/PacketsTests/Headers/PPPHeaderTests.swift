import Packets
import Testing

@Suite struct PPPHeaderTests {
  /// Address and control, then the link control protocol.
  let header = bytes(
    """
    ff 03 c0 21 01
    """)

  @Test func fields() throws {
    let view = try PPPHeader(unsafe header.span.bytes)
    let value0 = view.length
    #expect(value0 == 4)
    let value1 = view.protocolNumber
    #expect(value1 == 0xc021)
    let value2 = view.isCisco
    #expect(value2 == false)
    let value3 = view.etherType
    #expect(value3 == nil)
  }

  @Test(arguments: 0..<4) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.ppp, .truncated)) {
      _ = try PPPHeader(unsafe cut.span.bytes)
    }
  }
}
