import Packets

/// A set of machines that the policy has a name for.
public struct AddressGroup: Sendable {
  /// What the policy calls it.
  public let name: String
  /// The line of the policy file where it is named, counted from 1.
  public let line: Int
  /// Its members in the order of the file, the members of other groups in place of these; none twice.
  public let members: [ExpectedPeer]

  /// The groups that the file names as members.
  public let parts: [String]

  private let networks: IPNetworkSet
  private let devices: Set<Int>
  /// DNS names, lower case, without the final point.
  let names: [String]

  /// A group whose members are no groups themselves any more.
  init(name: String, line: Int, members: [ExpectedPeer], parts: [String] = []) {
    self.name = name
    self.line = line
    self.parts = parts
    var seen: Set<ExpectedPeer> = []
    self.members = members.filter { seen.insert($0).inserted }
    networks = IPNetworkSet(
      members.compactMap { if case .network(let network) = $0 { network } else { nil } })
    devices = Set(members.compactMap { if case .device(let index) = $0 { index } else { nil } })
    names = self.members.compactMap { if case .name(let name) = $0 { name } else { nil } }
  }

  /// Whether all addresses of a network belong to it.
  func covers(_ network: IPNetwork) -> Bool {
    networks.ranges.contains { $0.contains(network.address) && $0.contains(network.last) }
  }

  /// Whether a machine belongs to it: by address, as a device of the inventory, or by one of its names.
  func contains(_ address: IPAddress?, device: Int?, names candidates: [String]) -> Bool {
    if let address, networks.contains(address) { return true }
    if let device, devices.contains(device) { return true }
    return !candidates.isEmpty
      && names.contains { name in candidates.contains { $0.isName(atOrBelow: name) } }
  }
}
