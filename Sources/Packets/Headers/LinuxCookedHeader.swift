/// Linux cooked capture header, both versions: tcpdump.org LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2.
///
///     SLL    0             2          4                6         14         16
///            | packet type | hardware | address length | address | protocol |
///     SLL2   0          2          4           8          10            11               12
///            | protocol | reserved | interface | hardware | packet type | address length | address | 20
///
/// The address field has 8 octets; the length says how many the real address had.
public struct LinuxCookedHeader: ~Escapable {
  /// Octets of the header: 16 or 20.
  public let length: Int
  private let header: RawSpan
  private var isFirst: Bool { length == 16 }

  /// A version 1 header at the front of `bytes`.
  /// - Throws: `linux-cooked.truncated` below 16 octets.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) { try self.init(bytes, length: 16) }

  /// A version 2 header at the front of `bytes`.
  /// - Throws: `linux-cooked.truncated` below 20 octets.
  @_lifetime(copy bytes)
  public init(secondVersion bytes: RawSpan) throws(DecodeFault) {
    try self.init(bytes, length: 20)
  }

  @_lifetime(copy bytes)
  private init(_ bytes: RawSpan, length: Int) throws(DecodeFault) {
    guard bytes.byteCount >= length else { throw DecodeFault(.linuxCooked, .truncated) }
    self.length = length
    header = bytes.extracting(first: length)
  }

  /// EtherType from 0x600 on; below, a Linux `ETH_P_` number: 1 is IPX without LLC, 4 is LLC.
  public var protocolNumber: UInt16 { header.uint16(at: isFirst ? 14 : 0) }

  /// The sender's hardware address, where it is one of 48 bits.
  public var source: MACAddress? {
    let length = isFirst ? header.uint16(at: 4) : UInt16(header.uint8(at: 11))
    return length == 6
      ? MACAddress(rawValue: header.uint64(at: isFirst ? 6 : 12) >> 16) : nil
  }
}
