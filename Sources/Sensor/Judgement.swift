import Capture
import Devices
import Flows
import Reports
import Rules

/// The rules at the end of a pipeline, and what they have told.
struct Judgement: Sendable {
  /// The rules.
  private(set) var rules: RuleSet
  /// What the findings are joined into.
  private var incidents: IncidentLedger
  /// What is to be told, in order.
  private(set) var outcomes: [Pipeline.Outcome] = []
  private var findings: [Finding] = []
  private var alerts: [Severity: UInt64] = [:]
  /// Findings that only added to an incident.
  private var parts: UInt64 = 0

  /// Rules that have seen nothing, or go on.
  /// - Parameters:
  ///   - rules: The rules.
  ///   - settings: Their numbers.
  ///   - isRemembered: Whether `changes()` will be asked for.
  init(_ rules: RuleSet, settings: RuleSettings, isRemembered: Bool = false) {
    self.rules = rules
    incidents = IncidentLedger(settings: settings, isRemembered: isRemembered)
  }

  /// Goes on with other rules; what was counted so far stands.
  /// - Parameters:
  ///   - rules: Rules that know what the former ones knew.
  ///   - incidents: The same of incidents.
  mutating func replace(_ rules: RuleSet, _ incidents: IncidentLedger) {
    self.rules = rules
    self.incidents = incidents
  }

  /// What has changed in the memory of rules and incidents since the last call; everything the first time. By
  /// rule, kind and key.
  mutating func changes() -> [StoredEntry] {
    (rules.changes() + incidents.changes()).sorted(by: StoredEntry.precedes)
  }

  /// Takes back what `changes()` gave in earlier runs.
  /// - Returns: How many entries were left out.
  /// - Throws: `StoredFault` where an entry is none of its rule's.
  mutating func restore(_ entries: [StoredEntry]) throws(StoredFault) -> Int {
    try incidents.restore(entries)
    return try rules.restore(entries.filter { $0.rule != Incident.name })
  }

  /// Takes back who counts by the evidence of an earlier run, before `restore(_:)`.
  mutating func readmit(_ observed: ObservedDevice) { rules.readmit(observed) }

  /// Alerts raised so far.
  var alertCount: UInt64 { alerts.values.reduce(0, +) }

  /// Judges a batch of flow events and forgets them.
  mutating func judge(
    _ events: inout FlowEvents, _ contents: [SightedContent],
    _ identifications: [Identification] = []
  ) {
    rules.judge(events, contents, identifications, into: &findings)
    events.removeAll()
    tell()
  }

  /// Tells what did not happen until a time.
  mutating func advance(to time: Timestamp) {
    rules.advance(to: time, into: &findings)
    tell()
  }

  /// Tells counters.
  mutating func tell(_ metrics: Metrics) { outcomes.append(.metrics(metrics)) }

  /// Forgets the outcomes that were told.
  mutating func removeOutcomes() { outcomes.removeAll(keepingCapacity: true) }

  /// Adds what the rules have counted.
  func add(to metrics: inout Metrics) {
    metrics.add(
      "devices",
      [
        ("known", UInt64(rules.site.inventory.devices.count)),
        ("seen", UInt64(rules.devicesSeen)), ("sightings", rules.sightings),
        ("watched_hosts", UInt64(rules.hosts.watched)),
        ("identified_hosts", UInt64(rules.hosts.identified)),
        ("unwatched_hosts", rules.hosts.refused),
      ] + rules.systemsCounters)
    let policy = rules.policyCounters(at: metrics.time)
    // A network without a policy has nothing to count, unless a usual service was over its pace.
    if policy.contains(where: { $0.value > 0 }) { metrics.add("policy", policy) }
    metrics.addAlerts { alerts[$0] ?? 0 }
    let counters = incidents.counters
    if !counters.isEmpty { metrics.add("incidents", counters + [("parts", parts)]) }
    for counter in rules.counters {
      let rule = String(counter.rule.map { $0 == "." || $0 == "-" ? "_" : $0 })
      metrics.add("rules.\(rule).\(counter.name)", counter.value)
    }
  }

  private mutating func tell() {
    guard !findings.isEmpty else { return }
    for finding in findings {
      for line in incidents.take(finding, at: rules.site) {
        if line.isPart { parts += 1 } else { alerts[line.severity, default: 0] += 1 }
        outcomes.append(.finding(line))
      }
    }
    findings.removeAll(keepingCapacity: true)
  }
}
