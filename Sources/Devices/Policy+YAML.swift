import Packets

extension Policy {
  /// Reads a policy file; the inventory says which device and role names exist.
  ///
  /// Top keys, all optional: `version` (1), `internal` (networks; replaces the defaults) and
  /// `expected` (entries of `device`, `role`, `peer`, `transport`, `port`, `reason`, of which all that
  /// are given must fit; each but `reason` may be a list, of which one must fit). Throws with line and
  /// column for anything that is not known or cannot be: a misspelt entry would expect too much.
  public init(yaml: [UInt8], file: String, inventory: Inventory) throws(ConfigurationError) {
    var root = try YAMLMapping(bytes: yaml, file: file)
    // Later versions of this program read version 1 as it is today.
    _ = try root.integer("version", in: 1...1)
    var networks: [IPNetwork] = []
    for scalar in try root.scalars("internal") ?? [] {
      networks.append(try PolicyReader.network(scalar))
    }
    let reader = PolicyReader(inventory)
    var expectations: [Expectation] = []
    for entry in try root.mappings("expected") ?? [] {
      expectations.append(try reader.expectation(entry))
    }
    try root.finish()
    self.init(
      internalNetworks: networks.isEmpty ? Policy.defaultInternalNetworks : networks,
      expectations: expectations)
  }

  /// The same from text.
  public init(yaml: String, file: String, inventory: Inventory) throws(ConfigurationError) {
    try self.init(yaml: Array(yaml.utf8), file: file, inventory: inventory)
  }
}
