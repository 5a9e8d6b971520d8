public import Capture
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
  private var strangers = StrangerInterest.none
  /// Some of everybody's conversations, where what machines are is to be found out.
  private var sample: FlowSample?
  /// Addresses in each set, for its growth.
  private var macCount = 0
  private var addressCount = 0

  /// Every flow is told.
  public static let everything = FlowInterest(isEverything: true)

  private init(isEverything: Bool) { self.isEverything = isEverything }

  /// Flows are told in which one of these addresses takes part. Zero addresses are left out.
  /// - Parameters:
  ///   - macs: Hardware addresses.
  ///   - addresses: Addresses of IP.
  ///   - ranges: All addresses of these ranges; IPv4 as it is stored, so that `::/0` holds it as well.
  ///   - strangers: What everybody's conversations are told for.
  ///   - isSampled: Whether some of everybody's conversations are told, too.
  public init(
    macs: [MACAddress], addresses: [IPAddress], ranges: [ClosedRange<IPAddress>] = [],
    strangers: StrangerInterest = .none, isSampled: Bool = false
  ) {
    isEverything = false
    self.strangers = strangers
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = self.ranges.last, range.lowerBound <= last.upperBound {
        let upper = max(last.upperBound, range.upperBound)
        self.ranges[self.ranges.count - 1] = last.lowerBound...upper
      } else {
        self.ranges.append(range)
      }
    }
    sample = isSampled ? FlowSample() : nil
    // Roomy from the start, so that it does not grow one by one.
    self.macs = Array(repeating: 0, count: macs.isEmpty ? 0 : FlowInterest.size(for: macs.count))
    for mac in macs { include(mac) }
    self.addresses = Array(
      repeating: .zero, count: addresses.isEmpty ? 0 : FlowInterest.size(for: addresses.count))
    for address in addresses { include(address) }
  }

  /// What must go on over a restart beside whom it is about; nothing where no sample is taken.
  public var stored: [UInt8] { sample?.stored ?? [] }

  /// Goes on from what `stored` gave, where a sample is taken.
  /// - Throws: `StoredFault` where it is none.
  public mutating func restore(_ stored: [UInt8]) throws(StoredFault) {
    guard sample != nil, !stored.isEmpty else { return }
    sample = try FlowSample(stored: stored)
  }

  /// Tells flows of one more hardware address from now on; zero is left out.
  public mutating func include(_ mac: MACAddress) {
    guard !isEverything, mac.rawValue != 0, !includes(mac: mac.rawValue) else { return }
    macCount += 1
    if macs.count < macCount * 2 {
      let old = macs
      macs = Array(repeating: 0, count: FlowInterest.size(for: macCount))
      for value in old where value != 0 { put(mac: value) }
    }
    put(mac: mac.rawValue)
  }

  /// Tells flows of one more address of IP from now on; zero is left out.
  public mutating func include(_ address: IPAddress) {
    guard !isEverything, address != .zero, !isNamed(address) else { return }
    addressCount += 1
    if addresses.count < addressCount * 2 {
      let old = addresses
      addresses = Array(repeating: .zero, count: FlowInterest.size(for: addressCount))
      for value in old where value != .zero { put(address: value) }
    }
    put(address: address)
  }

  private mutating func put(mac: UInt64) {
    var slot = FlowInterest.slot(mac, of: macs.count)
    while macs[slot] != 0 { slot = (slot + 1) & (macs.count - 1) }
    macs[slot] = mac
  }

  private mutating func put(address: IPAddress) {
    var slot = FlowInterest.slot(address.high ^ address.low, of: addresses.count)
    while addresses[slot] != .zero { slot = (slot + 1) & (addresses.count - 1) }
    addresses[slot] = address
  }

  private func isNamed(_ address: IPAddress) -> Bool {
    guard !addresses.isEmpty else { return false }
    var slot = FlowInterest.slot(address.high ^ address.low, of: addresses.count)
    while addresses[slot] != .zero {
      if addresses[slot] == address { return true }
      slot = (slot + 1) & (addresses.count - 1)
    }
    return false
  }

  /// Whether a packet that opens a flow comes from or goes to somebody of interest, or is of interest itself.
  @inline(__always)
  mutating func includes(_ packets: Span<Packet>, _ position: Int) -> Bool {
    if isEverything { return true }
    let sender = packets[position].sourceMAC.rawValue
    let receiver = packets[position].destinationMAC.rawValue
    let isIP = packets[position].isIP
    let source = packets[position].source
    let destination = packets[position].destination
    if includes(mac: sender) || includes(mac: receiver) { return true }
    guard isIP else { return strangers.includesFrames }
    if includes(high: source.high, low: source.low) { return true }
    if includes(high: destination.high, low: destination.low) { return true }
    if strangers.includes(packets, position) { return true }
    return isInSample(
      sender ^ source.high ^ source.low, receiver ^ destination.high ^ destination.low,
      at: packets[position].timestamp.rawValue)
  }

  /// Whether flows are told, for their beginnings only, in which nobody of interest takes part.
  var hearsStrangers: Bool { !isEverything && (sample != nil || strangers.includesFrames) }

  /// Whether somebody of interest takes part in a flow.
  @inline(never)
  func includes(_ flow: borrowing Flow) -> Bool {
    if includes(mac: flow.mac(0).rawValue) { return true }
    if includes(mac: flow.mac(1).rawValue) { return true }
    guard flow.isIP else { return false }
    if includes(high: flow.key.high0, low: flow.key.low0) { return true }
    return includes(high: flow.key.high1, low: flow.key.low1)
  }

  @inline(never)
  private mutating func isInSample(_ one: UInt64, _ other: UInt64, at time: Int64) -> Bool {
    sample?.takes(one, other, at: time) ?? false
  }

  /// Whether somebody of interest takes part in a conversation between these ends.
  public func includes(_ one: Flow.End, _ other: Flow.End) -> Bool {
    isEverything || includes(mac: one.mac.rawValue) || includes(mac: other.mac.rawValue)
      || includes(high: one.address.high, low: one.address.low)
      || includes(high: other.address.high, low: other.address.low)
  }

  /// Whether a MAC is of interest.
  @inline(__always)
  private func includes(mac: UInt64) -> Bool {
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
