public import Packets

/// What the policy is asked about a conversation, seen from one of its two ends.
public struct PolicyQuestion: Sendable {
  /// The end that is judged.
  public var device: Device
  /// Whether that end started the conversation.
  public var deviceStarted: Bool
  /// The other end's address; `nil` where the conversation is not IP.
  public var peer: IPAddress?
  /// The other end, where the inventory has it.
  public var peerDevice: Device?
  /// Names of the other end, lower case without a final point: those that the conversation asks for, and
  /// those that a DNS answer gave the address.
  public var names: [String]
  /// What IP carries; `nil` where the conversation is not IP, or that is unknown.
  public var transport: IPProtocol?
  /// Whether the frames do not carry IP at all.
  public var isEther: Bool
  /// The port of the service, which is the responder's; `nil` where there are no ports.
  public var port: UInt16?
  /// What the content is for certain; `nil` as long as it may be anything.
  public var spoken: ProtocolName?

  /// A question.
  public init(
    device: Device, deviceStarted: Bool, peer: IPAddress? = nil, peerDevice: Device? = nil,
    names: [String] = [], transport: IPProtocol? = nil, isEther: Bool = false, port: UInt16? = nil,
    spoken: ProtocolName? = nil
  ) {
    self.device = device
    self.deviceStarted = deviceStarted
    self.peer = peer
    self.peerDevice = peerDevice
    self.names = names
    self.transport = transport
    self.isEther = isEther
    self.port = port
    self.spoken = spoken
  }
}
