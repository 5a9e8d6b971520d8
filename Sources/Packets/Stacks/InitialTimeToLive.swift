/// The time to live (IPv6: hop limit) that a packet had when it was sent, judged by what is left of it.
///
/// Systems start at 32, 64, 128 or 255, and few paths are longer than 32 hops: the next of these numbers
/// upward is the class, and what is missing to it the distance.
public struct InitialTimeToLive: Hashable, Sendable {
  /// 32, 64, 128 or 255.
  public let value: UInt8
  /// Hops to the sender, 0 for one on this segment; at most 126.
  public let distance: UInt8

  /// What a received time to live stands for.
  public init(of received: UInt8) {
    value =
      switch received {
      case ...32: 32
      case ...64: 64
      case ...128: 128
      default: 255
      }
    distance = value - received
  }

  /// Whether nobody has forwarded the packet.
  public var isExact: Bool { distance == 0 }
}
