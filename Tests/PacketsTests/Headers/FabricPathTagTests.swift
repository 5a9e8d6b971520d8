import Packets
import Testing

@Suite struct FabricPathTagTests {
  @Test func fields() throws {
    let octets = bytes("00 60")
    let tag = try FabricPathTag(unsafe octets.span.bytes)
    #expect(tag.forwardingTag == 1)
    #expect(tag.timeToLive == 32)
    let cut = bytes("00")
    #expect(throws: DecodeFault(.fabricPath, .truncated)) {
      _ = try FabricPathTag(unsafe cut.span.bytes).timeToLive
    }
  }
}
