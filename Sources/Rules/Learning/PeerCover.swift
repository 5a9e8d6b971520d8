import Devices
import Packets

/// Addresses as few networks, where they fill them: at least eight addresses, and at least a quarter of the
/// network.
struct PeerCover {
  /// The networks, each with how many of the addresses it holds.
  private(set) var networks: [(network: IPNetwork, count: Int)] = []
  /// The addresses that are in none, ascending.
  private(set) var addresses: [IPAddress] = []

  /// The fewest addresses that make a network.
  static let fewest = 8

  /// Covers addresses, in any order.
  init(_ addresses: some Sequence<IPAddress>) {
    let sorted = Set(addresses).sorted()
    cover(sorted.filter(\.isIPv4)[...])
    cover(sorted.filter { !$0.isIPv4 }[...])
    self.addresses.sort()
  }

  private mutating func cover(_ sorted: ArraySlice<IPAddress>) {
    guard sorted.count >= PeerCover.fewest, let first = sorted.first, let last = sorted.last,
      let network = PeerCover.smallest(first, last)
    else {
      addresses += sorted
      return
    }
    let bits = (first.isIPv4 ? 32 : 128) - network.prefixLength
    if bits < 62, sorted.count * 4 >= 1 << bits {
      networks.append((network, sorted.count))
      return
    }
    guard
      let half = IPNetwork(containing: first, prefixLength: network.prefixLength + 1)
    else {
      addresses += sorted
      return
    }
    let middle = sorted.firstIndex { !half.contains($0) } ?? sorted.endIndex
    cover(sorted[..<middle])
    cover(sorted[middle...])
  }

  /// The smallest network that has both.
  private static func smallest(_ first: IPAddress, _ last: IPAddress) -> IPNetwork? {
    let high = first.high ^ last.high
    let common =
      high != 0 ? high.leadingZeroBitCount : 64 + (first.low ^ last.low).leadingZeroBitCount
    return IPNetwork(containing: first, prefixLength: first.isIPv4 ? common - 96 : common)
  }
}
