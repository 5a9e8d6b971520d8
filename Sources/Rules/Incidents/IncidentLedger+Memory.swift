public import Capture

extension IncidentLedger {
  /// What has changed since the last call; everything the first time. By key.
  public mutating func changes() -> [StoredEntry] {
    defer { changed.removeAll() }
    return changed.sorted().map { id in
      let story = places[id].map { stories[$0] }
      return StoredEntry(
        rule: Incident.name, kind: .finding, key: Array(id.utf8), device: "",
        label: story.map { $0.peer.isEmpty ? $0.device : "\($0.device) and \($0.peer)" } ?? "",
        first: story?.first ?? Timestamp(rawValue: 0), last: story?.last ?? Timestamp(rawValue: 0),
        count: story?.count ?? 0, body: story?.stored)
    }
  }

  /// Takes back what `changes()` gave in earlier runs; entries of others are left alone.
  /// - Throws: `StoredFault` where an entry is none of that.
  public mutating func restore(_ entries: [StoredEntry]) throws(StoredFault) {
    var restored: [IncidentStory] = []
    for entry in entries where entry.rule == Incident.name {
      if let body = entry.body { restored.append(try IncidentStory(stored: body)) }
    }
    restored.sort { $0.ordinal < $1.ordinal }
    for story in restored where stories.count < IncidentLedger.most && places[story.id] == nil {
      places[story.id] = stories.count
      placesOfDevice[story.device, default: []].append(stories.count)
      stories.append(story)
      nextOrdinal = max(nextOrdinal, story.ordinal &+ 1)
    }
  }
}
