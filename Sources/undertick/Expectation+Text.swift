import Devices
import Packets

extension Expectation {
  /// The entry in one line: `bmc -> 203.0.113.7, tcp, port 443: the vendor's call-home`.
  ///
  /// `inventory` is what its devices are an index into.
  func text(in inventory: Inventory) -> String {
    let ends = ExpectedPeer.texts(peers, in: inventory)
    let others = ends.isEmpty ? "any peer" : ends.joined(separator: " or ")
    let arrow =
      switch direction {
      case .out: "->"
      case .in: "<-"
      case nil: "<->"
      }
    var text = "\(subject.text(in: inventory)) \(arrow) \(others)"
    if !transports.isEmpty { text += ", \(transports.map(\.text).joined(separator: " or "))" }
    if !ports.isEmpty { text += ", port \(ports.map(\.text).joined(separator: " or "))" }
    if !protocols.isEmpty {
      text += ", speaking \(protocols.map(\.description).joined(separator: " or "))"
    }
    if let pace { text += ", at most \(pace)" }
    if let until { text += ", until \(until)" }
    return text + ": " + (reason.isEmpty ? "no reason given" : reason)
  }
}

extension DeviceSelection {
  /// `bmc-01 or bmc-02`, `any bmc with tag rack1`, `any device`.
  func text(in inventory: Inventory) -> String {
    let names = devices.map { inventory.devices[$0].label }.joined(separator: " or ")
    let kinds = roles.map(\.rawValue).joined(separator: " or ")
    var text =
      switch (names.isEmpty, kinds.isEmpty) {
      case (true, true): "any device"
      case (false, false): "\(names) as \(kinds)"
      default: names + kinds
      }
    if !tags.isEmpty { text += " with tag \(tags.joined(separator: " or "))" }
    return text
  }
}

extension Device {
  /// What people know the device by: its name, else an address.
  var label: String {
    if !name.isEmpty { return name }
    return addresses.first?.description ?? macs.first?.description ?? role.rawValue
  }
}

extension ExpectedPeer {
  /// The peers, the addresses of a device that is named left out.
  static func texts(_ peers: [ExpectedPeer], in inventory: Inventory) -> [String] {
    let named = peers.flatMap { peer -> [IPNetwork] in
      guard case .device(let index) = peer else { return [] }
      return inventory.devices[index].addresses.map(IPNetwork.init)
    }
    return peers.filter { peer in !named.contains { peer == .network($0) } }
      .map { $0.text(in: inventory) }
  }

  private func text(in inventory: Inventory) -> String {
    switch self {
    case .network(let network):
      network == IPNetwork(network.address) ? "\(network.address)" : "\(network)"
    case .device(let index): inventory.devices[index].label
    case .name(let name): name
    case .group(let name): "group \(name)"
    }
  }
}

extension ExpectedTransport {
  /// As the policy writes it; a number for what has no name there.
  fileprivate var text: String {
    switch self {
    case .ether: "ether"
    case .ip(.tcp): "tcp"
    case .ip(.udp): "udp"
    case .ip(.icmp): "icmp"
    case .ip(.icmpv6): "icmpv6"
    case .ip(.sctp): "sctp"
    case .ip(.udpLite): "udp-lite"
    case .ip(let number): "protocol \(number.rawValue)"
    }
  }
}

extension ClosedRange<UInt16> {
  fileprivate var text: String { count == 1 ? "\(lowerBound)" : "\(lowerBound)-\(upperBound)" }
}
