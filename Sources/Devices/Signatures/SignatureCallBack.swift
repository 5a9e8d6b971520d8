/// Whom an implant calls when a packet has woken it: the packet's sender, or whom the packet names.
public struct SignatureCallBack: Hashable, Sendable {
  /// Where the IPv4 address stands, counted from the first octet of the signature's first bytes.
  public var address: Int?
  /// Where the port stands, counted likewise; two octets in network order.
  public var port: Int?
  /// Whether the address may stand anywhere in the first 64 octets.
  public var isAnywhere = false

  /// The packet's sender alone.
  public init() {}
}
