import Packets

/// The named sets of machines.
extension PolicyReader {
  /// The most members of all groups together, those of groups in groups counted each time: some 100 MB.
  static let mostMembers = 1_000_000

  /// One group as it is written.
  private struct Draft {
    let name: YAMLScalar
    var members: [ExpectedPeer] = []
    /// The groups in it, and where they are named.
    var parts: [(name: String, scalar: YAMLScalar)] = []
  }

  /// Refuses a name that could be taken for something else.
  func checkGroupName(_ key: YAMLScalar) throws(ConfigurationError) {
    let text = key.text
    let isWord =
      (1...63).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0)
          || [0x2d, 0x2e, 0x5f].contains($0)
      }
    guard isWord, IPNetwork.parts(text) == nil, MACAddress(text) == nil else {
      throw key.error(
        "'\(text)' cannot be the name of a group: 1 to 63 letters, digits, hyphens, points and "
          + "underscores, and no address")
    }
    if let index = inventory.index(forName: text) {
      let place = inventory.line(of: index).map { " in line \($0)" } ?? ""
      throw key.error(
        "'\(text)' in line \(key.line) is also a device of the inventory\(place): give the group or "
          + "the device another name")
    }
  }

  /// The groups of a file, groups in groups resolved.
  func groups(_ mapping: YAMLMapping) throws(ConfigurationError) -> [AddressGroup] {
    var mapping = mapping
    var drafts: [String: Draft] = [:]
    for key in mapping.keys {
      var draft = Draft(name: key)
      for scalar in try mapping.scalars(key.text) ?? [] {
        for peer in try peers(scalar) {
          if case .group(let name) = peer {
            draft.parts.append((name, scalar))
          } else {
            draft.members.append(peer)
          }
        }
      }
      drafts[key.text] = draft
    }
    try mapping.finish()
    return try resolved(drafts, in: mapping.keys.map(\.text))
  }

  /// Puts the members of groups in place of their names, without recursion: the chain of groups may be
  /// as long as the file.
  private func resolved(
    _ drafts: [String: Draft], in order: [String]
  ) throws(ConfigurationError) -> [AddressGroup] {
    var drafts = drafts
    var done: [String: AddressGroup] = [:]
    var total = 0
    for start in order {
      // The way down to the group that is looked at, each with how many of its parts were seen.
      var way: [(name: String, seen: Int)] = [(start, 0)]
      var isOnWay: Set<String> = [start]
      while let (name, seen) = way.last, let draft = drafts[name] {
        guard done[name] == nil, seen < draft.parts.count else {
          if done[name] == nil {
            let group = AddressGroup(
              name: name, line: draft.name.line, members: draft.members,
              parts: draft.parts.map(\.name))
            done[name] = group
            total += group.members.count
            guard total <= PolicyReader.mostMembers else {
              throw draft.name.error(
                "with groups in groups there are more than \(PolicyReader.mostMembers) members by "
                  + "here: name networks instead")
            }
          }
          isOnWay.remove(name)
          way.removeLast()
          continue
        }
        let part = draft.parts[seen]
        guard !isOnWay.contains(part.name) else {
          let from = way.firstIndex { $0.name == part.name } ?? 0
          let circle = way[from...].map(\.name) + [part.name]
          throw part.scalar.error(
            "the group '\(part.name)' contains itself (\(circle.joined(separator: " > "))): take it out"
          )
        }
        if let group = done[part.name] {
          drafts[name]?.members += group.members
          way[way.count - 1].seen += 1
        } else {
          way.append((part.name, 0))
          isOnWay.insert(part.name)
        }
      }
    }
    return order.compactMap { done[$0] }
  }
}
