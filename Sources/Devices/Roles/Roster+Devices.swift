public import Packets

/// The roster judged: whose an address is, and what each machine is.
extension Roster {
  /// From so many addresses on that are only heard, they are somebody else's.
  static let mostHeard = 8

  /// The machines, neighbours by hardware address first, then those behind routers by IP address.
  /// - Parameter makers: Who made the interfaces, for `hardwareAddresses`.
  /// - Returns: Every neighbour, and of the others those with evidence.
  public func devices(makers: OUITable) -> [ObservedDevice] {
    var remotes: [IPAddress: RosterEntry] = [:]
    for entry in entries {
      if case .remote(let address) = entry.key { remotes[address] = entry }
    }
    var devices: [ObservedDevice] = []
    for entry in entries.sorted(by: { RosterKey.precedes($0.key, $1.key) }) {
      guard case .neighbor(_, let mac) = entry.key else { continue }
      let vendor = makers.vendor(of: mac) ?? ""
      devices.append(neighbor(entry, mac, vendor, passingOn: &remotes))
    }
    // Whoever is also a neighbour was seen on both sides of a router.
    let own = Set(devices.flatMap(\.addresses))
    for address in remotes.keys.sorted() where !own.contains(address) {
      guard let entry = remotes[address], entry.isKnown else { continue }
      devices.append(
        device(entry, addresses: [address], vendor: "", entry.evidence, entry.names))
    }
    return devices
  }

  /// One machine judged by itself; `nil` where it is not known.
  ///
  /// What was shown under the addresses of others counts for none of them here.
  public func device(_ key: RosterKey, maker: String) -> ObservedDevice? {
    guard let entry = self[key] else { return nil }
    switch key {
    case .neighbor(_, let mac):
      var remotes: [IPAddress: RosterEntry] = [:]
      return neighbor(entry, mac, maker, passingOn: &remotes)
    case .remote(let address):
      return device(entry, addresses: [address], vendor: "", entry.evidence, entry.names)
    }
  }

  /// The hardware addresses whose makers are worth knowing, ascending.
  public var hardwareAddresses: [MACAddress] {
    Set(entries.compactMap(\.key.mac)).sorted()
  }

  private func neighbor(
    _ entry: RosterEntry, _ mac: MACAddress, _ vendor: String,
    passingOn remotes: inout [IPAddress: RosterEntry]
  ) -> ObservedDevice {
    var hints = Roster.hardware(entry, mac, vendor)
    let forwards = Roster.forwarding(entry)
    hints += forwards
    let claimed = entry.addresses.filter { $0.claim == .claimed }
    let heard = entry.addresses.filter { $0.claim != .claimed }
    let others = Set(entry.forwarded)
    let routes = RoleInference.points(
      entry.evidence.filter { $0.role == .router } + forwards)[.router]
    let isCrowded = entry.hasMoreAddresses || heard.count > Roster.mostHeard
    // A router that sends by itself has mostly claimed its addresses; a quiet one has few that are heard.
    let believes = !isCrowded && ((routes ?? 0) < RoleInference.doubt || claimed.isEmpty)
    let own = (claimed + (believes ? heard : [])).map(\.address).filter { !others.contains($0) }
    let ownSet = Set(own)
    var kept: [RoleEvidence] = []
    for piece in entry.evidence {
      if piece.address == .zero || !Roster.isOfMachine(piece.address) || believes
        || ownSet.contains(piece.address)
      {
        kept.append(piece)
      } else if Policy.none.scope(of: piece.address) == .internal {
        var other = remotes[piece.address] ?? RosterEntry(.remote(piece.address), at: piece.first)
        other.see(at: piece.first)
        other.see(at: piece.last)
        _ = other.add(piece, peer: .zero)
        remotes[piece.address] = other
      }
    }
    let names = entry.names.filter {
      $0.address == .zero || !Roster.isOfMachine($0.address) || believes
        || ownSet.contains($0.address)
    }
    return device(entry, addresses: own.sorted(), vendor: vendor, kept + hints, names)
  }

  private func device(
    _ entry: RosterEntry, addresses: [IPAddress], vendor: String, _ evidence: [RoleEvidence],
    _ names: [RosterName]
  ) -> ObservedDevice {
    let name = names.enumerated().min {
      ($0.element.place, $0.offset) < ($1.element.place, $1.offset)
    }
    return ObservedDevice(
      key: entry.key, addresses: addresses, name: name?.element.text ?? "", vendor: vendor,
      first: entry.first, last: entry.last, packets: entry.packets,
      inference: RoleInference(evidence),
      evidence: evidence.sorted(by: RoleEvidence.precedes),
      evidenceDropped: entry.evidenceDropped)
  }

  /// What the hardware address says.
  private static func hardware(
    _ entry: RosterEntry, _ mac: MACAddress, _ vendor: String
  ) -> [RoleEvidence] {
    var hints: [RoleEvidence] = []
    if !vendor.isEmpty { hints += made(.maker, vendor, entry) }
    let reserved: String? =
      switch mac.rawValue >> 8 {
      case 0x0000_5e00_01, 0x0000_5e00_02: "vrrp"
      case 0x0000_0c07_ac: "hsrp"
      default:
        switch mac.rawValue >> 16 {
        case 0x0007_b400: "glbp"
        default: mac.rawValue >> 12 == 0x0_0000_c9ff ? "hsrp" : nil
        }
      }
    if let reserved { hints += made(.reservedAddress, reserved, entry) }
    return hints
  }

  /// What the packets of others say that came from it.
  private static func forwarding(_ entry: RosterEntry) -> [RoleEvidence] {
    var hints: [RoleEvidence] = []
    // Its own address with a lower TTL is a container's behind it.
    let others = entry.forwarded.filter { entry.claim(of: $0) != .claimed }
    if others.count >= RosterEntry.mostForwarded {
      hints += made(.forwarding, "many", entry)
    } else if others.count >= 2 {
      hints += made(.forwarding, "some", entry)
    }
    let heard = entry.addresses.count { $0.claim == .heard }
    if heard > mostHeard { hints += made(.forwarding, "addresses", entry) }
    return hints
  }

  private static func made(
    _ kind: RoleEvidenceKind, _ text: String, _ entry: RosterEntry
  ) -> [RoleEvidence] {
    RoleSignatures.matching(kind, text).map { row in
      var piece = RoleEvidence(row, text, address: .zero, peer: .zero, at: entry.first)
      let isForwarded = kind == .forwarding && entry.forwardedCount > 0
      piece.count = isForwarded ? entry.forwardedCount : max(1, entry.packets)
      if isForwarded { piece.first = entry.forwardedFirst }
      piece.last = isForwarded ? entry.forwardedLast : entry.last
      return piece
    }
  }
}
