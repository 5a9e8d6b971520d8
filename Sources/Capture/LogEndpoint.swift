/// One side of a conversation in a log.
public struct LogEndpoint: Hashable, Sendable {
  /// The address.
  public var address: LogAddress
  /// The port; of ICMP the type on the originator's side and the code on the other.
  public var port: UInt16
  /// The hardware address in the low 48 bits, where the log has it.
  public var linkAddress: UInt64?
  /// Bytes of payload sent; of a request in `http.log` those of its body.
  public var bytes: UInt64?
  /// Bytes sent with their IP headers.
  public var internetBytes: UInt64?
  /// Packets sent.
  public var packets: UInt64?

  /// A side of which nothing more is known.
  public init(address: LogAddress, port: UInt16) {
    self.address = address
    self.port = port
  }
}
