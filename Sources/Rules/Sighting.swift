public import Devices
public import Flows
import Packets

/// A flow event as one managed device lived it.
public struct Sighting: Sendable {
  /// What happened.
  public let event: FlowEvent
  /// The device.
  public let device: Device
  /// The other end, where the inventory knows it.
  public let peer: Device?
  /// Whether the device started the conversation.
  public let deviceStarted: Bool
  /// The device's end.
  public let deviceEnd: Flow.End
  /// The peer's end.
  public let peerEnd: Flow.End
  /// Where the peer's address lies; `.local` where the conversation is not IP.
  public let scope: AddressScope
  /// The policy entry that expects the conversation.
  public let expectation: Int?
  /// The service of the device's role that the conversation belongs to, by the shipped profiles.
  public let usual: UsualService?
  /// What is known of the content.
  public let content: SightedContent
  /// The registered domain of the name that the message asks for, where it has one.
  var domain: String?
  /// The connection of the device whose system counts from this packet on (`RuleHooks.systems`), if there is
  /// one.
  var system: StackConnection?

  /// A sighting.
  public init(
    event: FlowEvent, device: Device, peer: Device?, deviceStarted: Bool, scope: AddressScope,
    expectation: Int?, usual: UsualService? = nil, content: SightedContent = SightedContent()
  ) {
    self.event = event
    self.device = device
    self.peer = peer
    self.deviceStarted = deviceStarted
    let (initiator, responder) = (event.flow.initiator, event.flow.responder)
    deviceEnd = deviceStarted ? initiator : responder
    peerEnd = deviceStarted ? responder : initiator
    self.scope = scope
    self.expectation = expectation
    self.usual = usual
    self.content = content
  }

  /// Whether the device sent the packet behind the event.
  public var fromDevice: Bool { event.fromInitiator == deviceStarted }

  /// Whether the conversation began with an ICMP echo request, RFC 792 and RFC 4443 section 4.1.
  var isEcho: Bool {
    let flow = event.flow
    return flow.transport == .icmp && flow.initiator.port == 8
      || flow.transport == .icmpv6 && flow.initiator.port == 128
  }

  /// Whether the conversation began with an ICMP reply: where only one direction is captured, answers stand alone.
  /// Echo, timestamp, information and mask reply (RFC 792, 950), echo reply of version 6 (RFC 4443 section 4.2).
  var isReply: Bool {
    let flow = event.flow
    switch flow.transport {
    case .icmp:
      let type = flow.initiator.port
      return type == 0 || type == 14 || type == 16 || type == 18
    case .icmpv6: return flow.initiator.port == 129
    default: return false
    }
  }

  /// Whether the device started an IP conversation of its own accord: not an answer to somebody
  /// else's packet, and not a piece whose ports are unknown.
  public var isOwnInitiative: Bool {
    deviceStarted && event.flow.isIP && !event.flow.isICMPError
      && !event.flow.traits.contains(.fragments)
  }

  /// Whether the device has taken part so far, with more than a refusal.
  ///
  /// Who started is sometimes judged by ports and flags of the other end's packets; what somebody
  /// sends to a silent device must not become a conversation of that device.
  public var deviceTookPart: Bool {
    let end = deviceEnd
    let isRefusal =
      end.tcpFlags.contains(.rst) && !end.tcpFlags.contains(.syn) && end.payloadBytes == 0
    return end.packets > 0 && !isRefusal
  }

  /// Whether the opening says something: a conversation found midway counts from its first payload.
  public var isRealOpening: Bool {
    !event.flow.traits.contains(.midstream) || event.payloadLength > 0
  }
}
