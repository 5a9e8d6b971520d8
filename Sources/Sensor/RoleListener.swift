import Capture
import Devices
import Flows
import Packets
import Rules

/// Hears what machines show of themselves, and says when it has become clear what one of them is.
///
/// Memory is that of a `Roster`, and one small record a machine.
struct RoleListener: Sendable {
  /// Who was heard.
  private(set) var roster: Roster
  private let makers: OUITable
  private var told: [RosterKey: Told] = [:]

  /// What was said of a machine: only what differs from it is said again.
  private struct Told: Hashable {
    var role: DeviceRole
    /// The confidence in hundredths, as it is told.
    var confidence: Int
    var addresses: [IPAddress]
    /// Roles with enough points to contradict another.
    var candidates: Set<DeviceRole>

    init(_ observed: ObservedDevice) {
      role = observed.inference.role
      confidence = Int(observed.inference.confidence * 100)
      addresses = observed.addresses
      candidates = Set(
        observed.inference.scores.filter { $0.points >= InventoryVerdict.leastPoints }
          .map(\.role))
    }
  }

  /// A listener that has heard of nobody, or goes on.
  /// - Parameters:
  ///   - roster: Who was heard before.
  ///   - makers: Who made the interfaces, as far as that is to speak for roles.
  init(roster: Roster = Roster(), makers: OUITable) {
    self.roster = roster
    self.makers = makers
  }

  /// Listens to the packets behind events.
  /// - Returns: What has become clear or has changed, in the order of the events.
  mutating func listen(
    _ events: borrowing FlowEvents, _ contents: [SightedContent],
    _ packets: borrowing PacketBatch, in frames: borrowing FrameBatch
  ) -> [Identification] {
    var found: [Identification] = []
    for index in events.list.indices where events.list[index].kind == .packet {
      let position = packets.position(ofConversing: Int(events.list[index].position))
      guard RoleListener.hasOwnAddress(packets, position) else { continue }
      let message = contents[index].message
      let claims = message.map { RoleListener.isOwnClaim($0, packets.packets[position]) } ?? false
      let sender = note(packets.packets[position], claims: claims)
      if let message {
        hear(
          message, packets.packets[position], fromInitiator: events.list[index].fromInitiator,
          sender)
      }
      for key in roster.takeNews() {
        if let observed = judge(key) {
          found.append(Identification(event: index, observed: observed))
        }
      }
    }
    return found
  }

  /// Notes who sent a packet, and what its headers show.
  mutating func note(_ packet: Packet, claims: Bool) -> RosterKey? {
    let sender = roster.note(packet, claims: claims)
    for statement in RoleStatement.ofHeaders(packet) {
      roster.add(statement, of: packet, sender: sender, in: "ip")
    }
    return sender
  }

  /// Notes what a message shows.
  mutating func hear(
    _ message: Message, _ packet: Packet, fromInitiator: Bool, _ sender: RosterKey?
  ) {
    var sender = sender
    // On the sideband both ends send from the broadcast address.
    if message.name == "nc_si", sender == nil {
      sender = .neighbor(vlans: packet.vlans, mac: packet.sourceMAC)
    }
    let heard = RoleMessage(message, in: packet, fromInitiator: packet.isIP && fromInitiator)
    for statement in heard.statements {
      roster.add(statement, of: packet, sender: sender, in: message.name)
    }
  }

  /// Forgets what is new, where nobody asks for it.
  mutating func forgetNews() { _ = roster.takeNews() }

  /// Whether the hardware address of a packet is its sender's on this link: inside a tunnel without a link
  /// layer of its own, it is the tunnel's.
  static func hasOwnAddress(_ packets: borrowing PacketBatch, _ position: Int) -> Bool {
    let packet = packets.packets[position]
    guard packet.traits.contains(.hasMAC) else { return false }
    guard packet.outerCount > 0 else { return true }
    let outers = packets.outers(of: position)
    return outers[outers.count - 1].packet.sourceMAC != packet.sourceMAC
  }

  /// Whether ARP names the hardware address that the frame came from: a proxy speaks for others.
  static func isOwnClaim(_ message: Message, _ packet: Packet) -> Bool {
    message.name == "arp"
      && message.fields["sender_hardware_address"] == .mac(packet.sourceMAC)
  }

  /// What a machine is, where that is news.
  private mutating func judge(_ key: RosterKey) -> ObservedDevice? {
    let maker = key.mac.flatMap(makers.vendor(of:)) ?? ""
    guard let observed = roster.device(key, maker: maker) else { return nil }
    let now = Told(observed)
    guard told[key] != now else { return nil }
    // Nothing was said yet of somebody of whom there is nothing to say.
    if told[key] == nil, now.role == .unknown, now.candidates.isEmpty { return nil }
    if told.count >= 2 * roster.limits.machines {
      let known = roster
      told = told.filter { known[$0.key] != nil }
    }
    told[key] = now
    return observed
  }
}

/// Going on over a restart.
extension RoleListener {
  /// Takes back who was heard; all that is known of them, in the order of their keys.
  mutating func restore(_ roster: Roster) -> [ObservedDevice] {
    self.roster = roster
    _ = self.roster.takeNews()
    return roster.keys.compactMap { judge($0) }
  }
}
