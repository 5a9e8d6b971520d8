import Glibc
import Packets
import Testing

@Suite struct IPAddressTextTests {
  /// Examples of RFC 5952 sections 4 and 5, and of RFC 4291 section 2.2.
  @Test(arguments: [
    ("2001:0db8:0000:0000:0000:0000:0002:0001", "2001:db8::2:1"),
    ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
    ("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
    ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
    ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
    ("2001:DB8::AB", "2001:db8::ab"),
    ("0:0:0:0:0:0:0:0", "::"), ("::1", "::1"), ("1::", "1::"), ("ff01::101", "ff01::101"),
    ("0:0:0:0:0:0:13.1.68.3", "::d01:4403"), ("::ffff:129.144.52.38", "129.144.52.38"),
    ("192.168.1.7", "192.168.1.7"), ("0.0.0.0", "0.0.0.0"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
  ])
  func examples(text: String, canonical: String) {
    #expect(IPAddress(text)?.description == canonical)
  }

  @Test(arguments: [
    "", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7:8::",
    "::1:",
    ":1", "12345::", "g::", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "1.2.3.", ".1.2.3",
    "1..2.3",
    "::1.2.3", "1.2.3.4::", "::1.2.3.4:5", "1.2.3.4 ", " ::1", "fe80::1%eth0", "::ffff:1.2.3.400",
    "1:2:3:4:5:6:7:1.2.3.4", "-1.2.3.4", "0x1.2.3.4", "::/0",
  ])
  func refuses(text: String) { #expect(IPAddress(text) == nil) }

  /// The C library's text of an address; `nil` where it has none.
  private func theirs(_ address: IPAddress) -> String? {
    let octets = address.octets
    var text = [CChar](repeating: 0, count: 64)
    let family = address.isIPv4 ? AF_INET : AF_INET6
    guard unsafe inet_ntop(family, octets, &text, 64) != nil else { return nil }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// What the C library reads in a text; `nil` where it refuses it.
  private func read(_ text: String) -> [UInt8]? {
    var octets = [UInt8](repeating: 0, count: 16)
    return unsafe inet_pton(AF_INET6, text, &octets) == 1 ? octets : nil
  }

  /// Several thousand addresses with many zero groups against inet_ntop and inet_pton.
  @Test func agreesWithTheCLibrary() {
    var state: UInt64 = 88_172_645_463_325_252
    func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
    var compared = 0
    for _ in 0..<6000 {
      let zeros = next()
      var groups: [UInt64] = []
      for index in 0..<8 {
        let isZero = zeros >> (2 * UInt64(index)) & 3 != 0
        groups.append(isZero ? 0 : next() & 0xffff >> (4 * (next() & 3)))
      }
      let address = IPAddress(
        high: groups[0] << 48 | groups[1] << 32 | groups[2] << 16 | groups[3],
        low: groups[4] << 48 | groups[5] << 32 | groups[6] << 16 | groups[7])
      let text = address.description
      #expect(IPAddress(text) == address)
      // The C library writes compatible addresses (RFC 4291 section 2.5.5.1) with dots.
      guard address.high != 0 || address.low >> 32 != 0 else { continue }
      #expect(theirs(address) == text)
      if !address.isIPv4 { #expect(read(text) == address.octets) }
      compared += 1
    }
    #expect(compared > 4000)
  }

  /// Texts made of the letters of addresses: both readers accept the same ones.
  @Test func refusesWhatTheCLibraryRefuses() {
    var state: UInt64 = 2_463_534_242
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let parts = ["0", "1", "ab", "ffff", "::", ":", ":", ":", "1.2.3.4", "10"]
    var accepted = 0
    for _ in 0..<40_000 {
      let text = (0..<1 + next(14)).map { _ in parts[next(parts.count)] }.joined()
      guard text.contains(":") else { continue }
      let expected = read(text)
      let ours = IPAddress(text)
      #expect((ours == nil) == (expected == nil), "\(text)")
      if let ours, let expected {
        accepted += 1
        let mapped: [UInt8] = Array(repeating: 0, count: 10) + [255, 255] + ours.octets
        #expect(expected == (ours.isIPv4 ? mapped : ours.octets), "\(text)")
      }
    }
    #expect(accepted > 100)
  }

  @Test func order() {
    #expect(address("9.0.0.0") < address("10.0.0.0"))
    #expect(address("255.255.255.255") < address("2001:db8::"))
    #expect(address("10.0.0.1").v4 == 0x0a00_0001)
    #expect(!address("::1").isIPv4)
  }
}
