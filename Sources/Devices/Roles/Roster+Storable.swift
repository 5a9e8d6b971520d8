public import Capture
import Packets

extension Roster: Storable {
  /// The machines in the order of their places; who was heard again and who stays is found anew.
  public func store(to writer: inout StoredWriter) {
    writer.add(UInt32(truncatingIfNeeded: limits.machines))
    writer.add(UInt32(truncatingIfNeeded: entries.count))
    for entry in entries { writer.add(entry) }
  }

  /// Reads a roster back.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    var limits = RosterLimits()
    limits.machines = Int(try reader.number(UInt32.self))
    self.init(limits: limits)
    let count = try reader.count(ofAtLeast: 40)
    guard count <= max(limits.machines, 4) else { throw reader.fault("fewer machines") }
    for _ in 0..<count { restore(try reader.value(RosterEntry.self)) }
    guard self.count == count else { throw reader.fault("machines that differ") }
  }
}

extension RosterEntry: Storable {
  /// Writes all of it.
  public func store(to writer: inout StoredWriter) {
    writer.add(key)
    writer.add(first)
    writer.add(last)
    writer.add(packets)
    writer.add(UInt32(truncatingIfNeeded: addresses.count))
    for address in addresses {
      writer.add(address: address.address)
      writer.add(address.claim.rawValue)
      writer.add(address.count)
      writer.add(address.last)
    }
    writer.add(hasMoreAddresses)
    writer.add(UInt32(truncatingIfNeeded: forwarded.count))
    for address in forwarded { writer.add(address: address) }
    writer.add(forwardedFirst)
    writer.add(forwardedLast)
    writer.add(forwardedCount)
    writer.add(UInt32(truncatingIfNeeded: evidence.count))
    for piece in evidence { piece.store(to: &writer) }
    writer.add(evidenceDropped)
    writer.add(UInt32(truncatingIfNeeded: names.count))
    for name in names {
      writer.add(name.text)
      writer.add(name.protocolName.rawValue)
      writer.add(address: name.address)
    }
  }

  /// Reads an entry back.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    let key = try reader.value(RosterKey.self)
    self.init(key, at: try reader.time())
    last = try reader.time()
    packets = try reader.number()
    for _ in 0..<(try reader.limited(RosterEntry.mostAddresses)) {
      let address = try reader.address()
      guard let claim = RosterAddress.Claim(rawValue: try reader.number()) else {
        throw reader.fault("a claim")
      }
      addresses.append(
        RosterAddress(
          address: address, claim: claim, count: try reader.number(), last: try reader.time()))
    }
    hasMoreAddresses = try reader.flag()
    for _ in 0..<(try reader.limited(RosterEntry.mostForwarded)) {
      forwarded.append(try reader.address())
    }
    forwardedFirst = try reader.time()
    forwardedLast = try reader.time()
    forwardedCount = try reader.number()
    for _ in 0..<(try reader.limited(RosterEntry.mostEvidence)) {
      if let piece = try RoleEvidence.restored(from: &reader) { evidence.append(piece) }
    }
    evidenceDropped = try reader.number()
    for _ in 0..<(try reader.limited(RosterEntry.mostNames)) {
      let text = try reader.text()
      let name = ProtocolName(rawValue: try reader.text())
      names.append(RosterName(text: text, protocolName: name, address: try reader.address()))
    }
  }
}

extension RosterKey: Storable {
  /// Writes which sort it is, and the addresses.
  public func store(to writer: inout StoredWriter) {
    switch self {
    case .neighbor(let vlans, let mac):
      writer.add(false)
      writer.add(vlans.rawValue)
      writer.add(mac.rawValue)
    case .remote(let address):
      writer.add(true)
      writer.add(address: address)
    }
  }

  /// Reads a key back.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    if try reader.flag() {
      self = .remote(try reader.address())
    } else {
      let vlans = VLANStack(rawValue: try reader.number())
      self = .neighbor(vlans: vlans, mac: MACAddress(rawValue: try reader.number()))
    }
  }
}

extension RoleEvidence {
  /// Writes what was seen, and of the table's row what finds it again.
  fileprivate func store(to writer: inout StoredWriter) {
    writer.add(kind.rawValue)
    writer.add(role.rawValue)
    writer.add(value)
    writer.add(address: address)
    writer.add(count)
    writer.add(first)
    writer.add(last)
    writer.add(UInt32(truncatingIfNeeded: peers.count))
    for peer in peers { writer.add(address: peer) }
  }

  /// Reads evidence back and judges it by the tables of today; `nil` where they have no such row any more.
  fileprivate static func restored(
    from reader: inout StoredReader
  ) throws(StoredFault) -> RoleEvidence? {
    let kind = RoleEvidenceKind(rawValue: try reader.text())
    let role = DeviceRole(rawValue: try reader.text())
    let value = try reader.text()
    let address = try reader.address()
    let count: UInt64 = try reader.number()
    let first = try reader.time()
    let last = try reader.time()
    var peers: [IPAddress] = []
    for _ in 0..<(try reader.limited(mostPeers)) { peers.append(try reader.address()) }
    guard let kind,
      let row = RoleSignatures.matching(kind, value).first(where: { $0.role == role })
    else { return nil }
    var piece = RoleEvidence(row, value, address: address, peer: .zero, at: first)
    piece.count = count
    piece.last = last
    piece.peers = peers
    return piece
  }
}

extension StoredWriter {
  fileprivate mutating func add(address: IPAddress) {
    add(address.high)
    add(address.low)
  }
}

extension StoredReader {
  /// How many elements follow, at most so many.
  fileprivate mutating func limited(_ most: Int) throws(StoredFault) -> Int {
    let count = Int(try number(UInt32.self))
    guard count <= most else { throw fault("at most \(most) elements") }
    return count
  }

  fileprivate mutating func address() throws(StoredFault) -> IPAddress {
    IPAddress(high: try number(), low: try number())
  }
}
