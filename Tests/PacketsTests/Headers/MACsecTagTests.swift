import Packets
import Testing

@Suite struct MACsecTagTests {
  private let tag = bytes("2d 10 00 00 00 51 02 00 00 00 00 01 00 02 ff")

  @Test func fields() throws {
    let view = try MACsecTag(unsafe tag.span.bytes)
    #expect(view.length == 14)
    #expect(view.isEncrypted == true)
    #expect(view.isChanged == true)
    #expect(view.isEndStation == false)
    #expect(view.isSingleCopyBroadcast == false)
    #expect(view.associationNumber == 1)
    #expect(view.shortLength == 16)
    #expect(view.packetNumber == 0x51)
    #expect(view.channelIdentifier == 0x0200_0000_0001_0002)
  }

  @Test(arguments: 0..<14) func truncated(count: Int) {
    let cut = Array(tag.prefix(count))
    #expect(throws: DecodeFault(.macsec, .truncated)) {
      _ = try MACsecTag(unsafe cut.span.bytes).length
    }
  }

  @Test(arguments: [
    ("a0 00", DecodeFault.Kind.version), ("60 00", .field), ("30 00", .field),
    ("00 30", .totalLength),
  ])
  func refuses(start: String, kind: DecodeFault.Kind) {
    let octets = bytes("\(start) 00 00 00 51 02 00 00 00 00 01 00 02")
    #expect(throws: DecodeFault(.macsec, kind)) {
      _ = try MACsecTag(unsafe octets.span.bytes).length
    }
  }
}
