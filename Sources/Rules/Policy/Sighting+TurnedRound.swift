import Devices
import Flows
import Packets

/// Conversations whose beginning was not seen: who seems to have started them may be the end that answers.
extension Sighting {
  /// What the policy is asked where not the end that seems so but the other one has started the conversation.
  var turnedRound: PolicyQuestion {
    var question = PolicyQuestion(
      event, content, device: device, peerDevice: peer, deviceStarted: !deviceStarted)
    // The question takes who started, and the port of the other end, from the flow.
    question.peer = event.flow.isIP ? peerEnd.address : nil
    if event.flow.transport?.hasPorts == true { question.port = event.flow.initiator.port }
    return question
  }

  /// Whether role or policy know the conversation where the other end has started it: a connection found midway,
  /// or datagrams whose content is certain.
  func isKnownTurnedRound(at site: borrowing Site) -> Bool {
    let flow = event.flow
    switch flow.transport {
    case .tcp: guard flow.traits.contains(.midstream) else { return false }
    // Between two ports of one number either end may have asked.
    case .udp: guard spoken != nil, mayAnswerDatagrams else { return false }
    default: return false
    }
    return isServiceTurnedRound(at: site)
  }

  /// The same of datagrams whose content is still to be read.
  func mayBeKnownTurnedRound(at site: borrowing Site) -> Bool {
    mayAnswerDatagrams && spoken == nil && event.payloadLength > 0 && isServiceTurnedRound(at: site)
  }

  private var mayAnswerDatagrams: Bool {
    let flow = event.flow
    return flow.transport == .udp && flow.initiator.port != flow.responder.port
  }

  private func isServiceTurnedRound(at site: borrowing Site) -> Bool {
    let question = turnedRound
    return site.policy.usualService(question) != nil || site.policy.expectation(question) != nil
  }

  /// Whether the first datagram that was seen came from the port of RMCP, at which devices only answer.
  var isFromRemoteManagement: Bool {
    let flow = event.flow
    return flow.transport == .udp && ProtocolCatalog.isRemoteManagement(flow.initiator.port)
      && !ProtocolCatalog.isRemoteManagement(flow.responder.port)
  }

  /// What the policy says of a conversation in which the device is managed, whoever's packet was seen first: the
  /// entry that expects it, and the service of the device's role.
  func managed(at site: borrowing Site) -> (expectation: Int?, usual: UsualService?) {
    guard deviceStarted else { return (expectation, usual) }
    let question = turnedRound
    return (site.policy.expectation(question), site.policy.usualService(question))
  }
}
