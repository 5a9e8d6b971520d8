/// What kind of machine a device is.
public enum DeviceRole: String, CaseIterable, Sendable {
  /// A baseboard management controller.
  case bmc
  /// An Ethernet switch.
  case `switch`
  /// A network card: the traffic is that of its server's operating system and of the card itself.
  case nic
  /// A router or firewall.
  case router
  /// A server of the network's own services.
  case server
  /// Any other machine.
  case host
  /// Nobody has said: a machine that is watched without an inventory.
  case unknown

  /// The roles that a file may declare: all but `unknown`.
  public static let declarable = allCases.filter { $0 != .unknown }

  /// The declarable role of a word; `nil` for any other.
  public init?(word: String) {
    guard let role = DeviceRole(rawValue: word), role != .unknown else { return nil }
    self = role
  }
}
