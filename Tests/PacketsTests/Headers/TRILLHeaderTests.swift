import Packets
import Testing

@Suite struct TRILLHeaderTests {
  /// To several, one word of options, 63 hops, from bridge 1 over tree 2.
  private let header = bytes("08 7f 00 02 00 01 00 00 00 00 ff")

  @Test func fields() throws {
    let view = try TRILLHeader(unsafe header.span.bytes)
    #expect(view.length == 10)
    #expect(view.isMultiDestination == true)
    #expect(view.hopCount == 63)
    #expect(view.egressNickname == 2)
    #expect(view.ingressNickname == 1)
  }

  @Test(arguments: 0..<10) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.trill, .truncated)) {
      _ = try TRILLHeader(unsafe cut.span.bytes).length
    }
  }

  @Test func version() {
    let octets = bytes("40 3f 00 02 00 01")
    #expect(throws: DecodeFault(.trill, .version)) {
      _ = try TRILLHeader(unsafe octets.span.bytes).length
    }
  }
}
