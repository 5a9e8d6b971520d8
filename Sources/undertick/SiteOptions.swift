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
      let settings = try readSettings()
      let inventory = try readInventory()
      return (settings, Site(inventory: inventory, policy: try readPolicy(inventory)))
    } catch {
      Console.write("undertick: \(error.message)\n")
      throw ExitStatus.configuration
    }
  }

  private func readSettings() throws(ConfigurationError) -> Settings {
    guard let config else { return Settings() }
    return try Settings(file: config)
  }

  private func readInventory() throws(ConfigurationError) -> Inventory {
    guard let devices else { return .empty }
    var inventory = try Inventory(csv: try ConfigurationFile.read(devices), file: devices)
    let unknown = inventory.macsWithoutVendor
    if !unknown.isEmpty { inventory.fillVendors(from: OUITable(for: unknown)) }
    return inventory
  }

  private func readPolicy(_ inventory: Inventory) throws(ConfigurationError) -> Policy {
    guard let policy else { return .none }
    return try Policy(
      yaml: try ConfigurationFile.read(policy), file: policy, inventory: inventory)
  }
}
