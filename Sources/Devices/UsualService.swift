public import Packets

/// Traffic that devices of a role start by their job.
public struct UsualService: Hashable, Sendable {
  /// What IP carries.
  public let transport: IPProtocol
  /// The ports of the service, on the other side; `nil` where the transport has none.
  public let ports: ClosedRange<UInt16>?
  /// The usual short name.
  public let name: String
  /// Why the role needs it.
  public let reason: String

  /// Whether a flow is of this service; `port` is that of the other side.
  func fits(_ transport: IPProtocol, _ port: UInt16?) -> Bool {
    guard transport == self.transport else { return false }
    guard let ports else { return true }
    return port.map(ports.contains) ?? false
  }
}
