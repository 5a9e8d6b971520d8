import Capture
import Packets

/// Keeping the uses of entries, and the paces, over a restart.
extension PolicyLedger {
  /// What the parts of a key begin with.
  private enum Part: UInt8 {
    case use, trackOfEntry, trackOfService
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    var changes: [Remembered] = []
    for index in changedUses {
      guard let use = uses[index] else { continue }
      var change = Remembered(
        .other, key: PolicyLedger.useKey(keys[index]), device: nil, label: keys[index],
        body: use.stored)
      change.first = use.first
      change.last = use.last
      change.count = Int(clamping: use.conversations)
      changes.append(change)
    }
    for key in tracks.takeChanges() {
      var name = StoredWriter()
      let text: String
      switch key.what {
      case .entry(let index):
        name.add(Part.trackOfEntry.rawValue)
        text = keys[index]
      case .service(let service):
        name.add(Part.trackOfService.rawValue)
        text = service
      }
      name.add(text)
      name.add(key.peer)
      let track = tracks[key]
      var change = Remembered(
        .other, key: name.octets, device: key.device, label: "\(text) \(key.peer)",
        body: track?.stored)
      if let track { change.last = track.latest }
      changes.append(change)
    }
    changedUses.removeAll()
    return changes
  }

  /// Takes back what was kept. What entries have done that are no longer in the policy is passed over, and
  /// counts again when they come back.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    var indices: [String: Int] = [:]
    for (index, key) in keys.enumerated() { indices[key] = index }
    var found: [(key: PolicyTracks.Key, track: PolicyTrack)] = []
    for entry in entries {
      guard let body = entry.body else { continue }
      var name = StoredReader(entry.key)
      guard let part = Part(rawValue: try name.number()) else {
        throw name.fault("part of a policy")
      }
      let text = try name.text()
      switch part {
      case .use:
        if let index = indices[text] { uses[index] = try EntryUse(stored: body) }
      case .trackOfEntry, .trackOfService:
        guard let device = entry.device else { continue }
        let what: PolicyTracks.What? =
          part == .trackOfService ? .service(text) : indices[text].map { .entry($0) }
        if let what {
          let key = PolicyTracks.Key(what: what, device: device, peer: try name.address())
          found.append((key, try PolicyTrack(stored: body)))
        }
      }
    }
    // The one that was of use longest ago gives way first; of two, the one that comes first here.
    for (_, next) in found.enumerated().sorted(by: {
      ($0.element.track.latest, $0.offset) < ($1.element.track.latest, $1.offset)
    }) {
      tracks[next.key] = next.track
    }
    _ = tracks.takeChanges()
  }

  /// The name of the entry whose use has a key; `nil` where it is the key of something else.
  static func useKey(_ octets: [UInt8]) throws(StoredFault) -> String? {
    var name = StoredReader(octets)
    guard try name.number() == Part.use.rawValue else { return nil }
    return try name.text()
  }

  /// The key of an entry's use.
  static func useKey(_ text: String) -> [UInt8] {
    var name = StoredWriter()
    name.add(Part.use.rawValue)
    name.add(text)
    return name.octets
  }
}
