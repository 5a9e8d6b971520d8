public import Packets

/// Where an address lies, seen from the network that is watched.
public enum AddressScope: UInt8, Sendable {
  /// In one of the operator's own networks.
  case `internal`
  /// Anywhere else that packets can be routed to.
  case outside
  /// Bound to one link or one machine, or a group: never outside, whatever the policy says.
  case local
}

extension AddressScope {
  /// Whether an address is never outside, because no router sends it on as one machine's address.
  ///
  /// IPv4: 0/8 (this network), 127/8 (loopback), 169.254/16 (link-local), 224/4 (multicast) and 240/4
  /// (reserved, with the limited broadcast 255.255.255.255). IPv6: `::` (unspecified), `::1`
  /// (loopback), fe80::/10 (link-local) and ff00::/8 (multicast). IANA special-purpose address
  /// registries, RFC 6890; RFC 5771; RFC 4291 section 2.4.
  public static func isLocal(_ address: IPAddress) -> Bool {
    guard address.isIPv4 else {
      return address.high >> 54 == 0x3fa || address.high >> 56 == 0xff
        || address.high == 0 && address.low <= 1
    }
    let first = address.v4 >> 24
    return first == 0 || first == 127 || first >= 224 || address.v4 >> 16 == 0xa9fe
  }

  /// What keeps an address from being that of one machine, with its article; `nil` if nothing does.
  static func unfit(_ address: IPAddress) -> String? {
    guard address.isIPv4 else {
      if address == .zero { return "the unspecified" }
      if address == IPAddress(high: 0, low: 1) { return "the loopback" }
      return address.high >> 56 == 0xff ? "a multicast" : nil
    }
    return switch address.v4 >> 24 {
    case 0: "an unspecified"
    case 127: "a loopback"
    case 224...239: "a multicast"
    case 240...255: address.v4 == .max ? "the broadcast" : "a reserved"
    default: nil
    }
  }
}
