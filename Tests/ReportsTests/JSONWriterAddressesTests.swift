import Packets
import Reports
import Testing

@Suite struct JSONWriterAddressesTests {
  /// Examples of RFC 5952, sections 1 to 5.
  @Test(arguments: [
    ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
    ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
    ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
    ("2001:DB8::0001", "2001:db8::1"),
    ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("0:0:1::", "0:0:1::"),
    ("ff02::1:ff00:0", "ff02::1:ff00:0"),
    ("255.255.255.255", "255.255.255.255"), ("0.0.0.0", "0.0.0.0"), ("10.20.0.7", "10.20.0.7"),
  ])
  func known(_ given: String, _ text: String) throws {
    let address = try #require(IPAddress(given))
    #expect(writtenText { $0.address(address) } == "\"\(text)\"")
  }

  /// Every pattern of zero and other groups, against the address's own description.
  @Test func everyPattern() {
    for pattern in 0..<256 {
      for group: UInt64 in [1, 0xabc, 0xffff] {
        func half(_ shift: Int) -> UInt64 {
          (0..<4).reduce(0) { $0 << 16 | (pattern >> (shift + $1) & 1 == 1 ? group : 0) }
        }
        let address = IPAddress(high: half(0), low: half(4))
        #expect(writtenText { $0.address(address) } == "\"\(address)\"")
      }
    }
  }

  @Test func hardware() {
    let address = MACAddress(rawValue: 0x001b_543a_339b)
    #expect(writtenText { $0.address(address) } == "\"00-1B-54-3A-33-9B\"")
    #expect(writtenText { $0.address(MACAddress.broadcast) } == "\"FF-FF-FF-FF-FF-FF\"")
    #expect(writtenText { $0.address(MACAddress.zero) } == "\"00-00-00-00-00-00\"")
  }
}
