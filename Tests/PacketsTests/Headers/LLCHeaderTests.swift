import Packets
import Testing

@Suite struct LLCHeaderTests {
  /// SNAP of Cisco, discovery protocol.
  let header = bytes(
    """
    aa aa 03 00 00 0c 20 00 02
    """)

  @Test func fields() throws {
    let view = try LLCHeader(unsafe header.span.bytes)
    let value0 = view.length
    #expect(value0 == 8)
    let value1 = view.isSNAP
    #expect(value1 == true)
    let value2 = view.etherType
    #expect(value2 == nil)
    let value3 = view.serviceAccessPoints
    #expect(value3 == 0xaaaa)
    let value4 = view.linkProtocol
    #expect(value4 == LinkProtocol(.snap, 0x0c_2000))
  }

  @Test(arguments: 0..<8) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.llc, .truncated)) {
      _ = try LLCHeader(unsafe cut.span.bytes)
    }
  }

  /// RFC 1042, 802.1H, a SNAP number that is no EtherType, and SNAP's points with other control.
  @Test(arguments: [
    ("aa aa 03 00 00 00 86 dd", UInt16?.some(0x86dd), 8), ("aa aa 03 00 00 f8 08 00", 0x0800, 8),
    ("aa aa 03 00 00 00 05 ff", nil, 8), ("aa aa 00 00 00 00 08 00", nil, 4),
    ("42 42 03", nil, 3), ("f0 f0 7f", nil, 3), ("fe fe 01 00", nil, 4), ("ff ff 00", nil, 0),
  ])
  func forms(dump: String, etherType: UInt16?, length: Int) throws {
    let octets = bytes(dump)
    let view = try LLCHeader(unsafe octets.span.bytes)
    let found = (view.etherType, view.length)
    #expect(found.0 == etherType)
    #expect(found.1 == length)
  }
}
