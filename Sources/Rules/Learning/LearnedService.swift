import Flows
public import Packets

/// What a conversation is for and who starts it, as the policy tells them apart.
public struct LearnedService: Hashable, Sendable {
  /// Whether the device starts it; else its peer does.
  public let isOutgoing: Bool
  /// What IP carries.
  public let transport: IPProtocol
  /// The responder's port; `nil` where the transport has none.
  public let port: UInt16?

  /// That a device gives a file by TFTP, whose blocks come from a port of its choice (RFC 1350 section 4).
  static let fileTransfer = LearnedService(
    isOutgoing: false, transport: .udp, port: TransferRequests.port)

  private init(isOutgoing: Bool, transport: IPProtocol, port: UInt16?) {
    self.isOutgoing = isOutgoing
    self.transport = transport
    self.port = port
  }

  /// The service of a sighting; `nil` where it is none: frames that are not IP, errors about somebody else's
  /// packet, and fragments whose ports are unknown.
  init?(_ sighting: borrowing Sighting) {
    let flow = sighting.event.flow
    guard let transport = flow.transport, !flow.isICMPError,
      !flow.traits.contains(.fragments)
    else { return nil }
    isOutgoing = sighting.deviceStarted
    self.transport = transport
    port = transport.hasPorts ? flow.responder.port : nil
  }
}

extension LearnedService: Comparable {
  /// What devices start before what they answer; then by protocol number and port.
  public static func < (left: LearnedService, right: LearnedService) -> Bool {
    if left.isOutgoing != right.isOutgoing { return left.isOutgoing }
    return (left.transport.rawValue, left.port ?? 0) < (right.transport.rawValue, right.port ?? 0)
  }
}
