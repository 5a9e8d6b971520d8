import Packets
import Testing

@Suite struct AuthenticationHeaderTests {
  private let header = bytes("06 02 00 00 00 00 00 07 00 00 00 09 aa aa aa aa ff")

  @Test func fields() throws {
    let view = try AuthenticationHeader(unsafe header.span.bytes, wireLength: 17)
    #expect(view.length == 16)
    #expect(view.nextHeader == .tcp)
    #expect(view.securityParametersIndex == 7)
    #expect(view.sequenceNumber == 9)
  }

  @Test(arguments: 0..<16) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.authentication, .truncated)) {
      _ = try AuthenticationHeader(unsafe cut.span.bytes, wireLength: 17).length
    }
  }

  /// Shorter than its own fields, and past the packet.
  @Test(arguments: ["00", "03"]) func length(length: String) {
    let octets = bytes("06 \(length) 00 00 00 00 00 07 00 00 00 09 aa aa aa aa")
    #expect(throws: DecodeFault(.authentication, .headerLength)) {
      _ = try AuthenticationHeader(unsafe octets.span.bytes, wireLength: 16).length
    }
  }
}
