import Capture
import Devices
import Flows
import Packets

/// Ports between which datagrams went lately, by who sent the first one.
///
/// Datagrams know no beginning: a conversation that was silent for a minute, an answer that comes late, or one
/// that comes from another port (TFTP, RFC 1350 section 4) looks like a new conversation that the other end
/// starts. Bounded: the latest 2048; an older one is forgotten.
struct AskedPorts: Sendable {
  /// What is noted: two ends of one protocol, UDP.
  struct Key: Hashable {
    var device: Int
    var peer: IPAddress
    /// 0 where the device's port does not count.
    var port: UInt16
    /// 0 where the peer's port does not count.
    var peerPort: UInt16
  }

  /// What a stored entry is called.
  private let label: String
  private let isExact: Bool
  private let limit: Int
  private let isRemembered: Bool
  private var slots: [Key: Int] = [:]
  /// The keys in the order in which they were noted; the hand is at the oldest.
  private var ring: [Key] = []
  private var hand = 0
  private var changed: Set<Key> = []

  /// No datagrams yet; `isExact`: whether the peer's port must be the same, too; `label` tells those of one rule
  /// apart.
  init(
    _ label: String = "datagram", isExact: Bool, isRemembered: Bool, limit: Int = 2048
  ) {
    self.label = label
    self.isExact = isExact
    self.isRemembered = isRemembered
    self.limit = limit
  }

  /// Notes that this port of the device and the peer talk by datagrams; anything else is left alone.
  mutating func note(_ sighting: borrowing Sighting) {
    if let key = key(sighting) { note(key) }
  }

  /// Notes these ends.
  mutating func note(_ key: Key) {
    guard slots[key] == nil else { return }
    if isRemembered { changed.insert(key) }
    insert(key)
  }

  /// Whether they did before.
  func contains(_ sighting: borrowing Sighting) -> Bool {
    key(sighting).map(contains) ?? false
  }

  /// Whether these ends were noted.
  func contains(_ key: Key) -> Bool { slots[key] != nil }

  /// Whether nothing is noted.
  var isEmpty: Bool { ring.isEmpty }

  private mutating func insert(_ key: Key) {
    guard ring.count >= limit else {
      slots[key] = ring.count
      ring.append(key)
      return
    }
    let oldest = ring[hand]
    slots[oldest] = nil
    if isRemembered { changed.insert(oldest) }
    slots[key] = hand
    ring[hand] = key
    hand = (hand + 1) % limit
  }

  private func key(_ sighting: borrowing Sighting) -> Key? {
    guard sighting.event.flow.transport == .udp else { return nil }
    return Key(
      device: sighting.device.index, peer: sighting.peerEnd.address,
      port: sighting.deviceEnd.port, peerPort: isExact ? sighting.peerEnd.port : 0)
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    return changed.map { key in
      var name = StoredWriter()
      // Two of one rule must not share a name.
      name.add(label)
      name.add(key.peer)
      name.add(key.port)
      name.add(key.peerPort)
      return Remembered(
        .other, key: name.octets, device: key.device, label: label,
        body: slots[key] == nil ? nil : [])
    }
  }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .other && entry.label == label {
      guard let device = entry.device, entry.body != nil else { continue }
      var name = StoredReader(entry.key)
      _ = try name.text()
      let key = Key(
        device: device, peer: try name.address(), port: try name.number(),
        peerPort: try name.number())
      try name.end()
      if slots[key] == nil { insert(key) }
    }
  }
}
