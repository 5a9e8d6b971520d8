import Devices
import Sensor

/// What an operator should know about a policy that is right in form: what it excuses in vain, too widely, or
/// no longer.
struct PolicyNotes {
  /// The notes, one sentence each; of one kind the first few, and which more there are.
  private(set) var lines: [String] = []
  private let policy: Policy
  private let inventory: Inventory

  /// So many entries have a line of their own; of the others one line names where they are.
  private static let most = 5

  /// Looks through a policy.
  /// - Parameters:
  ///   - policy: The policy.
  ///   - inventory: What its devices are an index into.
  ///   - watched: The devices that are judged.
  ///   - today: The day on which this is asked.
  ///   - record: What its entries have done; `nil` where no state was given.
  init(
    _ policy: Policy, _ inventory: Inventory, watched: [Device], today: CalendarDay,
    record: PolicyRecord?
  ) {
    self.policy = policy
    self.inventory = inventory
    noteLife(today)
    noteUse(record)
    noteReach(watched)
    noteWidth()
    noteNames()
    let homeless = policy.vlanExpectations.filter { entry in
      !watched.contains(where: entry.subject.includes)
    }
    add(
      homeless.map { entry in
        (entry.line, "the entry of vlans in line \(entry.line) is about no watched device")
      })
  }

  private mutating func noteLife(_ today: CalendarDay) {
    add(
      policy.expectations.compactMap { entry in
        guard let until = entry.until, until.number < today.number else { return nil }
        return (
          entry.line,
          "the entry in line \(entry.line) held until \(until) and is over: renew its last day, or "
            + "remove it"
        )
      })
  }

  private mutating func noteUse(_ record: PolicyRecord?) {
    guard let record else { return }
    let until = record.end.map { " until \(CalendarDay(of: $0))" } ?? ""
    add(
      zip(policy.expectations, policy.entryKeys(in: inventory)).compactMap { entry, key in
        guard record.uses[key] == nil else { return nil }
        return (
          entry.line,
          "the entry in line \(entry.line) was of no use\(until): remove it if nothing is to come"
        )
      })
  }

  private mutating func noteReach(_ watched: [Device]) {
    let entries = policy.expectations
    add(
      entries.filter { !policy.isPossible($0, for: watched) }.map { entry in
        (
          entry.line,
          "the entry in line \(entry.line) can never fit: no watched device is meant, or no peer that "
            + "such traffic has"
        )
      })
    add(
      entries.indices.compactMap { index in
        policy.shadow(of: index, in: inventory).map { above in
          (
            entries[index].line,
            "the entry in line \(entries[index].line) is never asked, because that in line "
              + "\(entries[above].line) excuses all that it does: remove one of both"
          )
        }
      })
  }

  private mutating func noteWidth() {
    let entries = policy.expectations
    // What fits every device, too, is said wherever the policy is read.
    let open = entries.filter {
      !$0.subject.isEverybody && $0.peers.isEmpty && $0.transports != [.ether]
    }
    add(
      open.map { entry in
        (
          entry.line,
          "the entry in line \(entry.line) fits every peer, outside ones too; say which with peer"
        )
      })
    add(
      entries.compactMap { entry in
        let networks = policy.wideNetworks(of: entry).map(\.description)
        guard !networks.isEmpty else { return nil }
        return (
          entry.line,
          "the entry in line \(entry.line) expects \(networks.joined(separator: ", ")), which is very "
            + "wide; name a smaller network, or a group"
        )
      })
    add(
      entries.filter(\.reason.isEmpty).map { entry in
        (
          entry.line,
          "the entry in line \(entry.line) has no reason: say why it is expected, for whoever reads "
            + "it next"
        )
      })
  }

  /// Words that were taken for something else than was meant.
  private mutating func noteNames() {
    for name in policy.peerNames where !name.utf8.contains(0x2e) {
      let meant = policy.name(like: name, in: inventory).map { " (did you mean '\($0)'?)" } ?? ""
      lines.append(
        "policy: '\(name)' is no group and no device, so it is taken for a DNS name\(meant)")
    }
    var used = Set(Policy.knownGroups + policy.namedGroups.flatMap(\.parts))
    for case .group(let name) in policy.expectations.flatMap(\.peers) { used.insert(name) }
    for group in policy.namedGroups where !used.contains(group.name) {
      lines.append(
        "policy: the group '\(group.name)' in line \(group.line) is used by no entry; the shipped "
          + "profiles know \(Policy.knownGroups.joined(separator: ", "))")
    }
  }

  /// Adds notes of one kind, each with the line of the policy that it is about.
  private mutating func add(_ notes: [(line: Int, text: String)]) {
    lines += notes.prefix(PolicyNotes.most).map { "policy: \($0.text)" }
    let others = notes.dropFirst(PolicyNotes.most)
    guard !others.isEmpty else { return }
    let named = others.prefix(20).map { "\($0.line)" }.joined(separator: ", ")
    let more = others.count > 20 ? " and \(others.count - 20) more" : ""
    lines.append("policy: the same of the entries in lines \(named)\(more)")
  }
}
