/// Generic routing encapsulation header: RFC 2784, RFC 2890, RFC 1701; version 1 is RFC 2637.
///
///     octet  0                  2               4
///            | flags, version   | protocol type | checksum, offset | key | sequence | (1) ack | routing ...
///                                                 4 octets each, only where a flag says so
///     flags  C checksum 8000, R routing 4000, K key 2000, S sequence 1000, A acknowledgment 0080
///
/// Protocol type is an EtherType. C or R bring the checksum and offset. The routing of RFC 1701 is a
/// list of entries (family 2, offset 1, length 1, information) up to one of family 0 and length 0.
/// Version 1 (PPTP) has a key of payload length and call identifier, and always carries PPP.
public struct GREHeader: ~Escapable {
  /// Entries of a routing field that are read.
  public static let mostRoutes = 16
  /// Octets of the header.
  public let length: Int
  private let header: RawSpan

  /// The header at the front of `bytes`.
  /// - Throws: `gre.truncated` where it is cut, `gre.version` above 1, `gre.field` where version 1 lacks
  ///   its key or has a checksum or routing, `gre.depth` where a routing field does not end.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= 4 else { throw DecodeFault(.gre, .truncated) }
    let flags = bytes.uint16(at: 0)
    let version = flags & 7
    guard version <= 1 else { throw DecodeFault(.gre, .version) }
    guard version == 0 || flags & 0xe000 == 0x2000 else { throw DecodeFault(.gre, .field) }
    var length = 4
    for mask in [flags & 0xc000, flags & 0x2000, flags & 0x1000] where mask != 0 { length += 4 }
    if version == 1, flags & 0x80 != 0 { length += 4 }
    if flags & 0x4000 != 0 { length = try GREHeader.endOfRouting(bytes, from: length) }
    guard bytes.byteCount >= length else { throw DecodeFault(.gre, .truncated) }
    self.length = length
    header = bytes.extracting(first: length)
  }

  private static func endOfRouting(_ bytes: RawSpan, from start: Int) throws(DecodeFault) -> Int {
    var end = start
    for _ in 0..<mostRoutes {
      guard bytes.byteCount >= end + 4 else { throw DecodeFault(.gre, .truncated) }
      let family = bytes.uint16(at: end)
      let length = Int(bytes.uint8(at: end + 3))
      end += 4 + length
      if family == 0, length == 0 { return end }
    }
    throw DecodeFault(.gre, .depth)
  }

  private var flags: UInt16 { header.uint16(at: 0) }
  /// 0, or 1 for PPTP.
  public var version: UInt8 { UInt8(flags & 7) }
  /// What is carried, an EtherType.
  public var protocolType: EtherType { EtherType(rawValue: header.uint16(at: 2)) }
  /// Whether there is a checksum.
  public var hasChecksum: Bool { flags & 0x8000 != 0 }
  /// The key: of NVGRE a subnet and flow, of PPTP payload length and call.
  public var key: UInt32? {
    flags & 0x2000 != 0 ? header.uint32(at: flags & 0xc000 != 0 ? 8 : 4) : nil
  }
  /// Number of the packet in the tunnel.
  public var sequenceNumber: UInt32? {
    guard flags & 0x1000 != 0 else { return nil }
    return header.uint32(at: 4 + (flags & 0xc000 != 0 ? 4 : 0) + (flags & 0x2000 != 0 ? 4 : 0))
  }
  /// The highest number that version 1 has received.
  public var acknowledgmentNumber: UInt32? {
    guard version == 1, flags & 0x80 != 0 else { return nil }
    return header.uint32(at: flags & 0x1000 != 0 ? 12 : 8)
  }
  /// Whether this is NVGRE, RFC 7637 section 3.2: Ethernet with a key and nothing else, whose upper 24
  /// bits name a subnet; those below 0x1000 are reserved, so a small key is an ordinary one.
  public var isNetworkVirtualization: Bool {
    guard let key, version == 0 else { return false }
    return flags == 0x2000 && protocolType == .transparentEthernet && key >> 20 != 0
  }
}
