import Capture
import Devices
import Flows
import Packets

/// Numbers that a stack does not change.
extension CovertField {
  /// Judges the fields of a packet that do not change inside a conversation.
  mutating func noteTrails(
    _ marks: StackMarks, _ step: ConversationFields.Step, _ key: ConversationKey,
    _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding? {
    let flow = sighting.event.flow
    let times = step.fields.timesToLive
    let (high, low) = times.both
    // From this segment; and no trace of a route, which counts up from 1.
    if let chance = step.timeToLive, flow.transport != .tcp, times.kinds == 2,
      flow.responder.port != CovertField.echoPort, InitialTimeToLive(of: high).isExact, low > 32,
      let finding = tell(chance, times, .timeToLive, key, sighting, at: site)
    {
      return finding
    }
    // A reply has the DSCP of its request.
    guard let chance = step.trafficClass, !sighting.isEcho || sighting.deviceStarted,
      marks.initialTimeToLive.isExact || sighting.scope == .local
    else { return nil }
    return tell(chance, step.fields.trafficClasses, .trafficClass, key, sighting, at: site)
  }

  private mutating func tell(
    _ chance: Double, _ found: ValueTrail, _ field: CarrierField, _ key: ConversationKey,
    _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding? {
    let device = sighting.device
    let chance = corrected(chance, of: device.index)
    guard chance <= highestChance, !sighting.isExpected(at: site) else { return nil }
    _ = conversations.update(key) {
      if field == .timeToLive { $0.timesToLive.begin() } else { $0.trafficClasses.begin() }
    }
    let peer = sighting.peerEnd.address
    let name = "\(field.name) \(sighting.event.flow.transport?.rawValue ?? 0) \(peer)"
    guard let due = stories.tell(name, of: device.index, at: sighting.event.time, severity: .medium)
    else {
      return nil
    }
    let (high, low) = found.both
    let values = found.kinds == 2 ? "\(low) and \(high)" : "more than two values"
    return finding(
      due, name, .medium, field, chance,
      "\(device.label) (\(device.role.rawValue)) changes \(field.phrase) inside a conversation with \(peer): of "
        + "\(found.packets) packets \(found.returns) go back to a value that was left before "
        + "(\(values))",
      "", sighting,
      [
        Evidence("covert.packets", .integer(Int(found.packets))),
        Evidence("covert.returns", .integer(Int(found.returns))),
        Evidence("covert.values", .texts(found.kinds == 2 ? ["\(low)", "\(high)"] : [])),
      ])
  }
}
