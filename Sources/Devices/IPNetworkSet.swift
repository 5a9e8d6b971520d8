import Packets

/// Whether an address is in any of many networks, in logarithmic time.
struct IPNetworkSet: Sendable {
  /// First and last addresses of ranges that do not overlap, ascending, for each version of IP.
  private var ranges4: [Bounds] = []
  private var ranges6: [Bounds] = []

  private struct Bounds: Sendable {
    var first: IPAddress
    var last: IPAddress
  }

  /// The addresses of all the networks.
  init(_ networks: [IPNetwork]) {
    ranges4 = IPNetworkSet.merged(networks.filter(\.address.isIPv4))
    // Apart, because ::/0 as a number range holds the mapped IPv4 addresses too.
    ranges6 = IPNetworkSet.merged(networks.filter { !$0.address.isIPv4 })
  }

  /// Whether there is no network.
  var isEmpty: Bool { ranges4.isEmpty && ranges6.isEmpty }

  /// The addresses of all networks, ascending for each version of IP.
  var ranges: [ClosedRange<IPAddress>] { (ranges4 + ranges6).map { $0.first...$0.last } }

  /// Whether an address is in one of the networks.
  func contains(_ address: IPAddress) -> Bool {
    address.isIPv4
      ? IPNetworkSet.contains(address, ranges4) : IPNetworkSet.contains(address, ranges6)
  }

  private static func contains(_ address: IPAddress, _ ranges: [Bounds]) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].last < address { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].first <= address
  }

  private static func merged(_ networks: [IPNetwork]) -> [Bounds] {
    var ranges: [Bounds] = []
    for network in networks.sorted(by: { $0.address < $1.address }) {
      if let previous = ranges.last, network.address <= previous.last {
        ranges[ranges.count - 1].last = max(previous.last, network.last)
      } else {
        ranges.append(Bounds(first: network.address, last: network.last))
      }
    }
    return ranges
  }
}
