import Packets
import Testing

@Suite struct ARPHeaderTests {
  /// Who has 10.0.0.2? Tell 10.0.0.1.
  let header = bytes(
    """
    00 01 08 00 06 04 00 01 02 00 00 00 00 01 0a 00 00 01 00 00 00 00 00 00 0a 00 00 02
    """)

  @Test func fields() throws {
    let view = try ARPHeader(unsafe header.span.bytes)
    let value0 = view.length
    #expect(value0 == 28)
    let value1 = view.addressesAreCut
    #expect(value1 == false)
    let value2 = view.lengthsAreSound
    #expect(value2 == true)
    let value3 = view.addresses?.sender
    #expect(value3 == address("10.0.0.1"))
    let value4 = view.addresses?.target
    #expect(value4 == address("10.0.0.2"))
  }

  @Test(arguments: 0..<8) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.arp, .truncated)) {
      _ = try ARPHeader(unsafe cut.span.bytes)
    }
  }

  @Test(arguments: 8..<28) func addressesCut(count: Int) throws {
    let cut = Array(header.prefix(count))
    let view = try ARPHeader(unsafe cut.span.bytes)
    let found = (view.addressesAreCut, view.addresses == nil)
    #expect(found.0)
    #expect(found.1)
  }
}
