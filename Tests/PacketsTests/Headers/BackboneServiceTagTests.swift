import Packets
import Testing

@Suite struct BackboneServiceTagTests {
  private let tag = bytes("e0 01 02 03")

  @Test func fields() throws {
    let view = try BackboneServiceTag(unsafe tag.span.bytes)
    #expect(view.serviceIdentifier == 0x10203)
    #expect(view.priority == 7)
  }

  @Test(arguments: 0..<4) func truncated(count: Int) {
    let cut = Array(tag.prefix(count))
    #expect(throws: DecodeFault(.providerBackbone, .truncated)) {
      _ = try BackboneServiceTag(unsafe cut.span.bytes).priority
    }
  }
}
