public import Capture
public import Devices
public import Flows
import Packets
import Rules

/// The pass that collects who is on the network: frames in, a roster out.
///
/// Every conversation is looked into, as far as its beginning says what it is about; frames that are not
/// IP are all read. What comes out is a function of the frames alone, not of how they were batched.
public struct RosterCollector: ~Copyable {
  private var decoder = PacketDecoder()
  private var packets = PacketBatch(capacity: FrameBatch.capacity)
  private var table: FlowTable
  private var events = FlowEvents()
  private var conversations = Conversations()
  /// Whom the packets of the batch are from.
  private var senders: [RosterKey?] = []
  /// What was collected so far.
  public private(set) var roster: Roster
  /// Packets that were looked at.
  public private(set) var packetCount: UInt64 = 0

  /// A collector that has seen nothing.
  /// - Parameters:
  ///   - limits: Of the flow table.
  ///   - seed: What the flow table hashes with.
  ///   - roster: What is known already.
  public init(limits: FlowLimits, seed: FlowSeed, roster: Roster = Roster()) {
    table = FlowTable(limits: limits, seed: seed, interest: .everything)
    self.roster = roster
  }

  /// Looks at a batch.
  public mutating func read(_ frames: borrowing FrameBatch) {
    decoder.decode(frames, into: &packets)
    packetCount &+= UInt64(packets.count)
    senders.removeAll(keepingCapacity: true)
    for position in 0..<packets.count { senders.append(note(position, in: frames)) }
    var next = 0
    while next < packets.conversing.count {
      next = table.add(packets, from: next, events: &events)
      conversations.read(events, packets, in: frames)
      listen()
      events.removeAll()
    }
  }

  /// Who sent a packet, and what it shows by itself.
  private mutating func note(_ position: Int, in frames: borrowing FrameBatch) -> RosterKey? {
    let packet = packets.packets[position]
    // Inside a tunnel without a link layer of its own, the frame's addresses are the tunnel's.
    guard packet.traits.contains(.hasMAC), !isBare(packet, position) else { return nil }
    let claims = packet.network == .arp && isOwnClaim(packet, position, in: frames)
    var sender = roster.note(packet, claims: claims)
    for statement in RoleStatement.ofHeaders(packet) {
      roster.add(statement, of: packet, sender: sender, in: "ip")
    }
    guard packet.network == .none, packet.linkProtocol != .none,
      let message = packets.readMessage(of: position, in: frames)
    else { return sender }
    // On the sideband both ends send from the broadcast address.
    if message.name == "nc_si", sender == nil {
      sender = .neighbor(vlans: packet.vlans, mac: packet.sourceMAC)
    }
    add(RoleMessage(message, in: packet, fromInitiator: false), sender)
    return sender
  }

  private func isBare(_ packet: Packet, _ position: Int) -> Bool {
    guard packet.outerCount > 0 else { return false }
    let outers = packets.outers(of: position)
    let carrier = outers[outers.count - 1].packet.sourceMAC
    return carrier == packet.sourceMAC
  }

  /// Whether ARP names the hardware address that the frame came from: a proxy speaks for others.
  private func isOwnClaim(
    _ packet: Packet, _ position: Int, in frames: borrowing FrameBatch
  ) -> Bool {
    let header = packets.readHeaders(of: position, in: frames)["arp"]?.fields
    return header?["sender_hardware_address"] == .mac(packet.sourceMAC)
  }

  /// What the messages behind the events show.
  private mutating func listen() {
    for index in events.list.indices {
      guard events.list[index].kind == .packet, let message = conversations.contents[index].message
      else { continue }
      let position = packets.position(ofConversing: Int(events.list[index].position))
      let packet = packets.packets[position]
      // Frames that are not IP were read where they came.
      guard packet.isIP, packet.traits.contains(.hasMAC), !isBare(packet, position) else {
        continue
      }
      add(
        RoleMessage(message, in: packet, fromInitiator: events.list[index].fromInitiator),
        senders[position])
    }
  }

  private mutating func add(_ message: RoleMessage, _ sender: RosterKey?) {
    for statement in message.statements {
      roster.add(statement, of: message.packet, sender: sender, in: message.message.name)
    }
  }
}
