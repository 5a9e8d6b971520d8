import Devices
import Packets
import Reports
import Testing

@Suite struct LocalNetworksTests {
  /// Both ends of blocks that no router of the Internet forwards, and their neighbours.
  @Test(arguments: [
    ("10.0.0.0", true), ("10.255.255.255", true), ("11.0.0.0", false), ("9.255.255.255", false),
    ("100.64.0.0", true), ("100.128.0.0", false), ("172.31.255.255", true), ("172.32.0.0", false),
    ("192.0.0.255", true), ("192.0.1.0", false), ("198.19.255.255", true), ("198.20.0.0", false),
    ("224.0.0.1", false), ("240.0.0.1", true), ("255.255.255.255", true), ("8.8.8.8", false),
    ("::1", true), ("::2", false), ("fe80::1", true), ("fec0::1", false), ("fdff::", true),
    ("ff02::1", false), ("2001:1ff::", true), ("2001:200::", false), ("2002:a01:203::", true),
    ("2002:808:808::", false), ("2606:4700::1", false), ("2001:db8::1", true),
  ])
  func unrouted(_ text: String, _ isLocal: Bool) throws {
    let address = try #require(IPAddress(text))
    #expect(LocalNetworks.unrouted.contains(address) == isLocal)
  }

  @Test func given() throws {
    let local = LocalNetworks([try #require(IPNetwork("8.8.0.0/16"))])
    #expect(local.contains(try #require(IPAddress("8.8.8.8"))))
    #expect(!local.contains(try #require(IPAddress("10.0.0.1"))))
    #expect(!LocalNetworks([]).contains(try #require(IPAddress("10.0.0.1"))))
  }
}
