public import Capture
import Devices
import Packets

/// Keeping what the rules know over a restart.
extension RuleSet {
  /// What stands for a rule where what is remembered is no single rule's.
  private static let ownRule = "devices"
  /// The same of what the policy counts.
  public static let policyRule = "policy"
  /// The same of the systems behind addresses.
  private static let systemsRule = "systems"

  /// What has changed in the memory of the rules since the last call; everything the first time. In the
  /// order of rule, kind and key.
  public mutating func changes() -> [StoredEntry] {
    var entries = knowledge.changes().map { entry($0, of: RuleSet.ownRule) }
    entries += ledger.changes().map { entry($0, of: RuleSet.policyRule) }
    entries += site.systems.changes().map { entry($0, of: RuleSet.systemsRule) }
    for index in rules.indices {
      let name = type(of: rules[index]).identity.name
      entries += rules[index].changes().map { entry($0, of: name) }
    }
    return entries.sorted(by: StoredEntry.precedes)
  }

  /// Takes back what `changes()` gave in earlier runs: of each rule, kind and key the latest.
  ///
  /// Entries of rules that are switched off, and of devices that the inventory does not have any more and
  /// that nobody watches, are left out.
  /// - Returns: How many entries were left out.
  /// - Throws: `StoredFault` where an entry is none of its rule's.
  public mutating func restore(_ entries: [StoredEntry]) throws(StoredFault) -> Int {
    var indices: [String: Int] = [:]
    for device in site.inventory.devices { indices[device.identity] = device.index }
    var taken: [String: [Remembered]] = [:]
    for entry in entries {
      var device: Int?
      if !entry.device.isEmpty {
        device = indices[entry.device] ?? watchedHost(entry.device)
        if device == nil { continue }
      }
      var remembered = Remembered(
        entry.kind, key: entry.key, device: device, label: entry.label, body: entry.body)
      // Only places are names of their own; all others stand behind the device's.
      if entry.kind != .series {
        remembered.key.removeFirst(min(entry.key.count, entry.device.utf8.count + 1))
      }
      taken[entry.rule, default: []].append(remembered)
    }
    var count = taken[RuleSet.ownRule]?.count ?? 0
    try knowledge.restore(taken[RuleSet.ownRule] ?? [])
    count += taken[RuleSet.policyRule]?.count ?? 0
    try ledger.restore(taken[RuleSet.policyRule] ?? [])
    count += taken[RuleSet.systemsRule]?.count ?? 0
    if asked.followsSystems { try site.systems.restore(taken[RuleSet.systemsRule] ?? []) }
    for index in rules.indices {
      guard let own = taken[type(of: rules[index]).identity.name] else { continue }
      count += own.count
      try rules[index].restore(own)
    }
    isReconsidered = false
    return entries.count - count
  }

  /// What the entries of a policy have done, from entries of `policyRule`, by `Policy.entryKeys(in:)`.
  /// - Throws: `StoredFault` where an entry is none of that.
  public static func entryUses(
    in entries: [StoredEntry]
  ) throws(StoredFault) -> [String: EntryUse] {
    var uses: [String: EntryUse] = [:]
    for entry in entries where entry.rule == policyRule && entry.device.isEmpty {
      // What is about no device stands behind an empty name.
      guard let body = entry.body,
        let key = try PolicyLedger.useKey(Array(entry.key.dropFirst()))
      else { continue }
      uses[key] = try EntryUse(stored: body)
    }
    return uses
  }

  private mutating func watchedHost(_ identity: String) -> Int? {
    if let mac = MACAddress(identity) {
      return site.hosts.index(mac: mac, address: .zero, isIP: false)
    }
    guard let address = IPAddress(identity) else { return nil }
    if let index = site.hosts.index(of: address) { return index }
    return site.watch.includes(address) ? site.hosts.admit(address) : nil
  }

  private func entry(_ remembered: Remembered, of rule: String) -> StoredEntry {
    let device = remembered.device.map { site.device(at: $0).identity } ?? ""
    let isPlace = remembered.kind == .series
    return StoredEntry(
      rule: rule, kind: remembered.kind,
      key: isPlace ? remembered.key : Array(device.utf8) + [0] + remembered.key, device: device,
      label: remembered.label, first: remembered.first, last: remembered.last,
      count: remembered.count, body: remembered.body)
  }
}
