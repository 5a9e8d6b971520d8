import Packets
import Testing

@testable import Devices

@Suite struct SpecialUseDomainsTests {
  @Test(
    arguments: [
      ".", "bmc-7", "BMC.", "localhost", "a.localhost", "printer.local", "Printer._ipp._tcp.Local.",
      "x.test", "x.invalid", "x.y.alt", "home.arpa", "nas.home.arpa", "ilo.dc.internal", "a.corp",
      "a.lan", "a.home", "a.private", "a.intranet", "ipv4only.arpa", "_dns.resolver.arpa",
      "default.service.arpa", "1.2.0.192.in-addr.arpa", "2.0.192.IN-ADDR.ARPA.", "in-addr.arpa",
      "ip6.arpa", "8.b.d.0.1.0.0.2.ip6.arpa", "D.F.ip6.arpa",
    ])
  func isInternal(name: String) { #expect(SpecialUseDomains.isInternal(name)) }

  @Test(
    arguments: [
      "example.com", "www.example", "local.example.com", "notlocal.com", "a.xlocal", "a.local.com",
      "a\\.b.com", "facebookcorewwwi.onion", "arpa.net", "a.arpa", "a.e164.arpa", "xhome.arpa",
      "a.mail",
      // Names that somebody put into the reverse tree.
      "www.2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa", "256.2.0.192.in-addr.arpa",
      "01.2.0.192.in-addr.arpa", "5.1.2.0.192.in-addr.arpa", "x.8.b.d.0.1.0.0.2.ip6.arpa",
      "10.8.b.d.0.1.0.0.2.ip6.arpa", "+.ip6.arpa", "+1.in-addr.arpa",
      // No names.
      "", "..", "a..local", "192.0.2.1", "10.0.0.1.", "::1", "fe80::1",
    ])
  func isNotInternal(name: String) { #expect(!SpecialUseDomains.isInternal(name)) }

  @Test(
    arguments: [
      ("1.2.0.192.in-addr.arpa", "192.0.2.1"), ("255.255.255.255.In-Addr.Arpa.", "255.255.255.255"),
      ("0.0.0.0.in-addr.arpa", "0.0.0.0"),
      (
        "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.IP6.ARPA",
        "4321:0:1:2:3:4:567:89ab"
      ),
      // Neither ends with the digits that it lacks.
      ("2.0.192.in-addr.arpa", nil), ("5.1.2.0.192.in-addr.arpa", nil), ("in-addr.arpa", nil),
      ("1.2.0.192.in-addr.arpa.com", nil), ("1.2.0.256.in-addr.arpa", nil),
      ("1.2.0.0192.in-addr.arpa", nil), ("1.2..192.in-addr.arpa", nil), ("1.2.0.192", nil),
      ("1.2.0.-1.in-addr.arpa", nil), ("a.2.0.192.in-addr.arpa", nil), ("", nil), (".", nil),
      ("a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa", nil),
      ("g.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa", nil),
      ("b.b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa", nil),
    ] as [(String, String?)])
  func reverseAddress(name: String, address: String?) {
    #expect(SpecialUseDomains.reverseAddress(of: name)?.description == address)
  }

  /// Written from the octets of an address and read back.
  @Test func reverseNames() {
    var random = DomainNames(seed: 3)
    for index in 0..<500 {
      let half = { (random: inout DomainNames) in
        UInt64(random.next(below: 1 << 31)) << 33 | UInt64(random.next(below: 1 << 31))
      }
      let address =
        index.isMultiple(of: 2)
        ? IPAddress(v4: UInt32(random.next(below: 1 << 31)) << 1)
        : IPAddress(high: half(&random), low: half(&random))
      let labels =
        address.isIPv4
        ? address.octets.reversed().map { String($0) } + ["in-addr"]
        : address.octets.reversed().flatMap {
          [String($0 & 15, radix: 16), String($0 >> 4, radix: 16)]
        } + ["ip6"]
      let name = labels.joined(separator: ".") + ".arpa"
      #expect(SpecialUseDomains.reverseAddress(of: name) == address)
      #expect(SpecialUseDomains.isInternal(name))
    }
  }

  /// No text stops it; what stands for an address is internal.
  @Test func hostileNames() {
    var names = DomainNames(seed: 4)
    var found = 0
    for _ in 0..<20_000 {
      let name = names.hostile(most: 40) + [".in-addr.arpa", ".ip6.arpa", ""][names.next(below: 3)]
      let isInternal = SpecialUseDomains.isInternal(name)
      if SpecialUseDomains.reverseAddress(of: name) != nil { #expect(isInternal, "\(name)") }
      found += isInternal ? 1 : 0
    }
    #expect(found > 100)
  }
}
