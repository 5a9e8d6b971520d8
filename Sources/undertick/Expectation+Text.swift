import Devices
import Packets

extension Expectation {
  /// The entry in one line: `bmc -> 203.0.113.7, tcp, port 443: the vendor's call-home`.
  ///
  /// `inventory` is what its devices are an index into.
  func text(in inventory: Inventory) -> String {
    let names = devices.map { inventory.devices[$0].label }.joined(separator: " or ")
    let kinds = roles.map(\.rawValue).joined(separator: " or ")
    var text =
      switch (names.isEmpty, kinds.isEmpty) {
      case (true, true): "any device"
      case (false, false): "\(names) as \(kinds)"
      default: names + kinds
      }
    text += " -> "
    // The addresses of a device that is named stand beside it.
    let named = peers.flatMap { peer -> [IPNetwork] in
      guard case .device(let index) = peer else { return [] }
      return inventory.devices[index].addresses.map(IPNetwork.init)
    }
    let ends = peers.filter { peer in !named.contains { peer == .network($0) } }
    text +=
      ends.isEmpty ? "any peer" : ends.map { $0.text(in: inventory) }.joined(separator: " or ")
    if !transports.isEmpty { text += ", \(transports.map(\.text).joined(separator: " or "))" }
    if !ports.isEmpty { text += ", port \(ports.map(\.text).joined(separator: " or "))" }
    return text + ": " + (reason.isEmpty ? "no reason given" : reason)
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
  fileprivate func text(in inventory: Inventory) -> String {
    switch self {
    case .network(let network):
      network == IPNetwork(network.address) ? "\(network.address)" : "\(network)"
    case .device(let index): inventory.devices[index].label
    case .nameOnly(let name): name
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
