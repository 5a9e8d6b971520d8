import Capture
import Devices
import Packets

/// The tracks of all devices and peers: at most `limit`, of which the one that came first gives way.
struct PolicyTracks: Sendable {
  /// What a track is about.
  struct Key: Hashable, Sendable {
    /// The entry, or the service.
    var what: What
    /// The device, by its index.
    var device: Int
    /// The peer; zero where the conversation is not IP.
    var peer: IPAddress
  }

  /// An entry of the policy or a usual service.
  enum What: Hashable, Sendable {
    /// An entry, by its index.
    case entry(Int)
    /// A service, by `UsualService.key`.
    case service(String)
  }

  /// The most that are kept, some 10 MB.
  static let mostTracks = 65_536

  private let limit: Int
  private let isRemembered: Bool
  private var tracks: [Key: PolicyTrack] = [:]
  /// The keys in the order in which they came, as a ring once it is full.
  private var order: [Key] = []
  private var oldest = 0
  /// What has changed, and what has given way, since `takeChanges()`.
  private var changed: Set<Key> = []

  /// None, and at most `limit`.
  ///
  /// `isRemembered`: whether it notes what changes, for `takeChanges()`.
  init(limit: Int = PolicyTracks.mostTracks, isRemembered: Bool) {
    self.limit = max(1, limit)
    self.isRemembered = isRemembered
  }

  /// How many there are.
  var count: Int { tracks.count }

  /// One of them. A new one takes the place of the oldest where there is no room.
  subscript(key: Key) -> PolicyTrack? {
    get { tracks[key] }
    set {
      guard let newValue else { return }
      if tracks.updateValue(newValue, forKey: key) == nil { queue(key) }
      if isRemembered { changed.insert(key) }
    }
  }

  private mutating func queue(_ key: Key) {
    guard order.count >= limit else {
      order.append(key)
      return
    }
    tracks[order[oldest]] = nil
    if isRemembered { changed.insert(order[oldest]) }
    order[oldest] = key
    oldest = (oldest + 1) % limit
  }

  /// The keys that have changed or given way since the last call; in any order.
  mutating func takeChanges() -> Set<Key> {
    defer { changed.removeAll() }
    return changed
  }
}
