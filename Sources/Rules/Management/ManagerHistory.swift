import Capture
import Packets

/// Who has managed devices so far, for networks whose policy names nobody.
///
/// Whoever is met within a day after the first of all is known; who comes later is new, and stays so for its
/// updates. So a sensor that has just been started tells of nobody. Bounded: 4096 addresses; past them
/// nobody is new any more.
struct ManagerHistory: Sendable {
  /// Nanoseconds after the first manager in which everybody becomes known.
  static let learningTime: Int64 = 86_400_000_000_000
  /// Addresses that are remembered.
  static let mostPeers = 4096
  /// New managers are told apart at so many devices; then at twice as many, and so on.
  static let devicesApart: UInt32 = 3

  private static let label = "manager"
  private static let beginning: [UInt8] = []

  /// A peer.
  private struct Peer: Storable {
    let first: Timestamp
    let isNew: Bool
    var devices: UInt32 = 0

    init(first: Timestamp, isNew: Bool) {
      self.first = first
      self.isNew = isNew
    }

    func store(to writer: inout StoredWriter) {
      writer.add(first)
      writer.add(isNew)
      writer.add(devices)
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      first = try reader.time()
      isNew = try reader.flag()
      devices = try reader.number()
    }
  }

  private let isRemembered: Bool
  private var began: Timestamp?
  private var peers: [IPAddress: Peer] = [:]
  private var changed: Set<IPAddress> = []
  private var isBeginningKept = true

  init(isRemembered: Bool) { self.isRemembered = isRemembered }

  /// Peers that are remembered.
  var count: Int { peers.count }

  /// When the first manager of all was met.
  var beginning: Timestamp? { began }

  /// Notes that a peer manages a device.
  /// - Returns: Whether it was not known in the time of learning.
  mutating func isNew(_ peer: IPAddress, at time: Timestamp) -> Bool {
    let start = began ?? time
    if began == nil {
      began = time
      isBeginningKept = false
    }
    if let known = peers[peer] { return known.isNew }
    guard peers.count < ManagerHistory.mostPeers else { return false }
    let isNew = time.nanoseconds(since: start) > ManagerHistory.learningTime
    peers[peer] = Peer(first: time, isNew: isNew)
    if isRemembered { changed.insert(peer) }
    return isNew
  }

  /// Counts one more device that a peer is told of.
  /// - Returns: How many so far, and whether this one is only counted, so that who comes to manage a whole
  ///   network is no flood.
  mutating func countDevice(
    of peer: IPAddress, at time: Timestamp
  ) -> (devices: Int, isQuiet: Bool) {
    var record = peers[peer] ?? Peer(first: time, isNew: true)
    record.devices &+= 1
    let devices = record.devices
    if peers[peer] != nil || peers.count < ManagerHistory.mostPeers {
      peers[peer] = record
      if isRemembered { changed.insert(peer) }
    }
    let isQuiet = devices > ManagerHistory.devicesApart && devices & (devices - 1) != 0
    return (Int(devices), isQuiet)
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    defer {
      changed.removeAll()
      isBeginningKept = true
    }
    var changes = changed.compactMap { address -> Remembered? in
      guard let peer = peers[address] else { return nil }
      var key = StoredWriter()
      key.add(address)
      var change = Remembered(
        .peer, key: key.octets, device: nil, label: "\(ManagerHistory.label) \(address)",
        body: peer.stored)
      change.first = peer.first
      return change
    }
    if isRemembered, !isBeginningKept, let began {
      var body = StoredWriter()
      body.add(began)
      changes.append(
        Remembered(
          .peer, key: ManagerHistory.beginning, device: nil, label: ManagerHistory.label,
          body: body.octets))
    }
    return changes
  }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .peer {
      guard let body = entry.body else { continue }
      if entry.key == ManagerHistory.beginning {
        var reader = StoredReader(body)
        began = try reader.time()
        try reader.end()
      } else {
        var key = StoredReader(entry.key)
        let address = try key.address()
        try key.end()
        peers[address] = try Peer(stored: body)
      }
    }
  }
}
