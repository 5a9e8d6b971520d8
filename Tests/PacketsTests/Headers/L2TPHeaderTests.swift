import Packets
import Testing

@Suite struct L2TPHeaderTests {
  /// Length, sequence numbers and an offset of two octets.
  private let full = bytes("4a 02 00 12 00 05 00 06 00 01 00 02 00 02 ff ff 00 21")

  @Test func fields() throws {
    let view = try L2TPHeader(unsafe full.span.bytes, wireLength: 18)
    #expect(view.length == 16)
    #expect(view.version == 2)
    #expect(view.tunnelIdentifier == 5)
    #expect(view.sessionIdentifier == 6)
    let third = bytes("00 03 00 00 00 01 00 06")
    let other = try L2TPHeader(unsafe third.span.bytes, wireLength: 8)
    #expect(other.length == 8)
    #expect(other.version == 3)
    #expect(other.sessionIdentifier == 0x10006)
  }

  @Test(arguments: 0..<16) func truncated(count: Int) {
    let cut = Array(full.prefix(count))
    #expect(throws: DecodeFault(.l2tp, .truncated)) {
      _ = try L2TPHeader(unsafe cut.span.bytes, wireLength: 18).length
    }
  }

  @Test(arguments: [
    ("c8 02 00 0c 00 05 00 06", DecodeFault.Kind.field), ("10 02 00 05 00 06", .field),
    ("00 01 00 05 00 06", .version), ("00 04 00 05 00 06", .version),
    ("40 02 00 09 00 05 00 06", .totalLength), ("00 03 00 01 00 00 00 06", .field),
    ("40 03 00 00 00 00 00 06", .field),
  ])
  func refuses(header: String, kind: DecodeFault.Kind) {
    let octets = bytes(header)
    #expect(throws: DecodeFault(.l2tp, kind)) {
      _ = try L2TPHeader(unsafe octets.span.bytes, wireLength: 8).length
    }
  }
}
