import ArgumentParser
import Devices
import Rules
import Sensor

/// The files that say what the network is.
struct SiteOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The inventory: a CSV file with the columns mac, ip, role, name, vendor, tags.",
      discussion: "Roles: bmc, switch, nic, router, server, host. Without it roles come from evidence alone.",
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

  @Option(
    help: ArgumentHelp(
      "Whose conversations count beside those of the inventory: networks, or all.",
      discussion: "Those that such an address starts. May be given several times, or with commas.",
      valueName: "networks"))
  var watch: [String] = []

  func validate() throws { _ = try watched() }

  /// Reads the files; prints what is wrong and ends with status 78.
  func load() throws -> (settings: Settings, site: Site) {
    let watch = try watched()
    do throws(ConfigurationError) {
      let settings = try readSettings()
      let inventory = try readInventory()
      let policy = try readPolicy(inventory)
      return (settings, Site(inventory: inventory, policy: policy, watch: watch))
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

  private func watched() throws -> Watch {
    var networks: [IPNetwork] = []
    var isEverybody = false
    for word in watch.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
      if word == "all" {
        isEverybody = true
      } else if let network = IPNetwork(word) {
        networks.append(network)
      } else {
        throw ValidationError(
          "--watch takes networks such as 10.0.0.0/8,2001:db8::/32, without bits behind the prefix, or "
            + "all; '\(word)' is neither.")
      }
    }
    return isEverybody ? .everybody : Watch(networks)
  }

  /// Reads an inventory alone; prints what is wrong and ends with status 78.
  static func inventory(_ path: String) throws -> Inventory {
    do throws(ConfigurationError) {
      return try Inventory(csv: try ConfigurationFile.read(path), file: path)
    } catch {
      Console.write("undertick: \(error.message)\n")
      throw ExitStatus.configuration
    }
  }
}
