import Capture

/// Two systems that take turns.
extension StackPopulation {
  /// Two clusters that contradict each other and open connections by turns.
  public struct Pair: Sendable {
    /// The one that was seen first.
    public let first: Int
    /// The other.
    public let second: Int
    /// In what they contradict each other.
    public let contradictions: StackContradictions
    /// How often one followed the other.
    public let alternations: Int
  }

  /// The system that opened the latest connection and another one, where they take turns.
  ///
  /// What is booted, started anew or replaced changes once; what changes there and back and there again
  /// within a short time is two at the same time.
  /// - Parameters:
  ///   - window: Nanoseconds up to the latest connection within which turns count.
  ///   - fewestConnections: Connections that each must have opened.
  ///   - fewestAlternations: Changes from one to the other, 3 for A-B-A-B.
  /// - Returns: Of several pairs the one with the most changes.
  public func pair(
    within window: Int64, fewestConnections: UInt32, fewestAlternations: Int
  ) -> Pair? {
    guard let latest = runs.last, clusters[latest.cluster].count >= fewestConnections else {
      return nil
    }
    let own = latest.cluster
    var best: Pair?
    for other in clusters.indices where other != own && !clusters[other].shape.isAnswer {
      guard clusters[other].count >= fewestConnections else { continue }
      let contradictions = clusters[own].contradictions(with: clusters[other])
      guard contradictions.areProof else { continue }
      let turns = runs.filter {
        ($0.cluster == own || $0.cluster == other)
          && latest.last.nanoseconds(since: $0.last) <= window
      }
      var alternations = 0
      for index in turns.indices.dropFirst() where turns[index].cluster != turns[index - 1].cluster
      {
        alternations += 1
      }
      guard alternations >= fewestAlternations, alternations > best?.alternations ?? 0 else {
        continue
      }
      let isOwnFirst = clusters[own].first <= clusters[other].first
      best = Pair(
        first: isOwnFirst ? own : other, second: isOwnFirst ? other : own,
        contradictions: contradictions, alternations: alternations)
    }
    return best
  }
}
