import Capture
import Packets

/// Who claims one IP address, and how they took turns.
///
/// Bounded: the latest four hardware addresses, the latest eight turns.
struct AddressHolders: Sendable, Storable {
  private static let mostHolders = 4
  private static let mostTurns = 8

  /// One hardware address that claims it.
  struct Holder: Sendable {
    let mac: MACAddress
    var first: Timestamp
    var last: Timestamp
    /// Claims in ARP and neighbor discovery.
    var resolutions: UInt32 = 0
    /// Conversations that it began from the address.
    var openings: UInt32 = 0

    /// Whether it counts: it says so itself, or has used the address three times.
    var isReal: Bool { resolutions > 0 || openings >= 3 }
    /// Claims of both kinds.
    var claims: UInt32 { resolutions &+ openings }
  }

  /// The IP address.
  let address: IPAddress
  /// Whether routers or a cluster share it by design.
  var isShared = false
  /// The hardware addresses, in the order of their first claims.
  private(set) var holders: [Holder] = []
  private var current: MACAddress?
  /// When the address went to another one, a second apart at least.
  private(set) var turns: [Timestamp] = []

  init(address: IPAddress) { self.address = address }

  /// A hardware address claims it.
  /// - Returns: Whether with this claim it went from one to another.
  mutating func note(_ mac: MACAddress, _ kind: AddressClaim.Kind, at time: Timestamp) -> Bool {
    var index = holders.firstIndex { $0.mac == mac } ?? holders.count
    if index == holders.count {
      if holders.count == AddressHolders.mostHolders {
        let oldest = holders.indices.min { holders[$0].last < holders[$1].last } ?? 0
        holders.remove(at: oldest)
        index -= 1
      }
      holders.append(Holder(mac: mac, first: time, last: time))
    }
    holders[index].last = time
    if kind == .packet { holders[index].openings &+= 1 } else { holders[index].resolutions &+= 1 }
    guard holders[index].isReal, current != mac else { return false }
    defer { current = mac }
    guard current != nil else { return false }
    if let latest = turns.last, time.nanoseconds(since: latest) < 1_000_000_000 { return true }
    if turns.count == AddressHolders.mostTurns { turns.removeFirst() }
    turns.append(time)
    return true
  }

  /// The turns within some nanoseconds before a time.
  func turns(within window: Int64, before time: Timestamp) -> [Timestamp] {
    turns.filter { time.nanoseconds(since: $0) <= window }
  }

  func store(to writer: inout StoredWriter) {
    writer.add(address)
    writer.add(isShared)
    writer.add(current != nil)
    if let current { writer.add(current) }
    writer.add(UInt32(holders.count))
    for holder in holders {
      writer.add(holder.mac)
      writer.add(holder.first)
      writer.add(holder.last)
      writer.add(holder.resolutions)
      writer.add(holder.openings)
    }
    writer.add(UInt32(turns.count))
    for turn in turns { writer.add(turn) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    address = try reader.address()
    isShared = try reader.flag()
    if try reader.flag() { current = try reader.mac() }
    let count = try reader.count(ofAtLeast: 32)
    guard count <= AddressHolders.mostHolders else { throw reader.fault("fewer holders") }
    for _ in 0..<count {
      var holder = Holder(
        mac: try reader.mac(), first: try reader.time(), last: try reader.time())
      holder.resolutions = try reader.number()
      holder.openings = try reader.number()
      holders.append(holder)
    }
    let turnCount = try reader.count(ofAtLeast: 8)
    guard turnCount <= AddressHolders.mostTurns else { throw reader.fault("fewer turns") }
    for _ in 0..<turnCount { turns.append(try reader.time()) }
  }
}
