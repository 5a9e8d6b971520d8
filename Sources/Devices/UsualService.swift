public import Packets

/// Traffic that devices of a role have by their job, towards peers that are not outside.
public struct UsualService: Hashable, Sendable {
  /// Which end starts, seen from the device; `nil` for either.
  public let direction: ExpectedDirection?
  /// What IP carries.
  public let transport: IPProtocol
  /// The ports of the service, which are the responder's; `nil` where the transport has none.
  public let ports: ClosedRange<UInt16>?
  /// What the content may be; empty where nothing is known of it.
  public let protocols: [ProtocolName]
  /// The groups of the policy that the peers are in, the likeliest first: where the operator defines any of
  /// them, only their members fit.
  public let groups: [String]
  /// How many conversations with one peer are normal; `nil` for any number.
  public let pace: Pace?
  /// The usual short name.
  public let name: String
  /// Why the role needs it.
  public let reason: String
  /// Names it over versions of the program: direction, transport, ports and name.
  public let key: String

  /// A service.
  init(
    direction: ExpectedDirection?, transport: IPProtocol, ports: ClosedRange<UInt16>?,
    protocols: [ProtocolName], groups: [String], pace: Pace?, name: String, reason: String
  ) {
    self.direction = direction
    self.transport = transport
    self.ports = ports
    self.protocols = protocols
    self.groups = groups
    self.pace = pace
    self.name = name
    self.reason = reason
    let places = ports.map { "\($0.lowerBound)-\($0.upperBound)" } ?? "all"
    key = "\(direction?.rawValue ?? "both") \(transport.rawValue)/\(places) \(name)"
  }

  /// The likeliest group of its peers.
  public var group: String? { groups.first }

  /// Whether content may be that of this service; content that is not known may be anything.
  func isContent(_ spoken: ProtocolName?) -> Bool {
    guard !protocols.isEmpty, let spoken else { return true }
    return protocols.contains(spoken)
  }
}
