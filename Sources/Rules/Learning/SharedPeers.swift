/// Entries that have the same peers, which get a name in a group.
struct SharedPeers {
  /// The entries, those with shared peers by the group's name.
  private(set) var entries: [ProposedEntry]
  /// The groups.
  private(set) var groups: [ProposedGroup] = []

  private struct Peers: Hashable {
    var texts: [String]
    var standing: ProposedStanding
  }

  /// Names the peers that several entries share.
  /// - Parameters:
  ///   - entries: The entries.
  ///   - taken: Whether a name is another group's, or a device's.
  init(_ entries: [ProposedEntry], taken: (String) -> Bool) {
    self.entries = entries
    var counts: [Peers: Int] = [:]
    for entry in entries where entry.standing != .once {
      counts[SharedPeers.peers(entry), default: 0] += 1
    }
    var names: [Peers: String] = [:]
    var numbers: [String: Int] = [:]
    for index in entries.indices {
      let entry = entries[index]
      let peers = SharedPeers.peers(entry)
      guard entry.standing != .once, peers.texts.count >= 2, counts[peers, default: 0] >= 2
      else { continue }
      if names[peers] == nil {
        let stem = entry.standing == .outside ? "outside" : "peers"
        var name: String
        repeat {
          numbers[stem, default: 0] += 1
          name = "\(stem)-\(numbers[stem, default: 0])"
        } while taken(name)
        names[peers] = name
        groups.append(
          ProposedGroup(
            name: name, purpose: "of \(counts[peers, default: 0]) entries",
            members: entry.peers.map {
              ProposedMember(text: $0.text, note: $0.note, devices: 0, occurrences: 0)
            },
            doubtful: [], standing: entry.standing))
      }
      self.entries[index].group = names[peers]
    }
  }

  private static func peers(_ entry: ProposedEntry) -> Peers {
    Peers(texts: entry.peers.map(\.text), standing: entry.standing)
  }
}
