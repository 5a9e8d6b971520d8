import Flows
import Packets

/// What the end that did not start a conversation has answered so far.
struct Answer: Hashable, Sendable {
  /// Whether it has accepted the conversation: a SYN-ACK or payload of TCP and SCTP, payload of a datagram
  /// protocol, any packet of a protocol without ports. A RST and ICMP errors are refusals.
  let isAccepted: Bool
  /// Whether either end has sent payload.
  let hasPayload: Bool
  /// Whether both ends have sent payload.
  let isExchanged: Bool
  /// What is known of a conversation at the moment of an event.
  init(_ flow: Flow) {
    let initiator = flow.initiator
    let responder = flow.responder
    let isRefused =
      responder.tcpFlags.contains(.rst) && !responder.tcpFlags.contains(.syn)
      && responder.payloadBytes == 0
    let isFit =
      flow.isIP && !flow.isICMPError && !flow.traits.contains(.fragments)
      && responder.packets > 0 && !isRefused
    let isAccepted: Bool =
      switch flow.transport {
      case .tcp: responder.tcpFlags.contains(.syn) || responder.payloadBytes > 0
      case .udp, .udpLite, .sctp: responder.payloadBytes > 0
      default: true
      }
    self.isAccepted = isFit && isAccepted
    hasPayload = initiator.payloadBytes + responder.payloadBytes > 0
    isExchanged = initiator.payloadBytes > 0 && responder.payloadBytes > 0
  }
}
