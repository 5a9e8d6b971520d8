public import Capture
public import Devices
import Flows
import Packets
public import Rules

/// Going on with other files of the operator.
extension Pipeline {
  /// What has changed in the memory of the rules since the last call or the last `memory()`.
  public mutating func changes() -> [StoredEntry] { judgement.changes() }

  /// Goes on with another site and other numbers of rules, without losing what is known.
  ///
  /// What the rules remember is taken over as over a restart: devices are known again by their names, else by
  /// their addresses, and what was told and is expected now is closed at the next event. Which flows are told
  /// changes for those that open from now on, and for those with a pause in them. The limits of the flow table
  /// stay as they are.
  /// - Parameters:
  ///   - site: What the operator says now.
  ///   - settings: The numbers; only those of rules count.
  ///   - entries: All that the rules remember (`RuleSet.changes()` since the beginning).
  ///   - makers: Who made the interfaces.
  /// - Returns: How many entries are of devices or rules that are not there now.
  /// - Throws: `StoredFault` where an entry is none of its rule's; then nothing has changed.
  public mutating func adopt(
    _ site: Site, _ settings: Settings, entries: [StoredEntry], makers: OUITable
  ) throws(StoredFault) -> Int {
    var rules = RuleSet(site: site, settings: settings.rules, isRemembered: true)
    var listener = settings.rules.infersRoles ? RoleListener(makers: makers) : nil
    let known = self.listener.map { listener?.restore($0.roster) ?? [] } ?? []
    for observed in known { rules.readmit(observed) }
    let omitted = try rules.restore(entries.filter { $0.rule != Incident.name })
    var incidents = IncidentLedger(settings: settings.rules, isRemembered: true)
    try incidents.restore(entries)
    var interest = FlowInterest(
      in: site.inventory, isRouterWatched: settings.rules.watchedRoles.contains(.router),
      watch: site.watch, infersRoles: settings.rules.infersRoles)
    try interest.restore(table.interest.stored)
    table.tell(interest)
    self.listener = listener
    judgement.replace(rules, incidents)
    newcomers.removeAll()
    for observed in known { follow(observed) }
    return omitted
  }
}
