public import Packets

/// Whose conversations are told: everybody's, or those of certain addresses only.
///
/// Asked once a flow, when it opens. A set is exact: open addressing over plain integers, and empty
/// sets answer at once.
public struct FlowInterest: Sendable {
  private let isEverything: Bool
  private var macs: [UInt64] = []
  private var addresses: [IPAddress] = []
  /// Networks as ranges that do not overlap, ascending.
  private var ranges: [ClosedRange<IPAddress>] = []

  /// Every flow is told.
  public static let everything = FlowInterest(isEverything: true)

  private init(isEverything: Bool) { self.isEverything = isEverything }

  /// Flows are told in which one of these addresses takes part. Zero addresses are left out.
  /// - Parameters:
  ///   - macs: Hardware addresses.
  ///   - addresses: Addresses of IP.
  ///   - ranges: All addresses of these ranges; IPv4 as it is stored, so that `::/0` holds it as well.
  public init(
    macs: [MACAddress], addresses: [IPAddress], ranges: [ClosedRange<IPAddress>] = []
  ) {
    isEverything = false
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = self.ranges.last, range.lowerBound <= last.upperBound {
        let upper = max(last.upperBound, range.upperBound)
        self.ranges[self.ranges.count - 1] = last.lowerBound...upper
      } else {
        self.ranges.append(range)
      }
    }
    let wanted = macs.map(\.rawValue).filter { $0 != 0 }
    if !wanted.isEmpty {
      self.macs = Array(repeating: 0, count: FlowInterest.size(for: wanted.count))
      for mac in wanted {
        var slot = FlowInterest.slot(mac, of: self.macs.count)
        while self.macs[slot] != 0, self.macs[slot] != mac {
          slot = (slot + 1) & (self.macs.count - 1)
        }
        self.macs[slot] = mac
      }
    }
    let named = addresses.filter { $0 != .zero }
    if !named.isEmpty {
      self.addresses = Array(repeating: .zero, count: FlowInterest.size(for: named.count))
      for address in named {
        var slot = FlowInterest.slot(address.high ^ address.low, of: self.addresses.count)
        while self.addresses[slot] != .zero, self.addresses[slot] != address {
          slot = (slot + 1) & (self.addresses.count - 1)
        }
        self.addresses[slot] = address
      }
    }
  }

  /// Whether a packet comes from or goes to somebody of interest.
  @inline(__always)
  func includes(_ packets: Span<Packet>, _ position: Int) -> Bool {
    if includes(mac: packets[position].sourceMAC.rawValue) { return true }
    if includes(mac: packets[position].destinationMAC.rawValue) { return true }
    guard packets[position].isIP else { return false }
    let source = packets[position].source
    if includes(high: source.high, low: source.low) { return true }
    let destination = packets[position].destination
    return includes(high: destination.high, low: destination.low)
  }

  /// Whether somebody of interest takes part in a conversation between these ends.
  public func includes(_ one: Flow.End, _ other: Flow.End) -> Bool {
    includes(mac: one.mac.rawValue) || includes(mac: other.mac.rawValue)
      || includes(high: one.address.high, low: one.address.low)
      || includes(high: other.address.high, low: other.address.low)
  }

  /// Whether a MAC is of interest.
  @inline(__always)
  private func includes(mac: UInt64) -> Bool {
    if isEverything { return true }
    if macs.isEmpty { return false }
    var slot = FlowInterest.slot(mac, of: macs.count)
    while macs[slot] != 0 {
      if macs[slot] == mac { return true }
      slot = (slot + 1) & (macs.count - 1)
    }
    return false
  }

  /// Whether an IP address is of interest.
  @inline(__always)
  private func includes(high: UInt64, low: UInt64) -> Bool {
    if isEverything { return true }
    if !addresses.isEmpty {
      var slot = FlowInterest.slot(high ^ low, of: addresses.count)
      while addresses[slot] != .zero {
        if addresses[slot].high == high, addresses[slot].low == low { return true }
        slot = (slot + 1) & (addresses.count - 1)
      }
    }
    return ranges.isEmpty ? false : isInRange(IPAddress(high: high, low: low))
  }

  /// Whether an address is in one of the ranges.
  @inline(never)
  private func isInRange(_ address: IPAddress) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < address { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= address
  }

  /// A power of two at least four times as large, so that a miss ends soon.
  private static func size(for count: Int) -> Int {
    var size = 16
    while size < count * 4 { size <<= 1 }
    return size
  }

  @inline(__always)
  private static func slot(_ value: UInt64, of size: Int) -> Int {
    Int(truncatingIfNeeded: (value &* 0x9e37_79b9_7f4a_7c15) >> 32) & (size - 1)
  }
}
