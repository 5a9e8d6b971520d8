import Devices
import Flows
import Rules

extension Settings {
  /// Every setting as a line of text, in the order of the configuration file.
  public var lines: [String] {
    func seconds(_ nanoseconds: Int64) -> String { "\(Double(nanoseconds) / 1e9) s" }
    let disabled =
      rules.disabledRules.isEmpty ? "none" : rules.disabledRules.joined(separator: ", ")
    return [
      "observer name: \(observerName.isEmpty ? "the machine's" : observerName)",
      "capture: \(snapshotLength) bytes of a frame, \(bufferMegabytes) MiB of buffer, "
        + "\(bufferTimeoutMilliseconds) ms, \(isPromiscuous ? "promiscuous" : "not promiscuous")",
      "flows: at most \(flows.flows); inactive after tcp \(seconds(flows.tcpInactive)), udp "
        + "\(seconds(flows.udpInactive)), icmp \(seconds(flows.icmpInactive)), other "
        + "\(seconds(flows.otherInactive)), closed \(seconds(flows.closedLinger)); active "
        + "\(seconds(flows.active)); pause \(seconds(flows.pause))",
      "watched roles: \(rules.watchedRoles.map(\.rawValue).joined(separator: ", "))",
      "roles by evidence: \(rules.infersRoles ? "yes" : "no")",
      "switched off: \(disabled)",
      "signatures of implants: \(rules.signatures.signatures.count)",
      "limits: \(rules.seriesLimit) series, \(rules.contactLimit) contacts a rule",
      "beacon: at least \(rules.fewestGaps) gaps, chance at most \(rules.highestChance), period "
        + "\(rules.shortestPeriod) to \(rules.longestPeriod) s, fold \(seconds(rules.fold))",
      "known EtherTypes: \(rules.knownEtherTypes.count)",
    ]
  }
}
