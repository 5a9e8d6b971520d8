/// Bytes that a carrier carries, on their way to whoever can read them.
public struct Payload: ~Escapable {
  /// The captured bytes: of a frame those behind its type, of IP those behind its header, of TCP the
  /// head of one direction in order.
  public let bytes: RawSpan
  /// Bytes that there were on the wire, at least as many; of TCP those of `bytes`.
  public let wireLength: Int
  /// What carries them.
  public let carrier: Carrier
  /// Source port of UDP or TCP, else 0.
  public let sourcePort: UInt16
  /// Destination port of UDP or TCP, else 0.
  public let destinationPort: UInt16

  /// Bytes in a carrier.
  @_lifetime(copy bytes)
  public init(
    _ bytes: RawSpan, wireLength: Int? = nil, in carrier: Carrier, sourcePort: UInt16 = 0,
    destinationPort: UInt16 = 0
  ) {
    self.bytes = bytes
    self.wireLength = max(wireLength ?? bytes.byteCount, bytes.byteCount)
    self.carrier = carrier
    self.sourcePort = sourcePort
    self.destinationPort = destinationPort
  }

  /// Whether the capture, or the head of the stream so far, has less than there was.
  public var isCut: Bool { bytes.byteCount < wireLength }

  /// Whether one of the ports is `port`.
  public func uses(port: UInt16) -> Bool { sourcePort == port || destinationPort == port }
}
