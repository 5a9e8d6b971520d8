import Packets
import Testing

@Suite struct TeredoHeaderTests {
  /// A bubble from 2001::1 to fe80::1.
  private let bubble = bytes(
    """
    60 00 00 00 00 00 3b 15 20 01 00 00 00 00 00 00 00 00 00 00 00 00 00 01
    fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01
    """)

  /// Nothing in front; an origin; authentication with identifier and value; both.
  @Test(arguments: [
    ("", 0), ("00 00 af f5 ff ff ff fe", 8),
    ("00 01 02 04 61 62 01 02 03 04 00 00 00 00 00 00 00 01 00", 19),
    ("00 01 00 00 00 00 00 00 00 00 00 01 00 00 00 af f5 ff ff ff fe", 21),
  ])
  func lengths(front: String, length: Int) throws {
    let octets = bytes(front) + bubble
    let header = try TeredoHeader(unsafe octets.span.bytes, wireLength: octets.count)
    #expect(header.length == length)
  }

  @Test(arguments: 0..<40) func truncated(count: Int) {
    let cut = Array(bubble.prefix(count))
    #expect(throws: DecodeFault(.teredo, .truncated)) {
      _ = try TeredoHeader(unsafe cut.span.bytes, wireLength: 40).length
    }
  }

  /// Not IPv6, longer than the datagram, and addresses of nobody's.
  @Test(arguments: [(0, UInt8(0x45)), (5, 1), (8, 0x30)]) func refuses(offset: Int, octet: UInt8) {
    var octets = bubble
    octets[offset] = octet
    octets[24] = offset == 8 ? 0x30 : 0xfe
    #expect(throws: DecodeFault(.teredo, .field)) {
      _ = try TeredoHeader(unsafe octets.span.bytes, wireLength: 40).length
    }
  }
}
