import Packets
import Testing

@Suite struct HeaderOptionsTests {
  /// Lists of TCP and IPv4 options, RFC 9293 section 3.1 and RFC 791 section 3.1.
  @Test(arguments: [
    ("", true), ("01 01 08 0a 00 00 00 07 00 00 00 09", true), ("02 04 05 b4 01 03 03 08", true),
    ("00 09", true), ("01 00", true), ("07 03 04 01", true), ("fe 02", true),
    ("01 01 08 0b 00 00 00 07 00 00 00 09", false), ("02", false), ("02 00", false),
    ("02 01", false), ("02 03", false), ("01 02", false), ("ff ff 00", false),
  ])
  func lists(dump: String, areSound: Bool) {
    let octets = bytes(dump)
    let options = unsafe HeaderOptions(octets.span.bytes)
    #expect(options.areSound == areSound)
  }
}
