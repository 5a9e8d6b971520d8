public import Packets

/// Names that no registry sells: those of a site itself, and those that the naming system asks itself.
///
/// From IANA's registry of special-use domain names (RFC 6761) and the documents at `zones`. `.onion`
/// (RFC 7686) is none of them: who asks for it means to leave the site. Neither is `.example`.
public enum SpecialUseDomains {
  /// Domains that are internal with all that lies below.
  private static let zones: Set<String> = [
    // RFC 6761 sections 6.2 to 6.4; RFC 6762 section 3; RFC 9476.
    "test", "localhost", "invalid", "local", "alt",
    // RFC 8375; ICANN's resolution of 2024-07-29 on a top-level domain for private use.
    "home.arpa", "internal",
    // In use at sites since before either and never delegated: RFC 6762 appendix G.
    "intranet", "private", "corp", "home", "lan",
    // What hosts and resolvers ask on their own: RFC 8880 section 7.1; RFC 9462 section 8.2; RFC 9665.
    "ipv4only.arpa", "resolver.arpa", "service.arpa",
  ]
  /// Labels of the longest name in `zones`.
  private static let mostLabels = 2

  /// Whether a name is a site's own or belongs to the plumbing, so that nobody outside answers for it.
  ///
  /// - Parameter name: as for `PublicSuffixes.registeredDomain(of:)`.
  /// - Returns: `true` for the root, single labels, special-use domains and what lies below them, and
  ///   names that stand for an address or a block of addresses in `in-addr.arpa` and `ip6.arpa`.
  ///   `false` for other names there, which the holder of the addresses may choose as freely as in
  ///   any domain of his, for addresses themselves, empty labels, and a text longer than any name.
  public static func isInternal(_ name: String) -> Bool {
    guard let name = DomainLabels(name) else { return name == "." }
    if name.isAddress { return false }
    if name.count == 1 || ReverseName(name) != nil { return true }
    return (1...mostLabels).contains {
      zones.contains(String(decoding: name.last($0), as: UTF8.self))
    }
  }

  /// The address whose reverse name this is, RFC 1035 section 3.5 and RFC 3596 section 2.5.
  ///
  /// - Parameter name: in any case, with or without a final point.
  /// - Returns: 192.0.2.1 of `1.2.0.192.in-addr.arpa`; `nil` for every other name, a block of
  ///   addresses (`2.0.192.in-addr.arpa`) among them.
  public static func reverseAddress(of name: String) -> IPAddress? {
    DomainLabels(name).flatMap(ReverseName.init)?.address
  }
}
