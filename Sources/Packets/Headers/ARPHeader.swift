/// ARP and RARP packet, RFC 826 and RFC 903.
///
///     octet  0          2          4        5        6           8
///            | hardware | protocol | hw len | pr len | operation | addresses ...
///     addresses: sender hardware, sender protocol, target hardware, target protocol
public struct ARPHeader: ~Escapable {
  /// Octets in front of the addresses.
  public static let fixedLength = 8
  private let bytes: RawSpan

  /// The packet at the front of `bytes`. The addresses may be cut; `addressesAreCut` says so.
  /// - Throws: `arp.truncated` below 8 octets; `arp.field` where Ethernet's addresses are not 6
  ///   octets or IPv4's are not 4.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= ARPHeader.fixedLength else { throw DecodeFault(.arp, .truncated) }
    guard bytes.uint16(at: 0) != 1 || bytes.uint8(at: 4) == 6,
      bytes.uint16(at: 2) != EtherType.ipv4.rawValue || bytes.uint8(at: 5) == 4
    else { throw DecodeFault(.arp, .field) }
    self.bytes = bytes
  }

  /// Octets of the packet with its addresses, 8 to 1028.
  public var length: Int {
    ARPHeader.fixedLength + 2 * (Int(bytes.uint8(at: 4)) + Int(bytes.uint8(at: 5)))
  }
  /// Whether the frame ends inside the addresses.
  public var addressesAreCut: Bool { bytes.byteCount < length }
  /// Whether the addresses are of Ethernet and IPv4, and all there.
  public var hasIPv4: Bool {
    bytes.uint16(at: 0) == 1 && bytes.uint16(at: 2) == EtherType.ipv4.rawValue && !addressesAreCut
  }
  /// Sender and target protocol addresses, where `hasIPv4`.
  public var addresses: (sender: IPAddress, target: IPAddress)? {
    guard hasIPv4 else { return nil }
    return (IPAddress(v4: bytes.uint32(at: 14)), IPAddress(v4: bytes.uint32(at: 24)))
  }
}
