/// What was done with conversations' contents so far.
public struct SessionCounters: Hashable, Sendable {
  /// Messages that were read.
  public internal(set) var messages: UInt64 = 0
  /// Messages that broke their standard.
  public internal(set) var faulty: UInt64 = 0
  /// Conversations forgotten because there were too many.
  public internal(set) var forgotten: UInt64 = 0
  /// TCP conversations whose beginnings were given up because there were too many.
  public internal(set) var abandonedHeads: UInt64 = 0
  /// Octets of TCP that came again with another value.
  public internal(set) var contradictions: UInt64 = 0

  /// Nothing done yet.
  public init() {}
}
