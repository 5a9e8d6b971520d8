import Capture

/// Two systems that take turns.
extension StackPopulation {
  /// Two systems of one role that contradict each other.
  public struct Pair: Sendable {
    /// The one whose connection is the latest.
    public let own: StackSystem
    /// The other.
    public let other: StackSystem
    /// In what they contradict each other.
    public let contradictions: StackContradictions
    /// How often one followed the other.
    public let turns: StackTurns

    /// Whether the latest connection is of the system that has fewer; of two with as many that of the one
    /// that came later.
    public var isOwnRarer: Bool {
      (own.count, other.first) < (other.count, own.first)
        || own.count == other.count && own.first == other.first
    }
  }

  /// The system of the latest connection and another one that contradicts it, where each has opened
  /// enough connections.
  /// - Parameter answering: Whether accepted connections are looked at, not opened ones.
  /// - Returns: Of several pairs the one with the most changes.
  public func pair(answering: Bool = false) -> Pair? {
    let runs = answering ? answerRuns : runs
    guard let latest = runs.last else { return nil }
    let own = clusters[latest.cluster]
    var best: Pair?
    for place in clusters.indices where clusters[place].shape.isAnswer == answering {
      let contradictions = own.contradictions(with: clusters[place])
      guard place != latest.cluster, contradictions.areProof,
        !own.shape.isOneSystem(with: clusters[place].shape)
      else { continue }
      let pair = pair(own, clusters[place], contradictions, runs)
      guard let pair, pair.turns.all > best?.turns.all ?? -1 else { continue }
      best = pair
    }
    return best
  }

  private func pair(
    _ own: StackCluster, _ other: StackCluster, _ contradictions: StackContradictions,
    _ runs: [StackRun]
  ) -> Pair? {
    let sides = clusters.map { cluster -> Bool? in
      let isOwn = cluster.shape.isOneSystem(with: own.shape)
      let isOther = cluster.shape.isOneSystem(with: other.shape)
      return isOwn == isOther ? nil : isOwn
    }
    let time = runs.last?.last ?? own.last
    guard
      let one = StackSystem(
        clusters, places: sides.indices.filter { sides[$0] == true }, at: time),
      let two = StackSystem(
        clusters, places: sides.indices.filter { sides[$0] == false }, at: time),
      one.count >= StackTurns.fewestConnections, two.count >= StackTurns.fewestConnections
    else { return nil }
    let turns = StackTurns(runs.compactMap { run in sides[run.cluster].map { (run, $0) } })
    return Pair(own: one, other: two, contradictions: contradictions, turns: turns)
  }
}
