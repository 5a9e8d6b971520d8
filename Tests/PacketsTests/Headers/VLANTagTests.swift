import Packets
import Testing

@Suite struct VLANTagTests {
  /// Priority 5, drop eligible, VLAN 291, IPv6.
  let header = bytes(
    """
    b1 23 86 dd
    """)

  @Test func fields() throws {
    let view = try VLANTag(unsafe header.span.bytes)
    let value0 = view.identifier
    #expect(value0 == 291)
    let value1 = view.typeOrLength
    #expect(value1 == 0x86dd)
  }

  @Test(arguments: 0..<4) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.vlan, .truncated)) {
      _ = try VLANTag(unsafe cut.span.bytes)
    }
  }

  @Test func announcement() {
    let announced = (UInt16.min...UInt16.max).filter { VLANTag.isAnnounced(by: $0) }
    #expect(announced == [0x8100, 0x88a8, 0x9100, 0x9200, 0x9300])
  }
}
