/// BSD null/loop header: tcpdump.org LINKTYPE_NULL and LINKTYPE_LOOP.
///
///     octet  0                4
///            | address family | packet ...
///
/// The family stands in the capturing machine's byte order (NULL) or network order (LOOP). Families
/// are small, so the order shows in the number itself, and files that lie about theirs are read too.
public struct LoopbackHeader: ~Escapable {
  /// Octets of the header.
  public static let length = 4
  private let header: RawSpan

  /// The header at the front of `bytes`.
  /// - Throws: `loopback.truncated` below 4 octets.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= LoopbackHeader.length else {
      throw DecodeFault(.loopback, .truncated)
    }
    header = bytes.extracting(first: LoopbackHeader.length)
  }

  /// The address family, in whichever byte order makes it smaller than 65536; else as it stands.
  public var family: UInt32 {
    let number = header.uint32(at: 0)
    return number > 0xffff && number.byteSwapped <= 0xffff ? number.byteSwapped : number
  }

  /// The EtherType that says the same, for IPv4 (2) and IPv6 (Linux 10, BSD 24, FreeBSD 28, Darwin 30).
  public var etherType: EtherType? {
    switch family {
    case 2: .ipv4
    case 10, 24, 28, 30: .ipv6
    default: nil
    }
  }
}
