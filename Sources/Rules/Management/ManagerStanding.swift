import Devices
import Flows
import Packets

/// What the policy says of a peer that manages a device.
enum ManagerStanding: String, Sendable {
  /// An entry of the policy expects the conversation.
  case expected
  /// The policy names who manages devices, and the peer is one of them.
  case member
  /// The policy names who manages devices, and the peer is none of them.
  case stranger
  /// An address outside the internal networks, which no entry expects.
  case outside
  /// A management controller or a switch, which manages no other device.
  case controller
  /// The policy names nobody.
  case undefined

  /// Groups of those who work with devices by hand or by program.
  static let managers = ["admins", "management"]
  /// Groups of those who work with devices by hand.
  static let people = ["admins"]

  /// The standing of a sighting's peer.
  /// - Parameters:
  ///   - sighting: A conversation in which the device is managed; of an event for which the policy was asked.
  ///   - groups: The groups of the policy that count.
  ///   - site: What the operator has told.
  init(_ sighting: borrowing Sighting, groups: [String], at site: borrowing Site) {
    let policy = site.policy
    let (expectation, usual) = sighting.managed(at: site)
    if expectation != nil {
      self = .expected
      return
    }
    let defined = groups.filter(policy.hasGroup)
    let peer = sighting.peerEnd.address
    let device = sighting.peer
    // Members that are known by a DNS name only show in what the policy calls the role's service.
    let isUsual = usual.map { $0.groups.contains(where: defined.contains) } ?? false
    if isUsual
      || defined.contains(where: { policy.isMember(peer, device: device, names: [], of: $0) })
    {
      self = .member
    } else if sighting.scope == .outside {
      self = .outside
    } else if device?.role == .bmc || device?.role == .switch {
      self = .controller
    } else {
      self = defined.isEmpty ? .undefined : .stranger
    }
  }

  /// Whether the operator has said that the peer may do this.
  var isTrusted: Bool { self == .expected || self == .member }

  /// Behind a peer's address in a sentence: why it is none of those who may.
  func clause(groups: [String], at site: borrowing Site) -> String {
    switch self {
    case .expected: ", which an entry of the policy expects"
    case .member: ", one of those who manage devices by the policy"
    case .stranger:
      ", which is in no group of the policy that may ("
        + groups.filter(site.policy.hasGroup).joined(separator: ", ") + ")"
    case .outside: ", an outside address that no policy entry expects"
    case .controller: ", itself a managed device"
    case .undefined: ""
    }
  }
}

extension Sighting {
  /// Whether the device is the end that is managed: one machine has turned to it.
  ///
  /// Also where the first datagram that was seen is the device's answer: the question was lost, or went to a group.
  var isManaged: Bool {
    (!deviceStarted || isFromRemoteManagement) && event.flow.isIP && hasSinglePeer
      && isDeviceItself
  }
}
