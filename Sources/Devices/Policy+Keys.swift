import Packets

extension Policy {
  /// What names each entry of `expected` over edits of the file: what it says, whatever its line, its
  /// reason, its last day, and the order of its lists; the second of two that say the same has `#2` behind
  /// it.
  ///
  /// `inventory` is what the devices of the policy are an index into; they are named by what stays the same
  /// when the inventory is edited.
  public func entryKeys(in inventory: Inventory) -> [String] {
    var counts: [String: Int] = [:]
    return expectations.map { entry in
      let key = entry.key(in: inventory)
      counts[key, default: 0] += 1
      let count = counts[key] ?? 1
      return count == 1 ? key : "\(key) #\(count)"
    }
  }
}

extension Expectation {
  /// `role=bmc direction=out transport=tcp port=443-443 peer=10.0.0.0/8 pace=12/1h`.
  fileprivate func key(in inventory: Inventory) -> String {
    func name(_ device: Int) -> String { inventory.devices[device].identity }
    let addresses = peers.flatMap { peer -> [IPNetwork] in
      if case .device(let index) = peer {
        inventory.devices[index].addresses.map(IPNetwork.init)
      } else {
        []
      }
    }
    // A device is written by its name, whatever addresses it has today.
    let ends = peers.compactMap { peer -> String? in
      switch peer {
      case .network(let network): addresses.contains(network) ? nil : "\(network)"
      case .device(let index): "device \(name(index))"
      case .name(let name): name
      case .group(let name): "group \(name)"
      }
    }
    let lists: [(word: String, values: [String])] = [
      ("device", subject.devices.map(name)), ("role", subject.roles.map(\.rawValue)),
      ("tag", subject.tags), ("direction", direction.map { [$0.rawValue] } ?? []),
      ("transport", transports.map { "\($0.number)" }),
      ("protocol", protocols.map(\.rawValue)),
      ("port", ports.map { "\($0.lowerBound)-\($0.upperBound)" }), ("peer", ends),
      ("pace", pace.map { ["\($0)"] } ?? []),
    ]
    return lists.filter { !$0.values.isEmpty }
      .map { "\($0.word)=\(Set($0.values).sorted().joined(separator: ","))" }
      .joined(separator: " ")
  }
}

extension ExpectedTransport {
  /// The number of IP, or 256 for frames without IP.
  fileprivate var number: Int {
    switch self {
    case .ip(let transport): Int(transport.rawValue)
    case .ether: 256
    }
  }
}
