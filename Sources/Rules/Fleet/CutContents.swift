import Capture
import Packets

/// Outside addresses with whom content was captured in part on a port of time or names: what cannot be read there
/// contradicts nothing.
///
/// At the limit further ones are not remembered.
struct CutContents: Sendable {
  /// The most addresses.
  static let most = 4096

  private let isRemembered: Bool
  private var peers: Set<IPAddress> = []
  private var changed: Set<IPAddress> = []

  init(isRemembered: Bool) { self.isRemembered = isRemembered }

  /// Whether content with an address was cut.
  func contains(_ peer: IPAddress) -> Bool { peers.contains(peer) }

  /// Notes that content with an address was cut.
  mutating func note(_ peer: IPAddress) {
    guard peers.count < Self.most, peers.insert(peer).inserted, isRemembered else { return }
    changed.insert(peer)
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    return changed.map { peer in
      var key = StoredWriter()
      key.add(peer)
      return Remembered(.other, key: key.octets, device: nil, label: "cut \(peer)", body: [])
    }
  }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .other && entry.device == nil && entry.body != nil {
      var key = StoredReader(entry.key)
      peers.insert(try key.address())
      try key.end()
    }
  }
}
