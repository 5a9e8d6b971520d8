/// What became of fragmented datagrams since the start. Counters stay at the largest number.
///
/// Datagrams that are waiting for more: `started` less `completed`, `expired`, `evicted` and `discarded`.
public struct FragmentCounters: Hashable, Sendable {
  /// Datagrams of which a first fragment to be kept arrived.
  public internal(set) var started: UInt64 = 0
  /// Datagrams that were put together.
  public internal(set) var completed: UInt64 = 0
  /// Datagrams that were not complete in time.
  public internal(set) var expired: UInt64 = 0
  /// Datagrams that gave way because memory was full.
  public internal(set) var evicted: UInt64 = 0
  /// Datagrams given up for what their fragments say: overlaps of IPv6 (RFC 8200 section 4.5), two ends,
  /// more fragments than are kept, or data that the capture cut.
  public internal(set) var discarded: UInt64 = 0
  /// Fragments that were not kept: no multiple of eight octets, empty, past 65,535, of a datagram that
  /// was given up, or of fragments inside fragments.
  public internal(set) var refused: UInt64 = 0
  /// Fragments with other data where there was some already.
  public internal(set) var overlaps: UInt64 = 0
  /// Fragments that brought nothing new, octet for octet.
  public internal(set) var duplicates: UInt64 = 0

  /// Nothing seen yet.
  public init() {}
}

extension UInt64 {
  /// One more, but never past the largest number.
  mutating func countUp() { if self != .max { self += 1 } }
}
