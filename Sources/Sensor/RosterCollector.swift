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
  private var listener: RoleListener
  /// Packets that were looked at.
  public private(set) var packetCount: UInt64 = 0

  /// A collector that has seen nothing.
  /// - Parameters:
  ///   - limits: Of the flow table.
  ///   - seed: What the flow table hashes with.
  ///   - roster: What is known already.
  public init(limits: FlowLimits, seed: FlowSeed, roster: Roster = Roster()) {
    table = FlowTable(limits: limits, seed: seed, interest: .everything)
    // Makers are known once all machines are.
    listener = RoleListener(roster: roster, makers: OUITable(for: []))
  }

  /// What was collected so far.
  public var roster: Roster { listener.roster }

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
    listener.forgetNews()
  }

  /// Who sent a packet, and what it shows by itself.
  private mutating func note(_ position: Int, in frames: borrowing FrameBatch) -> RosterKey? {
    guard RoleListener.hasOwnAddress(packets, position) else { return nil }
    let packet = packets.packets[position]
    let resolution = packets.resolution(of: position, in: frames)
    let claims = resolution.map { RoleListener.isOwnClaim($0, packet) } ?? false
    let sender = listener.note(packet, claims: claims)
    guard packet.network == .none, packet.linkProtocol != .none,
      let message = packets.readMessage(of: position, in: frames)
    else { return sender }
    listener.hear(message, packet, fromInitiator: false, sender)
    return sender
  }

  /// What the messages behind the events show.
  private mutating func listen() {
    for index in events.list.indices {
      guard events.list[index].kind == .packet, let message = conversations.contents[index].message
      else { continue }
      let position = packets.position(ofConversing: Int(events.list[index].position))
      let packet = packets.packets[position]
      // Frames that are not IP were read where they came.
      guard packet.isIP, RoleListener.hasOwnAddress(packets, position) else { continue }
      listener.hear(
        message, packet, fromInitiator: events.list[index].fromInitiator, senders[position])
    }
  }
}
