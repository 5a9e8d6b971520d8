import Devices
import Packets
import Rules
import Sensor

/// A policy as `undertick check` understood it.
struct PolicyText {
  /// The lines, without a margin.
  let lines: [String]

  /// The text of a policy.
  /// - Parameters:
  ///   - policy: The policy.
  ///   - inventory: What its devices are an index into.
  ///   - record: What its entries have done; `nil` where no state was given.
  init(_ policy: Policy, _ inventory: Inventory, record: PolicyRecord?) {
    let keys = policy.entryKeys(in: inventory)
    let networks = policy.internalNetworks.map(\.description).joined(separator: ", ")
    var lines = ["internal: \(networks)"]
    if !policy.namedGroups.isEmpty {
      lines.append("groups:")
      lines += policy.namedGroups.map { group in
        "  \(group.name): \(ExpectedPeer.texts(group.members, in: inventory).joined(separator: ", "))"
      }
    }
    lines.append("expected:\(policy.expectations.isEmpty ? " nothing" : "")")
    for (entry, key) in zip(policy.expectations, keys) {
      let use = record.map { " [\(PolicyText.use($0.uses[key]))]" } ?? ""
      lines.append("  line \(entry.line): \(entry.text(in: inventory))\(use)")
    }
    if !policy.vlanExpectations.isEmpty {
      lines.append("vlans:")
      lines += policy.vlanExpectations.map { entry in
        let reason = entry.reason.isEmpty ? "no reason given" : entry.reason
        return "  line \(entry.line): \(entry.subject.text(in: inventory)) in \(entry): \(reason)"
      }
    }
    self.lines = lines
  }

  private static func use(_ use: EntryUse?) -> String {
    guard let use else { return "never of use" }
    let count = use.conversations == 1 ? "1 conversation" : "\(use.conversations) conversations"
    let days = [CalendarDay(of: use.first), CalendarDay(of: use.last)]
    return days[0] == days[1] ? "\(count), \(days[0])" : "\(count), \(days[0]) to \(days[1])"
  }
}
