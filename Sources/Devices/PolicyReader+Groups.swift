import Packets

/// The named sets of machines.
extension PolicyReader {
  /// The most members of all groups together, those of groups in groups counted each time: some 100 MB.
  static let mostMembers = 1_000_000

  /// The groups as they are written, in the order of the file.
  private struct Drafts {
    var names: [YAMLScalar] = []
    /// What is no group; as they are resolved, also what the groups in them have.
    var members: [[ExpectedPeer]] = []
    /// The groups in each: their places, and where they are named.
    var parts: [[(place: Int, scalar: YAMLScalar)]] = []
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
    var drafts = Drafts()
    drafts.names = mapping.keys
    var places: [String: Int] = [:]
    for (place, key) in mapping.keys.enumerated() { places[key.text] = place }
    for key in mapping.keys {
      var members: [ExpectedPeer] = []
      var parts: [(place: Int, scalar: YAMLScalar)] = []
      for scalar in try mapping.scalars(key.text) ?? [] {
        if let place = places[scalar.text] {
          parts.append((place, scalar))
        } else {
          members += try peers(scalar)
        }
      }
      drafts.members.append(members)
      drafts.parts.append(parts)
    }
    try mapping.finish()
    return try resolved(drafts)
  }

  /// Puts the members of groups in place of their names, without recursion: the chain of groups may be
  /// as long as the file.
  private func resolved(_ drafts: Drafts) throws(ConfigurationError) -> [AddressGroup] {
    var drafts = drafts
    var done: [AddressGroup?] = Array(repeating: nil, count: drafts.names.count)
    var isOnWay = Array(repeating: false, count: drafts.names.count)
    var total = 0
    for start in done.indices where done[start] == nil {
      // The way down to the group that is looked at, each with how many of its parts were seen.
      var way: [(place: Int, seen: Int)] = [(start, 0)]
      isOnWay[start] = true
      while let (place, seen) = way.last {
        guard seen < drafts.parts[place].count else {
          done[place] = AddressGroup(
            name: drafts.names[place].text, line: drafts.names[place].line,
            members: drafts.members[place],
            parts: drafts.parts[place].map { drafts.names[$0.place].text })
          total += drafts.members[place].count
          drafts.members[place] = []
          isOnWay[place] = false
          way.removeLast()
          continue
        }
        let part = drafts.parts[place][seen]
        guard !isOnWay[part.place] else {
          let from = way.firstIndex { $0.place == part.place } ?? 0
          let circle = (way[from...].map(\.place) + [part.place]).map { drafts.names[$0].text }
          // Of a long circle its beginning is enough.
          let shown = circle.count > 8 ? Array(circle.prefix(7)) + ["..."] : circle
          throw part.scalar.error(
            "the group '\(part.scalar.text)' contains itself (\(shown.joined(separator: " > "))): "
              + "take it out")
        }
        guard let group = done[part.place] else {
          way.append((part.place, 0))
          isOnWay[part.place] = true
          continue
        }
        drafts.members[place] += group.members
        way[way.count - 1].seen += 1
        guard total + drafts.members[place].count <= PolicyReader.mostMembers else {
          throw part.scalar.error(
            "with groups in groups there are more than \(PolicyReader.mostMembers) members by here: "
              + "name networks instead")
        }
      }
    }
    return done.compactMap { $0 }
  }
}
