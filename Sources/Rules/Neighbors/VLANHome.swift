import Capture
import Packets

/// On which VLANs a hardware address was heard, by the tags of its frames.
///
/// Bounded: eight VLANs; who is on more is on a trunk.
struct VLANHome: Sendable, Storable {
  /// What became of an address.
  enum Verdict: Hashable, Sendable {
    /// It is on another VLAN, and goes on in its own.
    case strayed(VLANIdentifier, from: VLANIdentifier)
    /// It is on another VLAN, and its own is silent since.
    case moved(VLANIdentifier, from: VLANIdentifier)
  }

  /// 1 to 4095.
  typealias VLANIdentifier = UInt16

  /// It must have been at home for this long, in nanoseconds, before another VLAN is one too many: 10 minutes.
  static let settled: Int64 = 600_000_000_000
  /// Conversations on a VLAN before it counts.
  static let fewest: UInt32 = 3
  private static let mostKnown = 8

  private struct Stay: Sendable, Storable {
    let vlan: VLANIdentifier
    let first: Timestamp
    var last: Timestamp
    var count: UInt32 = 1

    init(_ vlan: VLANIdentifier, at time: Timestamp) {
      self.vlan = vlan
      first = time
      last = time
    }

    func store(to writer: inout StoredWriter) {
      writer.add(vlan)
      writer.add(first)
      writer.add(last)
      writer.add(count)
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      vlan = try reader.number()
      first = try reader.time()
      last = try reader.time()
      count = try reader.number()
    }
  }

  private var home: Stay?
  private var other: Stay?
  /// VLANs that need no word: used from the beginning, or told.
  private var known: [VLANIdentifier] = []

  init() {}

  /// A frame of the address that begins something or follows a pause, with a tag.
  mutating func note(_ vlan: VLANIdentifier, at time: Timestamp) -> Verdict? {
    guard var home else {
      home = Stay(vlan, at: time)
      return nil
    }
    guard known.count < VLANHome.mostKnown, !known.contains(vlan) else { return nil }
    if vlan == home.vlan {
      home.last = time
      home.count &+= 1
      self.home = home
      guard let other, other.count >= VLANHome.fewest else { return nil }
      known.append(other.vlan)
      self.other = nil
      return .strayed(other.vlan, from: vlan)
    }
    let isSettled =
      home.count >= VLANHome.fewest
      && home.last.nanoseconds(since: home.first) >= VLANHome.settled
    guard isSettled else {
      known.append(vlan)
      return nil
    }
    guard var other, other.vlan == vlan else {
      other = Stay(vlan, at: time)
      return nil
    }
    other.last = time
    other.count &+= 1
    self.other = other
    guard other.count >= VLANHome.fewest, time.nanoseconds(since: other.first) >= VLANHome.settled
    else { return nil }
    self.home = other
    self.other = nil
    return .moved(vlan, from: home.vlan)
  }

  func store(to writer: inout StoredWriter) {
    writer.add(home)
    writer.add(other)
    writer.add(UInt32(known.count))
    for vlan in known { writer.add(vlan) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    home = try reader.optional()
    other = try reader.optional()
    let count = try reader.count(ofAtLeast: 2)
    guard count <= VLANHome.mostKnown else { throw reader.fault("fewer VLANs") }
    for _ in 0..<count { known.append(try reader.number()) }
  }
}
