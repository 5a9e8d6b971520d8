import Capture
import Devices
import Flows
import Packets

/// The systems behind the addresses of devices, followed from packet to packet for all rules that want to know.
///
/// A connection counts once the system that opened or accepted it has said something: what scanners send
/// is no system's, and the system behind them answers for it. State: a `StackPopulation` an address, of
/// `mostAddresses` at most, and the opening of each conversation until it is over.
struct SystemsLedger: Sendable {
  /// Addresses that are remembered.
  static let mostAddresses = 8192
  /// Hardware addresses that send with more IP addresses than this carry other machines.
  static let mostAddressesOfOne = 8
  /// Ports on which a card or controller answers under its host's address: ASF and IPMI, Intel AMT.
  static let sidebandPorts: Set<UInt16> = [623, 664, 16992, 16993, 16994, 16995]
  /// Ports of BGP and LDP, whose time to live operators set by hand (RFC 5082).
  static let routingPorts: Set<UInt16> = [179, 646]

  /// A conversation, by its opening.
  struct Opening: Sendable, Storable {
    let connection: StackConnection
    var isCounted = false
    /// Another system behind the address has refused the connection.
    var isRefused = false

    init(_ connection: StackConnection) { self.connection = connection }

    func store(to writer: inout StoredWriter) {
      writer.add(connection)
      writer.add(isCounted)
      writer.add(isRefused)
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      connection = try reader.value()
      isCounted = try reader.flag()
      isRefused = try reader.flag()
    }

    /// Notes a RST where it refuses the connection as only a system does that knows nothing of it (RFC 9293
    /// section 3.5.2), and shows in two ways that it is another than the one that sent the SYN.
    mutating func noteReset(_ marks: StackMarks) {
      let own = connection.marks
      guard !connection.signature.isAnswer, !marks.tcpFlags.contains(.ack),
        marks.tcpSequence == own.tcpSequence &+ 1, marks.initialTimeToLive.isExact,
        marks.timeToLive != own.timeToLive, marks.dontFragment != own.dontFragment
      else { return }
      isRefused = true
    }
  }

  private var table = StackTable(limit: SystemsLedger.mostAddresses)
  private var conversations: ConversationNotes<Opening>
  private let isRemembered: Bool
  /// Addresses of which something else is known than was kept, with the devices.
  private var changed: [StackKey: Int] = [:]
  /// Whose the addresses are that are kept.
  private var owners: [StackKey: Int] = [:]

  init(isRemembered: Bool) {
    self.isRemembered = isRemembered
    conversations = ConversationNotes(isRemembered: isRemembered)
  }

  var counters: [(name: String, value: UInt64)] {
    [("systems_addresses", UInt64(table.count)), ("systems_forgotten", table.forgotten)]
  }

  /// Takes in a packet that shows what sent it.
  /// - Returns: The connection that counts from this packet on, if one does.
  mutating func note(_ sighting: borrowing Sighting) -> StackConnection? {
    guard let marks = sighting.content.marks, sighting.device.role != .router else { return nil }
    if BootSign.isSign(sighting) { table.noteStart(of: sighting.deviceEnd.mac) }
    guard sighting.fromDevice, sighting.event.flow.transport == .tcp else { return nil }
    if let signature = sighting.content.signature {
      noteOpening(signature, marks, sighting)
      return nil
    }
    let place = ConversationKey(sighting)
    if marks.tcpFlags.contains(.rst) {
      _ = conversations.update(place) { $0.noteReset(marks) }
      return nil
    }
    guard sighting.event.payloadLength > 0 else { return nil }
    let counted = conversations.update(place) { opening -> Opening? in
      guard !opening.isCounted, opening.connection.marks.timeToLive == marks.timeToLive else {
        return nil
      }
      opening.isCounted = true
      return opening
    }
    guard let opening = counted ?? nil else { return nil }
    update(StackKey(sighting), sighting) {
      _ = $0.note(opening.connection)
      if opening.isRefused { $0.noteRefusal() }
    }
    return opening.connection
  }

  /// Takes in a message of ARP: who asks from no address whether one is free has just started (RFC 5227).
  mutating func noteResolution(_ sighting: borrowing Sighting) {
    if BootSign.isProbe(sighting) { table.noteStart(of: sighting.deviceEnd.mac) }
  }

  /// Takes in a packet that belongs to no connection.
  mutating func noteDatagram(_ sighting: borrowing Sighting) {
    guard let marks = sighting.content.marks, sighting.device.role != .router,
      sighting.event.flow.isIP, sighting.event.flow.transport != .tcp
    else { return }
    let key = StackKey(sighting)
    let isAnswered = sighting.isEcho && !sighting.deviceStarted
    switch (isAnswered, sighting.fromDevice) {
    case (true, true): update(key, sighting) { $0.noteEchoReply(marks) }
    case (true, false): update(key, sighting) { $0.noteEchoRequest(marks) }
    case (false, true):
      let time = sighting.event.time
      update(key, sighting) { $0.noteDatagram(marks, at: time) }
    case (false, false): break
    }
  }

  /// Forgets a conversation that is over; one that the active time-out has split goes on.
  mutating func end(_ sighting: borrowing Sighting) {
    if sighting.event.reason != .active { conversations[ConversationKey(sighting)] = nil }
  }

  /// What is known of an address.
  func population(of key: StackKey) -> StackPopulation? { table.population(of: key) }

  /// The two systems behind an address, as the latest connection of a role leaves them; `nil` where there
  /// are none, or where the hardware address carries other machines.
  func pair(of key: StackKey, answering: Bool) -> StackPopulation.Pair? {
    guard table.addresses(of: key.mac) <= SystemsLedger.mostAddressesOfOne else { return nil }
    return table.population(of: key)?.pair(answering: answering)
  }

  /// The opening of the conversation of a sighting, where it was seen.
  func opening(of sighting: borrowing Sighting) -> StackConnection? {
    conversations[ConversationKey(sighting)]?.connection
  }

  /// Whether a conversation of a device is going on whose opening is as asked for. Looks at each.
  func hasConversation(of device: Int, where isMeant: (StackConnection) -> Bool) -> Bool {
    conversations.contains { $0.device == device && isMeant($1.connection) }
  }

  private mutating func noteOpening(
    _ signature: TCPSignature, _ marks: StackMarks, _ sighting: borrowing Sighting
  ) {
    let own = sighting.deviceEnd.port
    let peer = sighting.peerEnd.port
    // A second SYN of one conversation may leave out options.
    guard sighting.deviceEnd.packets == 1, signature.isAnswer != sighting.deviceStarted,
      !SystemsLedger.routingPorts.contains(own), !SystemsLedger.routingPorts.contains(peer)
    else { return }
    let ports = SystemsLedger.sidebandPorts
    conversations[ConversationKey(sighting)] = Opening(
      StackConnection(
        signature: signature, marks: marks, peer: sighting.peerEnd.address, port: own,
        isOutside: sighting.scope == .outside,
        isSideband: ports.contains(own) || ports.contains(peer), time: sighting.event.time))
  }

  private mutating func update(
    _ key: StackKey, _ sighting: borrowing Sighting, _ change: (inout StackPopulation) -> Void
  ) {
    table.update(key, change)
    guard isRemembered else { return }
    let device = sighting.device.index
    if let gone = table.latestForgotten, let owner = owners.removeValue(forKey: gone) {
      changed[gone] = owner
    }
    owners[key] = device
    changed[key] = device
  }
}

/// Keeping systems over a restart.
extension SystemsLedger {
  private static let label = "systems behind an address"

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    let populations = changed.map { key, device in
      let population = table.population(of: key)
      var change = Remembered(
        .other, key: key.stored, device: device, label: SystemsLedger.label,
        body: population?.stored)
      change.count = population?.clusters.count ?? 0
      return change
    }
    return populations + conversations.changes()
  }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .other && entry.label == SystemsLedger.label {
      guard let body = entry.body else { continue }
      let key = try StackKey(stored: entry.key)
      table.restore(try StackPopulation(stored: body), of: key)
      owners[key] = entry.device
    }
    try conversations.restore(entries)
  }
}
