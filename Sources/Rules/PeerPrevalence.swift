import Packets

/// How many managed devices talk to a peer: one alone is odd, many are a service. Bounded.
struct PeerPrevalence: Sendable {
  private struct Entry: Sendable {
    var firstDevice: Int
    var isShared = false
  }

  private let limit: Int
  private var entries: [IPAddress: Entry] = [:]

  init(limit: Int) { self.limit = limit }

  /// Notes that a device talks to a peer. At the limit new peers are not noted.
  mutating func note(_ peer: IPAddress, device: Int) {
    if let entry = entries[peer] {
      if entry.firstDevice != device, !entry.isShared { entries[peer]?.isShared = true }
    } else if entries.count < limit {
      entries[peer] = Entry(firstDevice: device)
    }
  }

  /// 1, or 2 for more than one, or 0 where nothing is known.
  func devices(of peer: IPAddress) -> Int {
    entries[peer].map { $0.isShared ? 2 : 1 } ?? 0
  }
}
