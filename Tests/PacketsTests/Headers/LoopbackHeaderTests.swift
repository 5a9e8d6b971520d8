import Packets
import Testing

@Suite struct LoopbackHeaderTests {
  /// IPv6 by Darwin's family, little-endian.
  let header = bytes(
    """
    1e 00 00 00 60
    """)

  @Test func fields() throws {
    let view = try LoopbackHeader(unsafe header.span.bytes)
    let value0 = view.family
    #expect(value0 == 30)
    let value1 = view.etherType
    #expect(value1 == .ipv6)
  }

  @Test(arguments: 0..<4) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.loopback, .truncated)) {
      _ = try LoopbackHeader(unsafe cut.span.bytes)
    }
  }

  /// Large in either order: kept as it stands.
  @Test func neitherOrder() throws {
    let large = bytes("0f 01 08 01")
    let view = try LoopbackHeader(unsafe large.span.bytes)
    let found = (view.family, view.etherType)
    #expect(found.0 == 0x0f01_0801)
    #expect(found.1 == nil)
  }
}
