public import Devices
public import Packets

/// Which addresses count as local in connection lines.
public struct LocalNetworks: Sendable {
  private let networks: [IPNetwork]

  /// The networks that are given.
  public init(_ networks: [IPNetwork]) { self.networks = networks }

  /// Whether an address is local.
  public func contains(_ address: IPAddress) -> Bool {
    networks.contains { $0.contains(address) }
  }

  /// What no router of the Internet forwards, as Zeek has it since version 6: the blocks of the IANA
  /// special-purpose address registries (RFC 6890) that are not globally reachable, without multicast.
  public static let unrouted = LocalNetworks(
    [
      "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
      "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15",
      "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4", "::/128", "::1/128",
      "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "fc00::/7", "fe80::/10",
    ].compactMap { IPNetwork($0) } + sixToFour)

  /// The IPv4 blocks among them as 6to4 prefixes, RFC 3056 section 2.
  private static var sixToFour: [IPNetwork] {
    [
      "2002::/24", "2002:a00::/24", "2002:6440::/26", "2002:7f00::/24", "2002:a9fe::/32",
      "2002:ac10::/28", "2002:c000::/40", "2002:c000:200::/40", "2002:c0a8::/32",
      "2002:c612::/31", "2002:c633:6400::/40", "2002:cb00:7100::/40", "2002:f000::/20",
    ].compactMap { IPNetwork($0) }
  }
}
