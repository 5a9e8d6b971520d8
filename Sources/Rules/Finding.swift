public import Capture
public import Devices
public import Packets

/// One thing worth telling a person, with everything needed to check it.
public struct Finding: Sendable {
  /// The rule that found it.
  public var rule: RuleIdentity
  /// Stable over updates and over runs: 16 hexadecimal digits from rule, device and channel.
  public var id: String
  /// 0 in the first alert of a channel, then 1, 2, ...
  public var update = 0
  /// Where it stands in its life.
  public var state = State.open
  /// How much it matters.
  public var severity: Severity
  /// How sure and how bad, 0 to 100; the formula is the rule's and is documented there.
  public var riskScore: Double
  /// The packet time at which it was raised: the time of the event that tipped it.
  public var time: Timestamp
  /// The first event of the channel.
  public var start: Timestamp
  /// The last event of the channel so far.
  public var end: Timestamp
  /// One English sentence with the numbers.
  public var reason: String
  /// The device, as the inventory knows it.
  public var device: Device
  /// The device's end of the conversation.
  public var deviceEnd: Endpoint
  /// The peer's end of the conversation.
  public var peerEnd: Endpoint
  /// The peer as the inventory knows it, if it does.
  public var peer: Device?
  /// The conversation that tipped it.
  public var conversation: Conversation
  /// Named values in the order they are written.
  public var evidence: [Evidence]
  /// Further addresses that belong to the finding, without the two ends.
  public var relatedAddresses: [IPAddress] = []
  /// The incident that it belongs to, where findings are joined.
  public var incident: Incident?
  /// Whether it only adds to an incident that is told already; else it is an alert.
  public var isPart = false
  /// Of an incident's own line the finding that was the reason for it, with its rule's name.
  public var news: String?

  /// A finding about a conversation.
  public init(
    rule: RuleIdentity, id: String, severity: Severity, riskScore: Double, time: Timestamp,
    start: Timestamp, end: Timestamp, reason: String, device: Device, deviceEnd: Endpoint,
    peerEnd: Endpoint, peer: Device?, conversation: Conversation, evidence: [Evidence]
  ) {
    self.rule = rule
    self.id = id
    self.severity = severity
    self.riskScore = riskScore
    self.time = time
    self.start = start
    self.end = end
    self.reason = reason
    self.device = device
    self.deviceEnd = deviceEnd
    self.peerEnd = peerEnd
    self.peer = peer
    self.conversation = conversation
    self.evidence = evidence
  }

  /// Where a finding stands in its life.
  public enum State: String, Sendable {
    /// It is told; with an `update` above 0 it goes on.
    case open
    /// It is over: the last line of this identifier unless it starts again.
    case closed
    /// It was over and has started again.
    case reopened
  }

  /// One end of a conversation.
  public struct Endpoint: Hashable, Sendable {
    /// IP address, where the conversation is IP.
    public var address: IPAddress?
    /// Hardware address seen on the wire, where known.
    public var mac: MACAddress?
    /// Port of TCP, UDP, UDP-Lite or SCTP.
    public var port: UInt16?
    /// Packets that this end sent in the conversation up to the event.
    public var packets: UInt64 = 0
    /// Frame bytes that this end sent in the conversation up to the event.
    public var bytes: UInt64 = 0

    /// One end.
    public init(address: IPAddress?, mac: MACAddress?, port: UInt16?) {
      self.address = address
      self.mac = mac
      self.port = port
    }
  }

  /// What both ends share.
  public struct Conversation: Hashable, Sendable {
    /// The IP protocol, where the conversation is IP.
    public var transport: IPProtocol?
    /// What the link layer carries.
    public var linkProtocol: LinkProtocol
    /// VLAN tags, outermost first.
    public var vlans: VLANStack
    /// Whether the device started it.
    public var deviceStarted: Bool
    /// Where the peer's address lies.
    public var direction: Direction
    /// Community ID version 1, where the conversation is IP.
    public var communityID: String?
    /// What the conversation speaks, where its content shows it for certain.
    public var spoken: ProtocolName?

    /// What both ends share.
    public init(
      transport: IPProtocol?, linkProtocol: LinkProtocol, vlans: VLANStack, deviceStarted: Bool,
      direction: Direction, communityID: String?, spoken: ProtocolName? = nil
    ) {
      self.transport = transport
      self.linkProtocol = linkProtocol
      self.vlans = vlans
      self.deviceStarted = deviceStarted
      self.direction = direction
      self.communityID = communityID
      self.spoken = spoken
    }
  }

  /// `network.direction` of Elastic Common Schema, seen from the internal networks.
  public enum Direction: String, Sendable {
    /// From inside to outside.
    case outbound
    /// From outside to inside.
    case inbound
    /// Both ends inside.
    case `internal`
    /// Neither end inside.
    case external
    /// Not known.
    case unknown
  }
}
