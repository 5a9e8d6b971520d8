import Packets

/// Reads the entries of a policy file.
struct PolicyReader {
  let inventory: Inventory
  let deviceNames: WordList
  /// The tags of all devices, in the order of the inventory, and to look up.
  private let tags: (words: WordList, known: Set<String>)
  /// The lines of the groups that the file names, by their names.
  private(set) var groupLines: [String: Int] = [:]

  /// A reader that knows the devices, and the names of the groups.
  init(_ inventory: Inventory, groups: YAMLMapping? = nil) throws(ConfigurationError) {
    self.inventory = inventory
    deviceNames = WordList(inventory.devices.map(\.name).filter { !$0.isEmpty })
    var seen: Set<String> = []
    let words = inventory.devices.flatMap(\.tags).filter { seen.insert($0).inserted }
    tags = (WordList(words), seen)
    for key in groups?.keys ?? [] {
      try checkGroupName(key)
      groupLines[key.text] = key.line
    }
  }

  /// One entry of `expected`.
  func expectation(_ entry: YAMLMapping) throws(ConfigurationError) -> Expectation {
    var entry = entry
    var expectation = Expectation()
    expectation.line = entry.line
    expectation.subject = try subject(&entry)
    if let word = try entry.word("direction", among: ExpectedDirection.allCases.map(\.rawValue)) {
      expectation.direction = ExpectedDirection(rawValue: word)
    }
    for scalar in try entry.scalars("peer") ?? [] { expectation.peers += try peers(scalar) }
    for scalar in try entry.scalars("transport") ?? [] {
      expectation.transports.append(try transport(scalar))
    }
    for scalar in try entry.scalars("protocol") ?? [] {
      expectation.protocols.append(try protocolName(scalar))
    }
    for scalar in try entry.scalars("port") ?? [] { expectation.ports.append(try ports(scalar)) }
    if let scalar = try entry.scalar("pace") { expectation.pace = try pace(scalar) }
    expectation.reason = try entry.text("reason") ?? ""
    if let scalar = try entry.scalar("until") { expectation.until = try day(scalar) }
    try entry.finish()
    try check(expectation, entry)
    return expectation
  }

  /// One entry of `vlans`.
  func vlanExpectation(_ entry: YAMLMapping) throws(ConfigurationError) -> VLANExpectation {
    var entry = entry
    var expectation = VLANExpectation()
    expectation.line = entry.line
    expectation.subject = try subject(&entry)
    let scalars = try entry.scalars("vlan")
    for scalar in scalars ?? [] {
      if scalar.text == VLANExpectation.untaggedWord {
        expectation.isUntaggedExpected = true
      } else {
        expectation.identifiers.append(try vlanIdentifiers(scalar))
      }
    }
    expectation.reason = try entry.text("reason") ?? ""
    try entry.finish()
    guard !expectation.subject.isEverybody else {
      throw entry.error(nil, "this entry is about nobody: say whom with device, role or tag")
    }
    guard scalars != nil else {
      throw entry.error(
        nil, "'vlan' is missing: say where these devices belong, as in vlan: [100, untagged]")
    }
    return expectation
  }

  /// Whom an entry is about.
  private func subject(_ entry: inout YAMLMapping) throws(ConfigurationError) -> DeviceSelection {
    var subject = DeviceSelection()
    for scalar in try entry.scalars("device") ?? [] { subject.devices += try devices(scalar) }
    for scalar in try entry.scalars("role") ?? [] { subject.roles.append(try role(scalar)) }
    for scalar in try entry.scalars("tag") ?? [] { subject.tags.append(try tag(scalar)) }
    guard !subject.devices.isEmpty else { return subject }
    let meant = subject.devices.map { inventory.devices[$0] }
    if !subject.roles.isEmpty, !meant.contains(where: { subject.roles.contains($0.role) }) {
      throw entry.error(
        "role",
        "no device of this entry has this role, so that it could never fit: remove one of both")
    }
    if !meant.contains(where: subject.includes) {
      throw entry.error(
        "tag",
        "no device of this entry has this tag, so that it could never fit: remove one of both"
      )
    }
    return subject
  }

  /// Refuses entries that fit everything, or nothing.
  private func check(_ expectation: Expectation, _ entry: YAMLMapping) throws(ConfigurationError) {
    guard
      !expectation.subject.isEverybody || !expectation.peers.isEmpty
        || !expectation.transports.isEmpty || !expectation.protocols.isEmpty
        || !expectation.ports.isEmpty
    else {
      throw entry.error(
        nil,
        "this entry would expect all traffic: say which with device, role, tag, peer, transport, "
          + "protocol or port")
    }
    let withoutPorts = expectation.transports.first { !$0.hasPorts }
    guard expectation.ports.isEmpty || withoutPorts == nil else {
      throw entry.error(
        "port", "only tcp, udp, sctp and udp-lite have ports: remove 'port' or the other transports"
      )
    }
  }

  private func role(_ scalar: YAMLScalar) throws(ConfigurationError) -> DeviceRole {
    if let role = DeviceRole(word: scalar.text) { return role }
    let roles = WordList(DeviceRole.declarable.map(\.rawValue))
    throw scalar.error(
      "'\(scalar.text)' is not a role\(roles.suggestion(for: scalar.text)); the roles are "
        + roles.listed)
  }

  /// A tag that some device has; any where there are no devices, as there are no names to compare with.
  private func tag(_ scalar: YAMLScalar) throws(ConfigurationError) -> String {
    guard !inventory.isEmpty, !tags.known.contains(scalar.text) else { return scalar.text }
    throw scalar.error(
      "'\(scalar.text)' is no tag of the inventory\(tags.words.suggestion(for: scalar.text)): give one that "
        + "a device has, or remove the entry")
  }
}
