/// What the devices of a role do towards peers that are not outside, without being told so.
///
/// A profile never speaks for an address outside: that takes an entry of the policy.
public struct RoleProfile: Sendable {
  /// The role that it is about.
  public let role: DeviceRole
  /// The services, in the order in which they are looked through.
  public let services: [UsualService]
  /// What each of them reaches, in the same order.
  let reaches: [ServiceReach]

  private init(role: DeviceRole, services: [UsualService]) {
    self.role = role
    self.services = services
    reaches = services.map { ServiceReach($0) }
  }

  /// The profile of a role; `nil` for hosts, servers and network cards, which may start anything.
  public static func profile(of role: DeviceRole) -> RoleProfile? {
    switch role {
    case .bmc: bmc
    case .switch: `switch`
    // A router runs the same control plane as a switch; what it forwards is not its own.
    case .router: router
    case .nic, .server, .host, .unknown: nil
    }
  }

  private static let bmc = RoleProfile(role: .bmc, services: controllerServices + controllerAnswers)
  private static let `switch` = RoleProfile(
    role: .switch, services: forwarderServices + forwarderAnswers)
  private static let router = RoleProfile(
    role: .router, services: forwarderServices + forwarderAnswers)
}
