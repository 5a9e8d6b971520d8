import Devices
import Rules
import Sensor

/// What an operator should know about files that are right in form: what they leave out, or undo.
struct SiteNotes {
  /// The notes, one sentence each; the first few of a kind, and how many there are.
  let lines: [String]

  /// Looks through what was read.
  init(_ settings: Settings, _ site: Site) {
    let devices = site.inventory.devices
    let watched = devices.filter { settings.rules.watchedRoles.contains($0.role) }
    var lines: [String] = []
    if devices.isEmpty, site.watch.isEmpty {
      lines.append(
        settings.rules.infersRoles
          ? "no inventory: only machines that show what they are can be judged; see --devices, "
            + "'undertick devices FILE --csv' for a first inventory, and --watch"
          : "no inventory: no device is watched, so nothing can be found; see --devices, or --watch for "
            + "addresses that no inventory names")
    } else if watched.isEmpty, site.watch.isEmpty {
      lines.append(
        "no device of the inventory has a watched role, so nothing can be found; watched are "
          + settings.rules.watchedRoles.map(\.rawValue).joined(separator: ", "))
    }
    for entry in site.policy.expectations
    where entry.subject.isEverybody && entry.peers.isEmpty {
      lines.append(
        "policy: the entry in line \(entry.line) fits every device and every peer; "
          + "say which with device, role, tag or peer")
    }
    for network in site.policy.internalNetworks where network.prefixLength == 0 {
      lines.append("policy: \(network) is internal, so policy.first-contact finds nothing there")
    }
    let strangers = watched.filter { device in
      device.addresses.contains { site.policy.scope(of: $0) == .outside }
    }
    if !strangers.isEmpty {
      let names = strangers.prefix(5).map(\.label).joined(separator: ", ")
      let more = strangers.count > 5 ? " and \(strangers.count - 5) more" : ""
      lines.append(
        "\(names)\(more): an address outside the internal networks, so what is near them counts as "
          + "outside too; see internal in the policy")
    }
    let names = RuleCatalog.identities(under: settings.rules).map(\.name)
    if Set(settings.rules.disabledRules).isSuperset(of: names) {
      lines.append("all rules are switched off, so nothing can be found")
    }
    self.lines = lines
  }
}
