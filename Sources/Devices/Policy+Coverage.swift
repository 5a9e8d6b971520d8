import Packets

/// What an operator should know about entries that are right in form.
extension Policy {
  /// The index of the first entry above that excuses all that an entry excuses, for as long and at any
  /// pace, so that this one is never asked; `nil` where there is none.
  ///
  /// Whom an entry is about is compared by the devices of the inventory, everything else by what is written.
  public func shadow(of index: Int, in inventory: Inventory) -> Int? {
    let entry = expectations[index]
    return expectations[..<index].firstIndex { $0.covers(entry, in: self, inventory) }
  }

  /// Whether some watched device may have traffic of an entry.
  public func isPossible(_ entry: Expectation, for watched: [Device]) -> Bool {
    // Frames without IP have peers, but no addresses and no names.
    let isWithoutAddresses =
      !entry.transports.isEmpty && entry.transports.allSatisfy { $0 == .ether }
    if isWithoutAddresses, !entry.peers.isEmpty, !entry.peers.contains(where: hasDevice) {
      return false
    }
    return entry.subject.isEverybody || watched.contains(where: entry.subject.includes)
  }

  private func hasDevice(_ peer: ExpectedPeer) -> Bool {
    switch peer {
    case .device: true
    case .group(let name): groups[name]?.members.contains(where: hasDevice) ?? false
    case .network, .name: false
    }
  }

  /// The networks that an entry names as peers and that have more than 65,536 IPv4 addresses, or more than
  /// one site of IPv6 (a /48, RFC 6177).
  public func wideNetworks(of entry: Expectation) -> [IPNetwork] {
    members(of: entry.peers).compactMap { peer in
      guard case .network(let network) = peer,
        network.prefixLength < (network.address.isIPv4 ? 16 : 48)
      else { return nil }
      return network
    }
  }

  /// The name of a group or a device that is most like a word; `nil` where none is.
  public func name(like word: String, in inventory: Inventory) -> String? {
    WordList(
      namedGroups.map(\.name) + Policy.knownGroups + inventory.devices.map(\.name)
    ).nearest(to: word)
  }

  /// Peers, the members of groups in place of these.
  func members(of peers: [ExpectedPeer]) -> [ExpectedPeer] {
    peers.flatMap { peer -> [ExpectedPeer] in
      guard case .group(let name) = peer else { return [peer] }
      return groups[name]?.members ?? []
    }
  }
}

extension Expectation {
  /// Whether all traffic of another entry is traffic of this one, too.
  fileprivate func covers(_ other: Expectation, in policy: Policy, _ inventory: Inventory) -> Bool {
    guard pace == nil,
      until == nil || other.until.map({ $0.number <= until?.number ?? 0 }) ?? false,
      direction == nil || direction == other.direction,
      covers(other.subject, inventory),
      Expectation.covers(transports, other.transports),
      Expectation.covers(protocols, other.protocols),
      ports.isEmpty
        || !other.ports.isEmpty
          && other.ports.allSatisfy({ range in
            Expectation.joined(ports).contains {
              $0.contains(Int(range.lowerBound)) && $0.contains(Int(range.upperBound))
            }
          })
    else { return false }
    guard !peers.isEmpty else { return true }
    guard !other.peers.isEmpty else { return false }
    return AddressGroup(name: "", line: 0, members: policy.members(of: peers))
      .covers(policy.members(of: other.peers))
  }

  /// Whether everybody whom another entry is about is meant here, too. A selection of nobody says nothing.
  private func covers(_ other: DeviceSelection, _ inventory: Inventory) -> Bool {
    if subject.isEverybody || subject == other { return true }
    if other.isEverybody { return false }
    let meant = inventory.devices.filter(other.includes)
    return !meant.isEmpty && meant.allSatisfy(subject.includes)
  }

  /// Whether one list allows all that another one does; an empty one allows everything.
  private static func covers<Value: Equatable>(_ values: [Value], _ others: [Value]) -> Bool {
    values.isEmpty || !others.isEmpty && others.allSatisfy(values.contains)
  }

  /// The same ports in ranges that neither overlap nor touch.
  private static func joined(_ ranges: [ClosedRange<UInt16>]) -> [ClosedRange<Int>] {
    var joined: [ClosedRange<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      let next = Int(range.lowerBound)...Int(range.upperBound)
      if let last = joined.last, next.lowerBound <= last.upperBound + 1 {
        joined[joined.count - 1] = last.lowerBound...max(last.upperBound, next.upperBound)
      } else {
        joined.append(next)
      }
    }
    return joined
  }
}

extension AddressGroup {
  /// Whether all of some members belong to it.
  fileprivate func covers(_ others: [ExpectedPeer]) -> Bool {
    others.allSatisfy { other in
      switch other {
      case .network(let network): covers(network)
      case .device: members.contains(other)
      case .name(let name): names.contains { name.isName(atOrBelow: $0) }
      case .group: false
      }
    }
  }
}
