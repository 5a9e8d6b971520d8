import ArgumentParser
import Devices
import Rules
import Sensor

/// `undertick check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Reads the configuration, the inventory and the policy, and says what it understood.",
    discussion: "Ends with status 78 and names file, line and column where one is wrong.")

  @OptionGroup(title: "What the network is") var options: SiteOptions

  func run() throws {
    let (settings, site) = try options.load()
    print("configuration: \(options.config ?? "built-in defaults")")
    for line in settings.lines { print("  \(line)") }
    let devices = site.inventory.devices
    print("inventory: \(options.devices ?? "none"), \(devices.count) devices")
    for role in DeviceRole.allCases {
      let count = devices.count { $0.role == role }
      guard count > 0 else { continue }
      let watched = settings.rules.watchedRoles.contains(role) ? "watched" : "not watched"
      print("  \(role.rawValue): \(count), \(watched)")
    }
    print("policy: \(options.policy ?? "none")")
    let networks = site.policy.internalNetworks.map(\.description)
    print("  internal: \(networks.joined(separator: ", "))")
    print("  expected: \(site.policy.expectations.count) entries")
    for entry in site.policy.expectations {
      print("    line \(entry.line): \(entry.reason.isEmpty ? "no reason given" : entry.reason)")
    }
    for name in site.policy.unresolvedNames {
      print("  note: \(name) is no device of the inventory; entries with it match nothing yet")
    }
    print("usual services towards internal peers, which beacon.periodic does not tell:")
    for role in settings.rules.watchedRoles {
      guard let profile = RoleProfile.profile(of: role) else { continue }
      print("  \(role.rawValue):")
      for service in profile.services {
        print("    \(service): \(service.reason)")
      }
    }
    print("rules:")
    for name in RuleCatalog.names {
      print("  \(name)\(settings.rules.disabledRules.contains(name) ? " (switched off)" : "")")
    }
  }
}
