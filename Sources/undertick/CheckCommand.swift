import ArgumentParser
import Capture
import Devices
import Rules
import Sensor

/// `undertick check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Reads the configuration, the inventory and the policy, and says what it understood.",
    usage: "undertick check [--devices FILE] [--policy FILE] [--config FILE] [--state FILE]",
    discussion: """
      Give it the options that replay or capture will be given. Notes at the end name what is right in \
      form and yet leaves something unseen. Where a file is wrong, it ends with status 78 and one line \
      that names file, line and column, and what would be right.

      With --state it says how often each entry of the policy was of use, and which never was.

        undertick check --devices devices.csv --policy policy.yaml --state state.sqlite
      """)

  @OptionGroup(title: "What the network is") var options: SiteOptions

  @Option(
    help: ArgumentHelp(
      "Say what the policy's entries have done until now, by the state of a run; it is only read.",
      valueName: "file"))
  var state: String?

  func run() throws {
    let (settings, site) = try options.load()
    let record = try record()
    let today = CalendarDay(of: Timestamp(rawValue: Environment.now))
    let policyNotes = PolicyNotes(
      site.policy, site.inventory, watched: judged(settings, site), today: today, record: record)
    let notes = (SiteNotes(settings, site).lines + policyNotes.lines).map { "  \($0)" }
    let lines =
      ["configuration: \(options.config ?? "none, the built-in numbers")"]
      + settings.lines.map { "  \($0)" } + inventory(settings, site)
      + ["watched beside the inventory: \(watch(site))"] + policy(site, record)
      + services(settings, site)
      + rules(settings)
      + (notes.isEmpty ? ["notes: none"] : ["notes:"] + notes)
    try StandardOutput.write(lines.joined(separator: "\n"))
  }

  private func inventory(_ settings: Settings, _ site: Site) -> [String] {
    let devices = site.inventory.devices
    var lines = [
      "inventory: \(options.devices ?? "none"), \(devices.count) device\(devices.count == 1 ? "" : "s")"
    ]
    for role in DeviceRole.allCases {
      let count = devices.count { $0.role == role }
      guard count > 0 else { continue }
      let watched = settings.rules.watchedRoles.contains(role) ? "watched" : "known as peers"
      lines.append("  \(role.rawValue): \(count), \(watched)")
    }
    return lines
  }

  private func watch(_ site: Site) -> String {
    if site.watch.isEmpty { return "nobody" }
    return site.watch.isEverybody ? "everybody" : options.watch.joined(separator: ", ")
  }

  private func policy(_ site: Site, _ record: PolicyRecord?) -> [String] {
    ["policy: \(options.policy ?? "none")"]
      + PolicyText(site.policy, site.inventory, record: record).lines.map { "  \($0)" }
  }

  /// The devices that are judged; one of each role stands for machines that show what they are without being
  /// declared, which ordinary ones only do where nobody is.
  private func judged(_ settings: Settings, _ site: Site) -> [Device] {
    let roles = settings.rules.watchedRoles
    let declared = site.inventory.devices.filter { roles.contains($0.role) }
    guard settings.rules.infersRoles else { return declared }
    let shown: [DeviceRole] =
      site.inventory.isEmpty ? roles : [.bmc, .switch, .router].filter(roles.contains)
    return declared + shown.map { Device(index: -1, macs: [], addresses: [], role: $0) }
  }

  private func record() throws -> PolicyRecord? {
    guard let state else { return nil }
    do throws(StateError) {
      return try PolicyRecord(state: state)
    } catch {
      throw MemoryOptions.complain(error)
    }
  }

  private func services(_ settings: Settings, _ site: Site) -> [String] {
    guard site.policy.hasDefaults else {
      return ["usual services: none, the policy switches the shipped profiles off"]
    }
    var lines = [
      "usual services towards peers that are not outside (a group counts where the policy defines it):"
    ]
    for role in settings.rules.watchedRoles {
      guard let profile = RoleProfile.profile(of: role) else { continue }
      lines.append("  \(role.rawValue):")
      lines += profile.services.map { "    \($0): \($0.reason)" }
    }
    return lines
  }

  private func rules(_ settings: Settings) -> [String] {
    ["rules:"]
      + RuleCatalog.identities(under: settings.rules).map { rule in
        let isOff = settings.rules.disabledRules.contains(rule.name)
        return "  \(rule.name): \(isOff ? "switched off" : rule.title)"
      }
  }
}
