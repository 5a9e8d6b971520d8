/// Linux netfilter log header and its attributes: tcpdump.org LINKTYPE_NFLOG.
///
///     octet  0        1         2             4
///            | family | version | resource id | attributes ...
///     each   | length (2) | type (2) | value, length - 4 | padding to a multiple of 4 |
///
/// Attributes stand in the capturing machine's byte order. Type 9 is the packet.
public struct NFLOGHeader: ~Escapable {
  /// Octets in front of the attributes.
  public static let length = 4
  private let header: RawSpan

  /// The header at the front of `bytes`.
  /// - Throws: `nflog.truncated` below 4 octets, `nflog.version` where the version is not 0.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= NFLOGHeader.length else { throw DecodeFault(.nflog, .truncated) }
    guard bytes.uint8(at: 1) == 0 else { throw DecodeFault(.nflog, .version) }
    header = bytes.extracting(first: NFLOGHeader.length)
  }

  /// Linux address family of the packet.
  public var family: UInt8 { header.uint8(at: 0) }

  /// The EtherType that says the same, for IPv4 (2) and IPv6 (10).
  public var etherType: EtherType? {
    switch family {
    case 2: .ipv4
    case 10: .ipv6
    default: nil
    }
  }

  /// The head of one attribute.
  public struct Attribute: Sendable {
    /// What the value is; 9 for the packet.
    public let type: UInt16
    /// Octets of the head and the value, at least 4, without padding.
    public let length: Int

    /// The type of the attribute that holds the packet, `NFULA_PAYLOAD`.
    public static let packet: UInt16 = 9

    /// The attribute at the front of `bytes`.
    /// - Throws: `nflog.truncated` below 4 octets, `nflog.option` where the length is below 4.
    public init(_ bytes: RawSpan) throws(DecodeFault) {
      guard bytes.byteCount >= 4 else { throw DecodeFault(.nflog, .truncated) }
      let length = bytes.uint16(at: 0)
      let type = bytes.uint16(at: 2)
      // Types are below 256, so the byte order shows in where the non-zero octet stands.
      let isSwapped = type > 0xff
      self.type = isSwapped ? type.byteSwapped : type
      self.length = Int(isSwapped ? length.byteSwapped : length)
      guard self.length >= 4 else { throw DecodeFault(.nflog, .option) }
    }

    /// Octets to the next attribute.
    public var stride: Int { (length + 3) & ~3 }
  }
}
