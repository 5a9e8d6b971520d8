import Packets

extension Policy {
  /// Reads a policy file; the inventory says which device and role names exist.
  ///
  /// Top keys, all optional: `version` (1), `internal` (networks; replaces the defaults), `groups` (name and
  /// members), `defaults` (whether the shipped profiles hold), `expected` (entries of `device`, `role`,
  /// `tag`, `direction`, `transport`, `protocol`, `port`, `peer`, `pace`, `until`, `reason`, of which all
  /// that are given must fit; of a list, one) and `vlans` (entries of `device`, `role`, `tag`, `vlan`,
  /// `reason`). Throws with line and column for anything that is not known or cannot be: a misspelt entry
  /// would expect too much.
  public init(yaml: [UInt8], file: String, inventory: Inventory) throws(ConfigurationError) {
    var root = try YAMLMapping(bytes: yaml, file: file)
    // Later versions of this program read version 1 as it is today.
    _ = try root.integer("version", in: 1...1)
    var networks: [IPNetwork] = []
    for scalar in try root.scalars("internal") ?? [] {
      networks.append(try PolicyReader.network(scalar))
    }
    let drafts = try root.mapping("groups")
    let reader = try PolicyReader(inventory, groups: drafts)
    let groups = try drafts.map { drafts throws(ConfigurationError) in try reader.groups(drafts) }
    let hasDefaults = try root.flag("defaults") ?? true
    var expectations: [Expectation] = []
    for entry in try root.mappings("expected") ?? [] {
      expectations.append(try reader.expectation(entry))
    }
    var vlans: [VLANExpectation] = []
    for entry in try root.mappings("vlans") ?? [] {
      vlans.append(try reader.vlanExpectation(entry))
    }
    try root.finish()
    self.init(
      internalNetworks: networks.isEmpty ? Policy.defaultInternalNetworks : networks,
      groups: groups ?? [], hasDefaults: hasDefaults, expectations: expectations, vlans: vlans)
  }

  /// The same from text.
  public init(yaml: String, file: String, inventory: Inventory) throws(ConfigurationError) {
    try self.init(yaml: Array(yaml.utf8), file: file, inventory: inventory)
  }
}
