import Capture

/// Keeping contacts over a restart.
extension ContactLedger {
  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    var changes: [Remembered] = []
    for key in changedContacts {
      guard let contact = contacts[key] else { continue }
      var body = StoredWriter()
      body.add(contact.first)
      body.add(UInt64(clamping: contact.conversations))
      body.add(contact.hasOwnLine)
      body.add(UInt32(clamping: contact.lines))
      var name = ContactLedger.name(of: key.group)
      name.add(true)
      key.peer.keep(in: &name)
      var change = Remembered(
        .peer, key: name.octets, device: key.group.device,
        label: "\(key.group.kind.map { "\($0) " } ?? "")\(key.peer)", body: body.octets)
      change.first = contact.first
      change.count = contact.conversations
      changes.append(change)
    }
    for group in changedRows {
      guard let row = rows[group] else { continue }
      var body = StoredWriter()
      body.add(row.first)
      body.add(UInt64(clamping: row.peers))
      body.add(UInt32(clamping: row.recent.count))
      for peer in row.recent { peer.keep(in: &body) }
      var name = ContactLedger.name(of: group)
      name.add(false)
      var change = Remembered(
        .peer, key: name.octets, device: group.device,
        label: group.kind.map { "all peers on \($0)" } ?? "all further peers", body: body.octets)
      change.first = row.first
      change.count = row.peers
      changes.append(change)
    }
    changedContacts.removeAll()
    changedRows.removeAll()
    return changes
  }

  /// Takes back what was kept.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .peer {
      guard let device = entry.device, let octets = entry.body else { continue }
      var name = StoredReader(entry.key)
      let kind = try name.flag() ? try Kind.kept(in: &name) : nil
      let group = Group(device: device, kind: kind)
      var body = StoredReader(octets)
      let first = try body.time()
      let count = Int(clamping: try body.number(UInt64.self))
      if try name.flag() {
        let key = Key(group: group, peer: try Peer.kept(in: &name))
        if contacts[key] == nil { held[device, default: 0] += 1 }
        contacts[key] = Contact(
          first: first, conversations: count, hasOwnLine: try body.flag(),
          lines: Int(try body.number(UInt32.self)))
      } else {
        if rows[group] == nil { kinds[device, default: 0] += 1 }
        var row = Row(first: first, peers: count)
        for _ in 0..<(try body.count(ofAtLeast: 2)) { row.recent.append(try Peer.kept(in: &body)) }
        rows[group] = row
      }
      try name.end()
      try body.end()
    }
  }

  private static func name(of group: Group) -> StoredWriter {
    var name = StoredWriter()
    name.add(group.kind != nil)
    group.kind?.keep(in: &name)
    return name
  }
}
