import Capture
import Devices
import Flows
import Reports
import Rules

/// The rules at the end of a pipeline, and what they have told.
struct Judgement: Sendable {
  /// The rules.
  var rules: RuleSet
  /// What is to be told, in order.
  private(set) var outcomes: [Pipeline.Outcome] = []
  private var findings: [Finding] = []
  private var alerts: [Severity: UInt64] = [:]

  /// Rules that have seen nothing, or go on.
  init(_ rules: RuleSet) { self.rules = rules }

  /// Goes on with other rules; what was counted so far stands.
  mutating func replace(_ rules: RuleSet) { self.rules = rules }

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
    for counter in rules.counters {
      let rule = String(counter.rule.map { $0 == "." || $0 == "-" ? "_" : $0 })
      metrics.add("rules.\(rule).\(counter.name)", counter.value)
    }
  }

  private mutating func tell() {
    guard !findings.isEmpty else { return }
    for finding in findings {
      alerts[finding.severity, default: 0] += 1
      outcomes.append(.finding(finding))
    }
    findings.removeAll(keepingCapacity: true)
  }
}
