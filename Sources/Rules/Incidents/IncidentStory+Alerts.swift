/// Which findings of an incident a person reads.
extension IncidentStory {
  /// Counts an alert, and says which state it tells.
  mutating func told(wasClosed: Bool) -> Finding.State {
    let wasTold = alerts > 0
    alerts &+= 1
    if isClosed { return .closed }
    return wasTold && wasClosed ? .reopened : .open
  }

  /// Whether a number of findings is told although the rule has told before: 2, 8, 32, ...
  static func isDue(_ count: Int) -> Bool {
    count > 1 && count.nonzeroBitCount == 1 && count.trailingZeroBitCount % 2 == 1
  }

  /// Whether a finding is worth a look beside what is there; what is low is none beside more.
  func matters(_ finding: borrowing Finding, beside former: Severity) -> Bool {
    finding.severity >= min(former, .medium)
      && (finding.rule.name != BeaconStopped.identity.name || count == 1)
  }

  /// Counts a finding at high or above.
  /// - Returns: Whether it is an alert by itself, of one rule the first ones and then ever fewer.
  mutating func isAlert(_ finding: borrowing Finding) -> Bool {
    guard finding.severity >= .high else { return false }
    let count = rules[finding.rule.name, default: 0] &+ 1
    rules[finding.rule.name] = count
    return count <= IncidentStory.mostAlerts || count.nonzeroBitCount == 1
  }
}
