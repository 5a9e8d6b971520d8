/// How often a packet with a signature comes between a device and one other end.
public struct SignatureRepetition: Hashable, Sendable {
  /// So many times at least.
  public var count: Int
  /// Within so many seconds from the first.
  public var seconds: Int

  /// A repetition.
  public init(count: Int, seconds: Int) {
    self.count = count
    self.seconds = seconds
  }
}
