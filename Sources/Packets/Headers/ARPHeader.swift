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
  /// - Throws: `arp.truncated` below 8 octets.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= ARPHeader.fixedLength else { throw DecodeFault(.arp, .truncated) }
    self.bytes = bytes
  }

  private var isEthernet: Bool { bytes.uint16(at: 0) == 1 }
  private var isIPv4: Bool { bytes.uint16(at: 2) == EtherType.ipv4.rawValue }

  /// Whether the address lengths are those of Ethernet (6) and IPv4 (4) where it names these.
  public var lengthsAreSound: Bool {
    (!isEthernet || bytes.uint8(at: 4) == 6) && (!isIPv4 || bytes.uint8(at: 5) == 4)
  }
  /// Octets of the packet with its addresses, 8 to 1028.
  public var length: Int {
    ARPHeader.fixedLength + 2 * (Int(bytes.uint8(at: 4)) + Int(bytes.uint8(at: 5)))
  }
  /// Whether the frame ends inside the addresses.
  public var addressesAreCut: Bool { bytes.byteCount < length }
  /// Sender and target protocol addresses, where they are of Ethernet and IPv4 and all there.
  public var addresses: (sender: IPAddress, target: IPAddress)? {
    guard isEthernet, isIPv4, lengthsAreSound, !addressesAreCut else { return nil }
    return (IPAddress(v4: bytes.uint32(at: 14)), IPAddress(v4: bytes.uint32(at: 24)))
  }
  /// 1 request, 2 reply; 3 and 4 of RARP.
  public var operation: UInt16 { bytes.uint16(at: 6) }
  /// Sender and target hardware addresses, where they are of Ethernet and all there.
  public var hardwareAddresses: (sender: MACAddress, target: MACAddress)? {
    guard isEthernet, lengthsAreSound, !addressesAreCut else { return nil }
    let target = ARPHeader.fixedLength + 6 + Int(bytes.uint8(at: 5))
    return (mac(at: ARPHeader.fixedLength), mac(at: target))
  }

  private func mac(at offset: Int) -> MACAddress {
    MACAddress(
      rawValue: UInt64(bytes.uint16(at: offset)) << 32 | UInt64(bytes.uint32(at: offset + 2)))
  }
}
