import Capture
import Packets

/// Whose a chassis or bridge identifier is: the blocks of hardware addresses that have claimed it.
///
/// Bounded: four blocks.
struct ChassisClaims: Sendable, Storable {
  private static let most = 4
  /// Statements after which the owners are known.
  private static let fewest: UInt32 = 4

  /// One block of hardware addresses that claims it.
  struct Claimant: Sendable, Storable {
    /// The first hardware address of the block that was heard.
    let mac: MACAddress
    let first: Timestamp
    var last: Timestamp
    var count: UInt32 = 1
    /// Whether it came when the owners were known.
    let isLate: Bool
    /// Whether an owner has gone on beside it.
    var isBeside = false
    /// Whether it has named an owner's port.
    var isSamePort = false
    /// Whether it has given another name or description than an owner.
    var differs = false
    /// What it said last: for how long it holds, in seconds, port, name and description.
    var timeToLive: UInt32 = 0
    var port = ""
    var name = ""
    var description = ""

    init(_ mac: MACAddress, _ statement: NeighborStatement, at time: Timestamp, isLate: Bool) {
      self.mac = mac
      first = time
      last = time
      self.isLate = isLate
      take(statement)
    }

    /// Takes over what it says now.
    mutating func take(_ statement: NeighborStatement) {
      timeToLive = statement.timeToLive
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
      writer.add(isSamePort)
      writer.add(differs)
      writer.add(timeToLive)
      for text in [port, name, description] { writer.add(text) }
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      mac = try reader.mac()
      first = try reader.time()
      last = try reader.time()
      count = try reader.number()
      isLate = try reader.flag()
      isBeside = try reader.flag()
      isSamePort = try reader.flag()
      differs = try reader.flag()
      timeToLive = try reader.number()
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
    /// Whether the owner was first found to go on beside the claimant with this claim.
    let isWorse: Bool
  }

  private(set) var claimants: [Claimant] = []

  init() {}

  /// A statement with the identifier.
  ///
  /// The blocks that claim it until one of them was heard four times, and for as long as its statements hold,
  /// own it: by then all members of a stack, and both of two switches that act as one, have spoken.
  mutating func note(
    _ statement: NeighborStatement, by mac: MACAddress, at time: Timestamp,
    isOneBlock: (MACAddress, MACAddress) -> Bool
  ) -> Intrusion? {
    guard let index = claimants.firstIndex(where: { isOneBlock($0.mac, mac) }) else {
      let isKnown = claimants.contains {
        !$0.isLate && $0.count >= ChassisClaims.fewest
          && $0.last.nanoseconds(since: $0.first) >= Int64($0.timeToLive) * 1_000_000_000
      }
      guard claimants.count < ChassisClaims.most else { return nil }
      claimants.append(Claimant(mac, statement, at: time, isLate: isKnown))
      return isKnown ? intrusion(claimants.count - 1) : nil
    }
    claimants[index].last = time
    claimants[index].count &+= 1
    claimants[index].take(statement)
    if claimants[index].isLate { return intrusion(index) }
    // Owners speak at many ports; a newcomer that has named one of them is not forgotten.
    for late in claimants.indices where claimants[late].isLate {
      compare(late, with: claimants[index])
    }
    return nil
  }

  private mutating func intrusion(_ index: Int) -> Intrusion? {
    guard let owner = claimants.filter({ !$0.isLate }).max(by: { $0.last < $1.last }) else {
      return nil
    }
    let wasBeside = claimants[index].isBeside
    compare(index, with: owner)
    return Intrusion(
      claimant: claimants[index], owner: owner,
      isWorse: claimants[index].isBeside && !wasBeside)
  }

  private mutating func compare(_ index: Int, with owner: Claimant) {
    let claimant = claimants[index]
    // Noted with the claim behind the owner's, so that a last word of the owner is none.
    if owner.last > claimant.first, claimant.last > owner.last { claimants[index].isBeside = true }
    if claimant.port == owner.port { claimants[index].isSamePort = true }
    if differ(claimant.name, owner.name) || differ(claimant.description, owner.description) {
      claimants[index].differs = true
    }
  }

  private func differ(_ one: String, _ other: String) -> Bool {
    !one.isEmpty && !other.isEmpty && one != other
  }

  func store(to writer: inout StoredWriter) {
    writer.add(UInt32(claimants.count))
    for claimant in claimants { writer.add(claimant) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    let count = try reader.count(ofAtLeast: 46)
    guard count <= ChassisClaims.most else { throw reader.fault("fewer claimants") }
    for _ in 0..<count { claimants.append(try reader.value()) }
  }
}

extension ChassisClaims.Claimant {
  /// How bad it is that somebody who came late claims an identifier with a statement; `isOther`: whether it
  /// shows itself to be another system than the owner.
  func severity(_ statement: NeighborStatement, isOther: Bool) -> Severity {
    if statement.kind == .tree || statement.isNameless { return .low }
    guard isSamePort || isOther else { return .low }
    return isBeside ? .high : .medium
  }
}
