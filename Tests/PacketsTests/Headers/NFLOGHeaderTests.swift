import Packets
import Testing

@Suite struct NFLOGHeaderTests {
  /// IPv6, resource 258, and the head of an attribute.
  let header = bytes(
    """
    0a 00 01 02 08 00 09 00
    """)

  @Test func fields() throws {
    let view = try NFLOGHeader(unsafe header.span.bytes)
    let value0 = view.family
    #expect(value0 == 10)
    let value1 = view.etherType
    #expect(value1 == .ipv6)
  }

  @Test(arguments: 0..<4) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.nflog, .truncated)) {
      _ = try NFLOGHeader(unsafe cut.span.bytes)
    }
  }

  @Test(arguments: [
    ("25 00 09 00", UInt16(9), 37, 40), ("00 25 00 09", 9, 37, 40), ("04 00 01 00", 1, 4, 4),
  ])
  func attribute(dump: String, type: UInt16, length: Int, stride: Int) throws {
    let octets = bytes(dump)
    let attribute = try NFLOGHeader.Attribute(unsafe octets.span.bytes)
    #expect(attribute.type == type)
    #expect(attribute.length == length)
    #expect(attribute.stride == stride)
  }

  @Test(arguments: 0..<4) func attributeTooShort(length: UInt8) {
    let octets: [UInt8] = [length, 0, 9, 0]
    #expect(throws: DecodeFault(.nflog, .option)) {
      _ = try NFLOGHeader.Attribute(unsafe octets.span.bytes)
    }
    let cut = Array(octets.prefix(Int(length)))
    #expect(throws: DecodeFault(.nflog, .truncated)) {
      _ = try NFLOGHeader.Attribute(unsafe cut.span.bytes)
    }
  }
}
