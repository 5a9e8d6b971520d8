import ArgumentParser
import Devices
import Rules
import Sensor

/// The files that say what the network is.
struct SiteOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The inventory: a CSV file with the columns mac, ip, role, name, vendor, tags.",
      discussion: "Only devices in it are watched. Roles: bmc, switch, nic, router, server, host.",
      valueName: "devices.csv"))
  var devices: String?

  @Option(
    help: ArgumentHelp(
      "What is internal and what is expected, with reasons (see Config/policy.yaml).",
      valueName: "policy.yaml"))
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "All numbers, each explained (see Config/undertick.yaml). Default: built in.",
      valueName: "undertick.yaml"))
  var config: String?

  /// Reads the files; prints what is wrong and ends with status 78.
  func load() throws -> (settings: Settings, site: Site) {
    do throws(ConfigurationError) {
      let settings = try config.map { path throws(ConfigurationError) in
        try Settings(file: path)
      }
      let inventory = try devices.map { path throws(ConfigurationError) in
        try Inventory(file: path)
      }
      let site = inventory ?? .empty
      let policy = try policy.map { path throws(ConfigurationError) in
        try Policy(file: path, inventory: site)
      }
      return (settings ?? Settings(), Site(inventory: site, policy: policy ?? .none))
    } catch {
      Console.write("undertick: \(error.message)\n")
      throw ExitStatus.configuration
    }
  }
}
