import Capture
import Packets

/// Whose a chassis or bridge identifier is: the blocks of hardware addresses that have claimed it.
///
/// Bounded: four blocks.
struct ChassisClaims: Sendable, Storable {
  private static let most = 4
  /// Statements after which the owners are known.
  private static let fewest: UInt32 = 8

  /// One block of hardware addresses that claims it.
  struct Claimant: Sendable, Storable {
    /// The first hardware address of the block that was heard.
    let mac: MACAddress
    let first: Timestamp
    var last: Timestamp
    var count: UInt32 = 1
    /// Whether it came when the owners were known.
    let isLate: Bool
    /// Whether another one has gone on beside it.
    var isBeside = false
    var port: String
    var name: String
    var description: String

    init(_ mac: MACAddress, _ statement: NeighborStatement, at time: Timestamp, isLate: Bool) {
      self.mac = mac
      first = time
      last = time
      self.isLate = isLate
      port = statement.port
      name = statement.name ?? ""
      description = statement.description ?? ""
    }

    func store(to writer: inout StoredWriter) {
      writer.add(mac)
      writer.add(first)
      writer.add(last)
      writer.add(count)
      writer.add(isLate)
      writer.add(isBeside)
      for text in [port, name, description] { writer.add(text) }
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      mac = try reader.mac()
      first = try reader.time()
      last = try reader.time()
      count = try reader.number()
      isLate = try reader.flag()
      isBeside = try reader.flag()
      port = try reader.text()
      name = try reader.text()
      description = try reader.text()
    }
  }

  /// A claim by somebody who came late.
  struct Intrusion: Sendable {
    /// Who claims it now.
    let claimant: Claimant
    /// Who claimed it before, heard last.
    let owner: Claimant
    /// Whether the owner has gone on since.
    let isBeside: Bool
    /// Whether that is new.
    let isWorse: Bool
    /// Whether they name the same port.
    let isSamePort: Bool
    /// Whether name or description differ.
    let differs: Bool
  }

  private(set) var claimants: [Claimant] = []

  init() {}

  /// A statement with the identifier.
  ///
  /// The blocks that claim it until eight statements were heard, over twice their time to live, own it:
  /// a stack, or two switches that act as one.
  mutating func note(
    _ statement: NeighborStatement, by mac: MACAddress, at time: Timestamp,
    isOneBlock: (MACAddress, MACAddress) -> Bool
  ) -> Intrusion? {
    guard let index = claimants.firstIndex(where: { isOneBlock($0.mac, mac) }) else {
      let isKnown =
        claimants.contains { !$0.isLate && $0.count >= ChassisClaims.fewest }
        && claimants[0].last.nanoseconds(since: claimants[0].first)
          >= Int64(statement.timeToLive) * 2_000_000_000
      if claimants.count == ChassisClaims.most { return nil }
      claimants.append(Claimant(mac, statement, at: time, isLate: isKnown))
      return isKnown ? intrusion(claimants.count - 1) : nil
    }
    claimants[index].last = time
    claimants[index].count &+= 1
    guard claimants[index].isLate else {
      // An owner's port may be any; one that the newcomer names as well stays noted.
      if !claimants.contains(where: { $0.isLate && $0.port == claimants[index].port }) {
        claimants[index].port = statement.port
      }
      return nil
    }
    claimants[index].port = statement.port
    claimants[index].name = statement.name ?? ""
    claimants[index].description = statement.description ?? ""
    return intrusion(index)
  }

  private mutating func intrusion(_ index: Int) -> Intrusion? {
    let claimant = claimants[index]
    guard let owner = claimants.filter({ !$0.isLate }).max(by: { $0.last < $1.last }) else {
      return nil
    }
    let isBeside = claimant.isBeside || owner.last > claimant.first
    claimants[index].isBeside = isBeside
    return Intrusion(
      claimant: claimants[index], owner: owner, isBeside: isBeside,
      isWorse: isBeside && !claimant.isBeside, isSamePort: claimant.port == owner.port,
      differs: differs(claimant.name, owner.name)
        || differs(claimant.description, owner.description))
  }

  private func differs(_ one: String, _ other: String) -> Bool {
    !one.isEmpty && !other.isEmpty && one != other
  }

  func store(to writer: inout StoredWriter) {
    writer.add(UInt32(claimants.count))
    for claimant in claimants { writer.add(claimant) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    let count = try reader.count(ofAtLeast: 40)
    guard count <= ChassisClaims.most else { throw reader.fault("fewer claimants") }
    for _ in 0..<count { claimants.append(try reader.value()) }
  }
}
