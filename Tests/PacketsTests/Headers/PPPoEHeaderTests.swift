import Packets
import Testing

@Suite struct PPPoEHeaderTests {
  private let header = bytes("11 09 00 0b 00 22")

  @Test func fields() throws {
    let view = try PPPoEHeader(unsafe header.span.bytes)
    #expect(view.code == 9)
    #expect(view.sessionIdentifier == 11)
    #expect(view.payloadLength == 34)
  }

  @Test(arguments: 0..<6) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.pppoe, .truncated)) {
      _ = try PPPoEHeader(unsafe cut.span.bytes).code
    }
  }

  @Test func version() {
    let other = bytes("21 09 00 0b 00 22")
    #expect(throws: DecodeFault(.pppoe, .version)) {
      _ = try PPPoEHeader(unsafe other.span.bytes).code
    }
  }
}
