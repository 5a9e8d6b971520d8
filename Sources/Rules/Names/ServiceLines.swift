import Capture
import Packets

/// Lines about services of peers: one each for the first three peers of a device and service, one together for all
/// further ones, then updates at 4, 16, 64, ... conversations, and one whenever it matters more than before.
struct ServiceLines: Sendable {
  /// Peers of a service that have a line of their own.
  static let peersApart = 3

  /// A line that is due.
  struct Line: Sendable {
    /// What of the device it is about.
    let channel: String
    /// Conversations so far, and the first of them.
    let count: Int
    let first: Timestamp
    /// The number of the line, from 0.
    let update: Int
    /// Whether it is about several peers.
    let isRow: Bool

    /// How often it happened, for a sentence.
    var text: String {
      let whom = isRow ? " with further peers" : ""
      return count == 1
        ? "the first such conversation\(whom)" : "\(count) such conversations\(whom) so far"
    }
  }

  /// The peers of a service that have a line of their own.
  private struct Peers: Sendable, Storable {
    var addresses: [IPAddress] = []

    init() {}

    func store(to writer: inout StoredWriter) {
      writer.add(UInt32(clamping: addresses.count))
      for address in addresses { writer.add(address) }
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      for _ in 0..<(try reader.count(ofAtLeast: 16)) { addresses.append(try reader.address()) }
    }
  }

  private var peers: DeviceNotes<Peers>
  private var ledger: LineLedger<PeerService>

  init(limit: Int, isRemembered: Bool) {
    peers = DeviceNotes("peers", isRemembered: isRemembered)
    ledger = LineLedger(limit: limit, isRemembered: isRemembered)
  }

  /// Counts a conversation; `nil` where no line is due.
  mutating func note(
    _ service: PeerService, of device: Int, _ severity: Severity, at time: Timestamp
  ) -> Line? {
    let name = "\(service.kind)"
    var known = peers[device, name] ?? Peers()
    var subject = service
    if !known.addresses.contains(service.address) {
      if known.addresses.count < ServiceLines.peersApart {
        known.addresses.append(service.address)
        peers[device, name] = known
      } else {
        subject = service.withoutPeer
      }
    }
    switch ledger.note(subject, of: device, severity, at: time) {
    case .one(let count, let first, let update):
      return Line(
        channel: "\(subject)", count: count, first: first, update: update,
        isRow: subject != service)
    case .further(let count, let first, let update):
      return Line(channel: "further", count: count, first: first, update: update, isRow: true)
    case nil: return nil
    }
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] { peers.changes() + ledger.changes() }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try peers.restore(entries)
    try ledger.restore(entries)
  }
}
