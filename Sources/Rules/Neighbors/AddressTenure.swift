import Capture
import Packets

/// Who has one IP address, and who may have taken it over.
struct AddressTenure: Sendable, Storable {
  /// One hardware address that claims it.
  struct Claimant: Sendable, Storable {
    let mac: MACAddress
    let first: Timestamp
    var last: Timestamp
    var claims: UInt32 = 1
    /// Whether it has told so unasked.
    var isAnnounced: Bool

    init(_ mac: MACAddress, at time: Timestamp, isAnnounced: Bool) {
      self.mac = mac
      first = time
      last = time
      self.isAnnounced = isAnnounced
    }

    func store(to writer: inout StoredWriter) {
      writer.add(mac)
      writer.add(first)
      writer.add(last)
      writer.add(claims)
      writer.add(isAnnounced)
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      mac = try reader.mac()
      first = try reader.time()
      last = try reader.time()
      claims = try reader.number()
      isAnnounced = try reader.flag()
    }
  }

  /// A silent owner has lost its address after this long, in nanoseconds: 10 minutes.
  static let settled: Int64 = 600_000_000_000
  /// The same where the new one has told so unasked: 10 seconds. An owner that is there defends itself at
  /// once, or gives up (RFC 5227 section 2.4).
  static let announced: Int64 = 10_000_000_000

  /// Whether routers or a cluster share it by design.
  var isShared = false
  /// To whom a DHCP server has given it, where one was heard.
  var lease: MACAddress?
  private(set) var holder: Claimant?
  private(set) var next: Claimant?

  init() {}

  /// A hardware address claims it.
  ///
  /// `trusting`: whether it is enough that the new one has told so unasked.
  /// - Returns: Whom it belonged to, where it has moved for good with this claim: the one before, heard
  ///   twice at least, is silent since, and the new one has kept it.
  mutating func note(
    _ mac: MACAddress, _ kind: AddressClaim.Kind, at time: Timestamp, trusting: Bool
  ) -> Claimant? {
    let isAnnounced = kind == .announcement
    guard var holder else {
      holder = Claimant(mac, at: time, isAnnounced: isAnnounced)
      return nil
    }
    if holder.mac == mac {
      holder.last = time
      holder.claims &+= 1
      self.holder = holder
      next = nil
      return nil
    }
    guard var candidate = next, candidate.mac == mac else {
      next = Claimant(mac, at: time, isAnnounced: isAnnounced)
      return nil
    }
    candidate.last = time
    candidate.claims &+= 1
    candidate.isAnnounced = candidate.isAnnounced || isAnnounced
    next = candidate
    let age = time.nanoseconds(since: candidate.first)
    let wait =
      candidate.isAnnounced && trusting ? AddressTenure.announced : AddressTenure.settled
    guard age >= wait else { return nil }
    self.holder = candidate
    next = nil
    return holder.claims >= 2 ? holder : nil
  }

  func store(to writer: inout StoredWriter) {
    writer.add(isShared)
    writer.add(lease != nil)
    if let lease { writer.add(lease) }
    writer.add(holder)
    writer.add(next)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    isShared = try reader.flag()
    if try reader.flag() { lease = try reader.mac() }
    holder = try reader.optional()
    next = try reader.optional()
  }
}
