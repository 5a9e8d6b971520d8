/// Two incidents that turn out to be one.
extension IncidentStory {
  /// Takes in another incident of the device, which turned out to be a part of this one.
  mutating func absorb(_ other: borrowing IncidentStory) {
    if !isClosed || !other.isClosed { isClosed = false }
    if parts.isEmpty { first = other.first }
    let isOfOther = !peer.isEmpty && !other.peer.isEmpty && peer != other.peer
    let otherPeer = other.peer
    var all =
      parts
      + other.parts.map { part in
        var part = part
        if isOfOther, !EvidenceKind.isAboutDevice(part.rule), !part.deed.contains(Self.aside) {
          part.deed += Self.aside + otherPeer
        }
        return part
      }
    all.sort { $0.time < $1.time }
    further += other.further
    for part in all.dropFirst(Incident.mostParts) {
      further += 1
      keep(UnlistedPart(part))
    }
    parts = Array(all.prefix(Incident.mostParts))
    for part in other.unlisted { keep(part) }
    for kind in other.kinds where !kinds.contains(kind) { kinds.append(kind) }
    strength.merge(other.strength) { max($0, $1) }
    rules.merge(other.rules) { $0 &+ $1 }
    risk = max(risk, other.risk)
    first = min(first, other.first)
    last = max(last, other.last)
    touched = max(touched, other.touched)
    for address in [other.peer] + other.related { relate(address) }
    for id in [other.id] + other.former
    where former.count < IncidentStory.mostRelated && !former.contains(id) {
      former.append(id)
    }
    if peer.isEmpty {
      peer = other.peer
      scene = other.scene
    }
  }
}
