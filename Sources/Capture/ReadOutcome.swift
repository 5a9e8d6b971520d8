/// How one read from an input ended.
enum ReadOutcome: Hashable, Sendable {
  /// So many bytes arrived; at least one.
  case bytes(Int)
  /// The input is at its proper end.
  case end
  /// The input ends inside a compressed frame, as a killed writer leaves it.
  case cutShort
  /// The interrupt descriptor became readable first.
  case interrupted
  /// The input is broken; why.
  case failed(String)
}
