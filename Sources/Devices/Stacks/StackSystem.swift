public import Capture
public import Packets

/// Clusters of one address and role that one system may have.
public struct StackSystem: Sendable {
  /// The first signature that was seen.
  public let sample: TCPSignature
  /// Their clusters, by place.
  public let places: [Int]
  /// Connections.
  public let count: UInt32
  /// Connections to addresses outside.
  public let outside: UInt32
  /// Connections at ports on which a card or controller shares its host's address.
  public let sideband: UInt32
  /// The first connection.
  public let first: Timestamp
  /// The latest connection.
  public let last: Timestamp
  /// At most four peers that were met in the day before the latest connection of all, in the order of
  /// their clusters.
  public let peers: [IPAddress]

  /// The system that has some clusters; `nil` where there are none.
  init?(_ clusters: [StackCluster], places: [Int], at time: Timestamp) {
    let own = places.map { clusters[$0] }
    guard var eldest = own.first else { return nil }
    var peers: [IPAddress] = []
    for cluster in own {
      if cluster.first < eldest.first { eldest = cluster }
      for peer in cluster.peers.met(within: StackTurns.day, of: time) where !peers.contains(peer) {
        peers.append(peer)
      }
    }
    sample = eldest.sample
    self.places = places
    self.peers = Array(peers.prefix(StackPeers.kept))
    count = own.reduce(0) { $0 &+ $1.count }
    outside = own.reduce(0) { $0 &+ $1.outside }
    sideband = own.reduce(0) { $0 &+ $1.sideband }
    first = eldest.first
    last = own.reduce(eldest.last) { max($0, $1.last) }
  }
}
