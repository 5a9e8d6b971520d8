import Capture
public import Packets

/// Who is on the network, and what speaks for what each one is: collected packet by packet.
///
/// Memory is bounded. A machine of which nothing is known but its addresses gives way to a new one, in the
/// order in which they came, except that one which was heard again is passed over once. A machine with
/// evidence stays, however many addresses somebody makes up; evidence can be made up as well, so those
/// that stay are at most three quarters of the room, and who comes later gives way like the others.
public struct Roster: Sendable {
  /// How many machines it holds.
  public let limits: RosterLimits
  /// The machines; a place is reused when its machine gives way.
  var entries: [RosterEntry] = []
  /// Whether the machine of a place was heard since the hand passed it.
  private var heardAgain: [Bool] = []
  /// Whether the machine of a place stays.
  private var stays: [Bool] = []
  private var places: [RosterKey: Int] = [:]
  private var staying = 0
  private var hand = 0
  /// Machines that gave way.
  public private(set) var forgotten: UInt64 = 0
  /// Machines of which something new is known since `takeNews` was asked last, in order, perhaps twice.
  private var news: [RosterKey] = []

  /// Nobody known.
  public init(limits: RosterLimits = RosterLimits()) { self.limits = limits }

  /// How many machines are known.
  public var count: Int { entries.count }

  /// The machines of which something new is known since the last call that may change what they are: other
  /// evidence, another address. Each once, in the order in which it came; none that has given way since.
  public mutating func takeNews() -> [RosterKey] {
    guard !news.isEmpty else { return [] }
    var seen: Set<RosterKey> = []
    let taken = news.filter { places[$0] != nil && seen.insert($0).inserted }
    news.removeAll(keepingCapacity: true)
    return taken
  }

  /// The machines, neighbours by hardware address first.
  public var keys: [RosterKey] { entries.map(\.key).sorted(by: RosterKey.precedes) }

  /// What is known of a machine.
  public subscript(key: RosterKey) -> RosterEntry? { places[key].map { entries[$0] } }

  /// Notes a packet: who sent it, and whether the IP address in it is the sender's own.
  ///
  /// `claims` says that ARP names the same hardware address as the frame; without it what an ARP packet
  /// says of IP addresses is left out. Returns whom the packet's statements are about; `nil` where nobody.
  public mutating func note(_ packet: Packet, claims: Bool) -> RosterKey? {
    let time = packet.timestamp
    guard Roster.isMachine(packet.sourceMAC) else {
      return packet.isIP ? heardOf(packet.source, at: time) : nil
    }
    let key = RosterKey.neighbor(vlans: packet.vlans, mac: packet.sourceMAC)
    let place = place(of: key, at: time)
    entries[place].see(at: time)
    entries[place].packets &+= 1
    if entries[place].packets > 1 { heardAgain[place] = true }
    let address = packet.source
    switch packet.network {
    case .none: return key
    case .arp:
      if claims, Roster.isOfMachine(address) { note(address, .claimed, place, at: time) }
      return key
    case .ipv4, .ipv6: break
    }
    guard Roster.isOfMachine(address) else { return key }
    switch RouteTrace(packet) {
    case .fromLink: note(address, .claimed, place, at: time)
    case .unclear: note(address, .heard, place, at: time)
    case .passedOn:
      // A container behind its own machine's address, or a sender with an odd TTL.
      guard entries[place].claim(of: address) == nil else { return key }
      if entries[place].noteForwarded(address, at: time) { news.append(key) }
      return heardOf(address, at: time)
    }
    return key
  }

  private mutating func note(
    _ address: IPAddress, _ claim: RosterAddress.Claim, _ place: Int, at time: Timestamp
  ) {
    if entries[place].note(address, claim, at: time), entries[place].isKnown {
      news.append(entries[place].key)
    }
  }

  /// Adds what a message or a header shows.
  /// - Parameters:
  ///   - statement: What it shows.
  ///   - packet: The packet.
  ///   - sender: What `note` returned for the packet.
  ///   - protocolName: The protocol in which a name stood.
  public mutating func add(
    _ statement: RoleStatement, of packet: Packet, sender: RosterKey?, in protocolName: ProtocolName
  ) {
    guard !statement.text.isEmpty else { return }
    let isSource = statement.subject == .source
    guard let key = isSource ? sender : receiver(of: packet) else { return }
    let address = packet.isIP ? (isSource ? packet.source : packet.destination) : .zero
    let peer = packet.isIP ? (isSource ? packet.destination : packet.source) : .zero
    let rows = RoleSignatures.matching(statement.kind, statement.text)
    guard !rows.isEmpty || statement.isName else { return }
    let place = place(of: key, at: packet.timestamp)
    entries[place].see(at: packet.timestamp)
    if !isSource, case .neighbor = key, Roster.isOfMachine(address) {
      note(address, .addressed, place, at: packet.timestamp)
    }
    if statement.isName {
      entries[place].add(
        RosterName(text: statement.text, protocolName: protocolName, address: address))
    }
    for row in rows {
      let piece = RoleEvidence(
        row, statement.text, address: address, peer: peer, at: packet.timestamp)
      if entries[place].add(piece, peer: peer) { news.append(key) }
    }
    keep(place)
  }

  /// The sender of a frame that has no address of its own: the sideband between controller and card.
  public static let sidebandAddress = MACAddress.broadcast

  /// Whether an address can be that of one machine's interface.
  public static func isMachine(_ mac: MACAddress) -> Bool { mac != .zero && !mac.isGroup }

  /// Whether an address can be that of one machine.
  static func isOfMachine(_ address: IPAddress) -> Bool {
    AddressScope.unfit(address) == nil && address != .zero
  }

  private func receiver(of packet: Packet) -> RosterKey? {
    guard packet.isIP, Roster.isOfMachine(packet.destination),
      Roster.isMachine(packet.destinationMAC)
    else { return nil }
    return .neighbor(vlans: packet.vlans, mac: packet.destinationMAC)
  }

  /// A machine behind a router; machines of the Internet are nobody's inventory.
  private func remote(_ address: IPAddress) -> RosterKey? {
    guard Roster.isOfMachine(address), Policy.none.scope(of: address) == .internal else {
      return nil
    }
    return .remote(address)
  }

  /// A machine behind a router that has sent a packet; it is added once something is known of it.
  private mutating func heardOf(_ address: IPAddress, at time: Timestamp) -> RosterKey? {
    guard let key = remote(address) else { return nil }
    if let place = places[key] {
      entries[place].see(at: time)
      entries[place].packets &+= 1
    }
    return key
  }

  /// Takes a machine that was kept over a restart.
  mutating func restore(_ entry: RosterEntry) {
    let place = place(of: entry.key, at: entry.first)
    entries[place] = entry
    keep(place)
  }

  /// Makes a machine stay, now that something is known of it.
  private mutating func keep(_ place: Int) {
    guard !stays[place], staying < limits.known, entries[place].isKnown else { return }
    stays[place] = true
    staying += 1
  }

  /// The place of a machine, which is made where it is new.
  private mutating func place(of key: RosterKey, at time: Timestamp) -> Int {
    if let place = places[key] { return place }
    guard entries.count >= max(limits.machines, 4) else {
      places[key] = entries.count
      entries.append(RosterEntry(key, at: time))
      heardAgain.append(false)
      stays.append(false)
      return entries.count - 1
    }
    // Ends: a quarter of the places does not stay, and one round forgets who was heard again.
    while stays[hand] || heardAgain[hand] {
      if !stays[hand] { heardAgain[hand] = false }
      hand = (hand + 1) % entries.count
    }
    let place = hand
    hand = (hand + 1) % entries.count
    places[entries[place].key] = nil
    forgotten &+= 1
    places[key] = place
    entries[place] = RosterEntry(key, at: time)
    return place
  }
}
