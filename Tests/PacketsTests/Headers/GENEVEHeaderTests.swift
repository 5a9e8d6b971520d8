import Packets
import Testing

@Suite struct GENEVEHeaderTests {
  /// Two options, of four octets and of none.
  private let header = bytes("03 80 65 58 00 00 0a 00 01 02 03 01 aa aa aa aa 01 02 04 00")

  @Test func fields() throws {
    let view = try GENEVEHeader(unsafe header.span.bytes)
    #expect(view.length == 20)
    #expect(view.isControl == true)
    #expect(view.protocolType == .transparentEthernet)
    #expect(view.networkIdentifier == 10)
  }

  @Test(arguments: 0..<20) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.geneve, .truncated)) {
      _ = try GENEVEHeader(unsafe cut.span.bytes).length
    }
  }

  @Test(arguments: [
    ("40 00 65 58 00 00 0a 00", DecodeFault.Kind.version), ("00 01 65 58 00 00 0a 00", .field),
    ("00 00 65 58 00 00 0a 01", .field), ("01 00 65 58 00 00 0a 00 01 02 03 01", .option),
  ])
  func refuses(header: String, kind: DecodeFault.Kind) {
    let octets = bytes(header)
    #expect(throws: DecodeFault(.geneve, kind)) {
      _ = try GENEVEHeader(unsafe octets.span.bytes).length
    }
  }
}
