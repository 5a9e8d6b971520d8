import Packets
import Testing

@Suite struct IPv6OptionsTests {
  /// Options behind the two first octets of their header, RFC 8200 section 4.2.
  @Test(arguments: [
    ("", true, Int?.none), ("00 00 00 00 00 00", true, nil), ("01 04 00 00 00 00", true, nil),
    ("05 02 00 00 01 00", true, nil), ("c2 04 00 01 00 00", true, 65536),
    ("c2 04 ff ff ff ff", true, 4_294_967_295), ("00 00 c2 04 00 01 00 00 00 00", true, 65536),
    ("c2 03 00 01 00 00", false, nil), ("01 05 00 00 00 00", false, nil),
    ("00 00 00 00 00 01", false, nil),
    ("c2 04 00 01 00 00 01", false, 65536),
  ])
  func lists(dump: String, areSound: Bool, jumboLength: Int?) {
    let octets = bytes(dump)
    let options = unsafe IPv6Options(octets.span.bytes)
    #expect(options.areSound == areSound)
    #expect(options.jumboLength == jumboLength)
  }
}
