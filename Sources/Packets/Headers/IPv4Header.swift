/// IPv4 header, RFC 791 section 3.1.
///
///     octet  0             1         2              4                6               8
///            | version,IHL | service | total length | identification | flags, offset |
///     octet  8      9          10         12       16            20
///            | TTL  | protocol | checksum | source | destination | options ...
///
/// IHL counts words of four octets, 5 to 15. Flags: reserved, don't fragment, more fragments; the
/// offset counts units of eight octets.
public struct IPv4Header: ~Escapable {
  /// Octets of the header without options.
  public static let shortestLength = 20
  /// Octets of the header by its own word, 20 to 60.
  public let length: Int
  private let header: RawSpan
  /// The options that were captured, up to `length`.
  public let options: RawSpan

  /// The header at the front of `bytes`. Options may be cut; `isCut` says so.
  /// - Throws: `ipv4.truncated` below 20 octets, `ipv4.version`, `ipv4.header-length` for IHL below 5.
  @_lifetime(copy bytes)
  @inline(__always)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= IPv4Header.shortestLength else {
      throw DecodeFault(.ipv4, .truncated)
    }
    let first = bytes.uint8(at: 0)
    guard first >> 4 == 4 else { throw DecodeFault(.ipv4, .version) }
    let length = Int(first & 15) * 4
    guard length >= IPv4Header.shortestLength else { throw DecodeFault(.ipv4, .headerLength) }
    self.length = length
    header = bytes.extracting(first: IPv4Header.shortestLength)
    options = bytes.extracting(IPv4Header.shortestLength..<min(length, bytes.byteCount))
  }

  /// Whether the capture ends inside the options.
  @inline(__always)
  public var isCut: Bool { IPv4Header.shortestLength + options.byteCount < length }
  /// Octets of the packet with its header; 0 where the sending card was still to fill it in.
  @inline(__always)
  public var totalLength: Int { Int(header.uint16(at: 2)) }
  /// Type of service, today DSCP and ECN (RFC 2474, RFC 3168).
  public var typeOfService: UInt8 { header.uint8(at: 1) }
  /// Identification, which the fragments of one packet share.
  @inline(__always)
  public var identification: UInt16 { header.uint16(at: 4) }
  /// The three flags, lowest bit "more fragments".
  public var flags: UInt8 { header.uint8(at: 6) >> 5 }
  /// Checksum of the header as sent; not verified.
  public var checksum: UInt16 { header.uint16(at: 10) }
  /// Must not be fragmented.
  @inline(__always)
  public var dontFragment: Bool { header.uint8(at: 6) & 0x40 != 0 }
  /// Whether more fragments follow.
  @inline(__always)
  public var moreFragments: Bool { header.uint8(at: 6) & 0x20 != 0 }
  /// Where the data belongs in the whole packet, in octets.
  @inline(__always)
  public var fragmentOffset: UInt16 { header.uint16(at: 6) << 3 }
  /// Whether the packet is one of several fragments.
  @inline(__always)
  public var isFragment: Bool { header.uint16(at: 6) & 0x3fff != 0 }
  /// Hops left.
  @inline(__always)
  public var timeToLive: UInt8 { header.uint8(at: 8) }
  /// What the packet carries.
  @inline(__always)
  public var transport: IPProtocol { IPProtocol(rawValue: header.uint8(at: 9)) }
  /// Source address.
  @inline(__always)
  public var source: IPAddress { IPAddress(v4: header.uint32(at: 12)) }
  /// Destination address.
  @inline(__always)
  public var destination: IPAddress { IPAddress(v4: header.uint32(at: 16)) }

  /// Whether the octets look like a packet where nothing says that they are one, in a packet that has
  /// `wireLength` octets left.
  public static func isLikely(_ bytes: RawSpan, wireLength: Int) -> Bool {
    guard let header = try? IPv4Header(bytes) else { return false }
    return header.totalLength >= header.length && header.totalLength <= wireLength
  }
}
