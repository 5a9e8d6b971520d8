import Packets

/// How the profiles are written: transport, port, name, contents, groups, pace, reason.
extension RoleProfile {
  /// Something that the device starts.
  static func out(
    _ transport: IPProtocol, _ port: UInt16, _ name: String, _ protocols: [ProtocolName],
    in group: String? = nil, at pace: String? = nil, _ reason: String
  ) -> UsualService {
    out(transport, port...port, name, protocols, in: group, at: pace, reason)
  }

  /// The same with several ports.
  static func out(
    _ transport: IPProtocol, _ ports: ClosedRange<UInt16>, _ name: String,
    _ protocols: [ProtocolName], in group: String? = nil, at pace: String? = nil,
    _ reason: String
  ) -> UsualService {
    UsualService(
      direction: .out, transport: transport, ports: ports, protocols: protocols,
      groups: group.map { [$0] } ?? [], pace: pace.flatMap { Pace($0) }, name: name, reason: reason)
  }

  /// Something that either end starts.
  static func both(
    _ transport: IPProtocol, _ port: UInt16, _ name: String, _ protocols: [ProtocolName],
    _ reason: String
  ) -> UsualService {
    both(transport, port...port, name, protocols, reason)
  }

  /// The same with several ports.
  static func both(
    _ transport: IPProtocol, _ ports: ClosedRange<UInt16>, _ name: String,
    _ protocols: [ProtocolName], _ reason: String
  ) -> UsualService {
    UsualService(
      direction: nil, transport: transport, ports: ports, protocols: protocols, groups: [],
      pace: nil, name: name, reason: reason)
  }

  /// Something without ports, that either end starts.
  static func whole(
    _ transport: IPProtocol, _ name: String, _ reason: String
  ) -> UsualService {
    UsualService(
      direction: nil, transport: transport, ports: nil, protocols: [], groups: [], pace: nil,
      name: name, reason: reason)
  }

  /// The same by its number.
  static func whole(_ number: UInt8, _ name: String, _ reason: String) -> UsualService {
    whole(IPProtocol(rawValue: number), name, reason)
  }

  /// Something that the device answers.
  static func answer(
    _ transport: IPProtocol, _ port: UInt16, _ name: String, _ protocols: [ProtocolName],
    for groups: [String] = [], _ reason: String
  ) -> UsualService {
    answer(transport, port...port, name, protocols, for: groups, reason)
  }

  /// The same with several ports.
  static func answer(
    _ transport: IPProtocol, _ ports: ClosedRange<UInt16>, _ name: String,
    _ protocols: [ProtocolName], for groups: [String] = [], _ reason: String
  ) -> UsualService {
    UsualService(
      direction: .in, transport: transport, ports: ports, protocols: protocols, groups: groups,
      pace: nil, name: name, reason: reason)
  }
}
