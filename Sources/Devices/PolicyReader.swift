import Packets

/// Reads the entries of a policy file.
struct PolicyReader {
  private let inventory: Inventory
  private let deviceNames: WordList

  /// A reader that knows the devices.
  init(_ inventory: Inventory) {
    self.inventory = inventory
    deviceNames = WordList(inventory.devices.map(\.name).filter { !$0.isEmpty })
  }

  /// One entry of `expected`.
  func expectation(_ entry: YAMLMapping) throws(ConfigurationError) -> Expectation {
    var entry = entry
    var expectation = Expectation()
    expectation.line = entry.line
    for scalar in try entry.scalars("device") ?? [] { expectation.devices += try devices(scalar) }
    for scalar in try entry.scalars("role") ?? [] { expectation.roles.append(try role(scalar)) }
    for scalar in try entry.scalars("peer") ?? [] { expectation.peers += try peers(scalar) }
    for scalar in try entry.scalars("transport") ?? [] {
      expectation.transports.append(try transport(scalar))
    }
    for scalar in try entry.scalars("port") ?? [] { expectation.ports.append(try ports(scalar)) }
    expectation.reason = try entry.text("reason") ?? ""
    try entry.finish()
    try check(expectation, entry)
    return expectation
  }

  /// Refuses entries that fit everything, or nothing.
  private func check(_ expectation: Expectation, _ entry: YAMLMapping) throws(ConfigurationError) {
    guard
      !expectation.devices.isEmpty || !expectation.roles.isEmpty || !expectation.peers.isEmpty
        || !expectation.transports.isEmpty || !expectation.ports.isEmpty
    else {
      throw entry.error(
        nil,
        "this entry would expect all traffic: say which with device, role, peer, transport or port")
    }
    let withoutPorts = expectation.transports.first { !$0.hasPorts }
    guard expectation.ports.isEmpty || withoutPorts == nil else {
      throw entry.error(
        "port", "only tcp, udp, sctp and udp-lite have ports: remove 'port' or the other transports"
      )
    }
    let roles = expectation.devices.map { inventory.devices[$0].role }
    guard
      roles.isEmpty || expectation.roles.isEmpty
        || roles.contains(where: expectation.roles.contains)
    else {
      throw entry.error(
        "role",
        "no device of this entry has this role, so that it could never fit: remove one of both")
    }
  }

  /// The devices with a name, an IP or a hardware address; empty where there is none.
  private func known(_ text: String) -> [Int] {
    if let index = inventory.index(forName: text) { return [index] }
    if let address = IPAddress(text) {
      return inventory.index(forAddress: address).map { [$0] } ?? []
    }
    return MACAddress(text).map(inventory.indices(forMAC:)) ?? []
  }

  private func devices(_ scalar: YAMLScalar) throws(ConfigurationError) -> [Int] {
    let found = known(scalar.text)
    guard found.isEmpty else { return found }
    throw scalar.error(
      "'\(scalar.text)' is no device of the inventory\(deviceNames.suggestion(for: scalar.text)): give "
        + "a name, hardware or IP address that the inventory has")
  }

  private func role(_ scalar: YAMLScalar) throws(ConfigurationError) -> DeviceRole {
    if let role = DeviceRole(word: scalar.text) { return role }
    let roles = WordList(DeviceRole.declarable.map(\.rawValue))
    throw scalar.error(
      "'\(scalar.text)' is not a role\(roles.suggestion(for: scalar.text)); the roles are "
        + roles.listed)
  }

  private func peers(_ scalar: YAMLScalar) throws(ConfigurationError) -> [ExpectedPeer] {
    if let index = inventory.index(forName: scalar.text) {
      // By its index too, for what it sends without IP.
      return [.device(index)] + inventory.devices[index].addresses.map { .network(IPNetwork($0)) }
    }
    if scalar.text.utf8.contains(0x2f) || IPAddress(scalar.text) != nil {
      return [.network(try PolicyReader.network(scalar))]
    }
    if MACAddress(scalar.text) != nil { return try devices(scalar).map { .device($0) } }
    return [.nameOnly(try name(scalar))]
  }

  /// A network, or one address.
  static func network(_ scalar: YAMLScalar) throws(ConfigurationError) -> IPNetwork {
    if let network = IPNetwork(scalar.text) { return network }
    guard let parts = IPNetwork.parts(scalar.text),
      let network = IPNetwork(containing: parts.address, prefixLength: parts.prefixLength)
    else {
      throw scalar.error(
        "'\(scalar.text)' is not a network: 10.0.0.0/8, 2001:db8::/32 and single addresses are")
    }
    throw scalar.error(
      "'\(scalar.text)' has bits behind its prefix: write \(network) for the network, or "
        + "\(parts.address) for the address")
  }

  /// A host name, RFC 1123 section 2.1, that cannot be a misspelt address.
  private func name(_ scalar: YAMLScalar) throws(ConfigurationError) -> String {
    var text = scalar.text.lowercased()
    if text.hasSuffix(".") { text.removeLast() }
    let labels = text.utf8.split(separator: 0x2e, omittingEmptySubsequences: false)
    let isName = labels.allSatisfy { label in
      (1...63).contains(label.count) && label.first != 0x2d && label.last != 0x2d
        && label.allSatisfy {
          (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) || $0 == 0x2d || $0 == 0x5f
        }
    }
    // The last label of a name is never a number, RFC 1123 section 2.1, so 10.0.0.300 is no name.
    let isNumber = labels.last?.allSatisfy { (0x30...0x39).contains($0) } ?? true
    guard isName, !isNumber, text.utf8.count <= 253 else {
      throw scalar.error(
        "'\(scalar.text)' is neither an address, nor a network, nor a name of the inventory or of DNS"
      )
    }
    return text
  }

  private func transport(_ scalar: YAMLScalar) throws(ConfigurationError) -> ExpectedTransport {
    if let transport = ExpectedTransport(scalar.text) { return transport }
    let names = WordList(ExpectedTransport.names.map(\.name))
    throw scalar.error(
      "'\(scalar.text)' is not a transport\(names.suggestion(for: scalar.text)); allowed: "
        + "\(names.listed), or an IP protocol number from 0 to 255")
  }

  /// A port, or two with a hyphen between.
  private func ports(_ scalar: YAMLScalar) throws(ConfigurationError) -> ClosedRange<UInt16> {
    let numbers = scalar.text.split(separator: "-", omittingEmptySubsequences: false).map {
      text -> UInt16? in
      let digits = text.trimmingBlanks
      return UInt16(digits).flatMap { String($0) == digits ? $0 : nil }
    }
    if numbers.count <= 2, let first = numbers[0], let last = numbers[numbers.count - 1],
      first <= last
    {
      return first...last
    }
    throw scalar.error(
      "'\(scalar.text)' is not a port: a number from 0 to 65535, or a range as 5000-5100")
  }
}

extension Substring {
  /// The text without blanks at its ends.
  fileprivate var trimmingBlanks: Substring {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return text
  }
}
