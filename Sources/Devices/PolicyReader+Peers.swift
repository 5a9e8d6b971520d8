import Packets

/// Who is meant.
extension PolicyReader {
  /// The devices with a name, an IP or a hardware address; empty where there is none.
  private func known(_ text: String) -> [Int] {
    if let index = inventory.index(forName: text) { return [index] }
    if let address = IPAddress(text) {
      return inventory.index(forAddress: address).map { [$0] } ?? []
    }
    return MACAddress(text).map(inventory.indices(forMAC:)) ?? []
  }

  /// The devices that a word means.
  func devices(_ scalar: YAMLScalar) throws(ConfigurationError) -> [Int] {
    let found = known(scalar.text)
    guard found.isEmpty else { return found }
    throw scalar.error(
      "'\(scalar.text)' is no device of the inventory\(deviceNames.suggestion(for: scalar.text)): give "
        + "a name, hardware or IP address that the inventory has")
  }

  /// The other ends that a word means: a group, else a device, else an address or a network, else a DNS
  /// name.
  func peers(_ scalar: YAMLScalar) throws(ConfigurationError) -> [ExpectedPeer] {
    if groupLines[scalar.text] != nil { return [.group(scalar.text)] }
    if let index = inventory.index(forName: scalar.text) {
      // By its index too, for what it sends without IP.
      return [.device(index)] + inventory.devices[index].addresses.map { .network(IPNetwork($0)) }
    }
    if scalar.text.utf8.contains(0x2f) || IPAddress(scalar.text) != nil {
      return [.network(try PolicyReader.network(scalar))]
    }
    if MACAddress(scalar.text) != nil { return try devices(scalar).map { .device($0) } }
    return [.name(try name(scalar))]
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
        "'\(scalar.text)' is neither an address, nor a network, nor a name of a group, of the "
          + "inventory or of DNS")
    }
    return text
  }
}
