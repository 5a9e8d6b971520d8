/// A packet that carries another one.
public struct OuterLayer: Sendable {
  /// Layers of one packet that are kept; what lies deeper is not entered, with a fault.
  public static let most = 8
  /// The carrying packet, read up to and with its encapsulating header: its payload is the inner packet.
  public internal(set) var packet: Packet
  /// How the inner packet lies in it.
  public let encapsulation: Encapsulation
  /// Which tunnel, by the encapsulation's own number.
  public let identifier: UInt64
}
