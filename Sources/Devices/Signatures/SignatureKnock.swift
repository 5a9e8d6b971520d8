/// Ports of a device that one sender asks for one after the other, with none between them.
public struct SignatureKnock: Hashable, Sendable {
  /// The ports in their order; two at least.
  public var ports: [UInt16]
  /// Within so many seconds from the first.
  public var seconds: Int

  /// A knock.
  public init(ports: [UInt16], seconds: Int) {
    self.ports = ports
    self.seconds = seconds
  }
}
