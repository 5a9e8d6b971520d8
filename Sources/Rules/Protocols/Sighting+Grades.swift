import Devices
import Flows
import Packets

extension Sighting {
  /// Whether the device has no users of its own: a management controller, a switch or a router.
  var isOfInfrastructure: Bool {
    device.role == .bmc || device.role == .switch || device.role == .router
  }

  /// How much something matters by who does it: infrastructure; a card, server or host of the inventory; low
  /// for machines that nobody has declared.
  func graded(_ infrastructure: Severity, others: Severity = .low) -> Severity {
    if isOfInfrastructure { return infrastructure }
    return device.role == .unknown || device.confidence != nil ? .low : others
  }
}

extension Sighting {
  /// Whether all packets of both sides were told so far, so that a request that is not known was not there.
  var isBeginning: Bool {
    let flow = event.flow
    let most = UInt64(EchoTalk.mostRequests)
    return flow.initiator.packets <= most && flow.responder.packets <= most
      && flow.traits.isDisjoint(with: [.continued, .midstream])
  }
}

extension Site {
  /// Whether an entry of the policy expects the conversation of a sighting on which the policy was not asked.
  /// - Parameters:
  ///   - sighting: The sighting.
  ///   - spoken: What the content is; an entry that says another content does not fit. `nil` where it may be
  ///     anything.
  /// - Returns: Whether there is such an entry, and its last day has not passed.
  func expects(_ sighting: borrowing Sighting, spoken: ProtocolName?) -> Bool {
    var question = PolicyQuestion(
      sighting.event, sighting.content, device: sighting.device, peerDevice: sighting.peer,
      deviceStarted: sighting.deviceStarted)
    question.spoken = spoken
    let time = sighting.event.time
    let entries = policy.expectations
    return policy.expectation(question) { index in
      entries[index].until.map { time < $0.end } ?? true
    } != nil
  }
}
