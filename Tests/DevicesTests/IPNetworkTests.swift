import Packets
import Testing

@testable import Devices

@Suite struct IPNetworkTests {
  @Test(arguments: [
    ("10.0.0.0/8", "10.0.0.0/8"), ("0.0.0.0/0", "0.0.0.0/0"), ("192.0.2.1", "192.0.2.1/32"),
    ("192.0.2.1/32", "192.0.2.1/32"), ("2001:DB8::/32", "2001:db8::/32"), ("::/0", "::/0"),
    ("2001:db8::1", "2001:db8::1/128"), ("fc00::/7", "fc00::/7"),
    ("2001:db8::8/125", "2001:db8::8/125"),
    // IPv4 in IPv6 notation counts 96 bits more.
    ("::ffff:10.0.0.0/104", "10.0.0.0/8"), ("::ffff:192.0.2.1", "192.0.2.1/32"),
  ])
  func parse(text: String, expected: String) throws {
    #expect(try #require(IPNetwork(text)).description == expected)
  }

  @Test(arguments: [
    "", "/", "10.0.0.0/", "/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/08",
    "10.0.0.0/8/8", "10.0.0.0/8 ", "10.0.0/8", "10.0.0.1/8", "2001:db8::/129", "2001:db8::1/64",
    "::ffff:10.0.0.0/95", "::ffff:10.0.0.0/8", "10.0.0.0/99999999999999999999", "example.net/8",
  ])
  func refuse(text: String) {
    #expect(IPNetwork(text) == nil)
  }

  /// First and last addresses by hand, and their neighbours outside.
  @Test(arguments: [
    ("10.0.0.0/8", "10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"),
    ("172.16.0.0/12", "172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"),
    ("192.0.2.7/32", "192.0.2.7", "192.0.2.7", "192.0.2.6", "192.0.2.8"),
    ("0.0.0.0/0", "0.0.0.0", "255.255.255.255", "::", "2001:db8::1"),
    ("fc00::/7", "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fbff::", "fe00::"),
    (
      "2001:db8::/64", "2001:db8::", "2001:db8::ffff:ffff:ffff:ffff", "2001:db7::", "2001:db8:0:1::"
    ),
    (
      "2001:db8:0:0:8000::/65", "2001:db8:0:0:8000::", "2001:db8::ffff:ffff:ffff:ffff",
      "2001:db8::7fff:ffff:ffff:ffff", "2001:db8:0:1::"
    ),
    ("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "0.0.0.0", "255.255.255.255"),
  ])
  func contains(text: String, first: String, last: String, below: String, above: String) throws {
    let network = try #require(IPNetwork(text))
    let set = IPNetworkSet([network])
    #expect(network.last == IPAddress(last))
    for inside in [first, last] {
      #expect(network.contains(try #require(IPAddress(inside))))
      #expect(set.contains(try #require(IPAddress(inside))))
    }
    for outside in [below, above] {
      #expect(!network.contains(try #require(IPAddress(outside))))
      #expect(!set.contains(try #require(IPAddress(outside))))
    }
  }

  @Test func containing() throws {
    let address = try #require(IPAddress("10.1.2.3"))
    #expect(IPNetwork(containing: address, prefixLength: 8)?.description == "10.0.0.0/8")
    #expect(IPNetwork(containing: address, prefixLength: 0)?.description == "0.0.0.0/0")
    #expect(IPNetwork(containing: address, prefixLength: 33) == nil)
    #expect(IPNetwork(containing: address, prefixLength: -1) == nil)
    #expect(IPNetwork(containing: .zero, prefixLength: 128)?.description == "::/128")
    #expect(IPNetwork(containing: .zero, prefixLength: 129) == nil)
  }

  /// The set says what the networks say, for networks inside, beside and apart from each other.
  @Test func setAgreesWithNetworks() {
    let texts = [
      "10.0.0.0/8", "10.1.0.0/16", "11.0.0.0/9", "192.0.2.0/24", "192.0.3.0/24", "192.0.2.128/25",
      "203.0.113.7", "0.0.0.0/32", "255.255.255.255", "2001:db8::/32", "2001:db8:1::/48", "::/96",
      "fe80::/10", "::1",
    ]
    let networks = texts.compactMap { IPNetwork($0) }
    #expect(networks.count == texts.count)
    let set = IPNetworkSet(networks)
    for network in networks {
      for edge in [network.address, network.last] {
        for step: UInt64 in [.max, 0, 1] {
          let address = IPAddress(high: edge.high, low: edge.low &+ step)
          #expect(set.contains(address) == networks.contains { $0.contains(address) }, "\(address)")
        }
      }
    }
    #expect(!IPNetworkSet([]).contains(.zero))
  }
}
