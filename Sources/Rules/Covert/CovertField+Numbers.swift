import Capture
import Devices
import Flows
import Packets

/// Numbers that a stack chooses.
extension CovertField {
  /// Notes the numbers of a packet that are new.
  mutating func noteNumbers(
    _ marks: StackMarks, _ former: ConversationFields?, _ sighting: borrowing Sighting,
    at site: borrowing Site
  ) -> Finding? {
    guard marks.initialTimeToLive.isExact || sighting.scope == .local else { return nil }
    let time = sighting.event.time
    let mayBeCopy =
      former.map { time.nanoseconds(since: $0.last) < CovertField.shortestGap } ?? false
    var finding: Finding?
    if let number = Self.newIdentification(marks, former, sighting) {
      finding = note(UInt32(number), of: .identification, mayBeCopy, sighting, at: site)
    }
    if marks.tcpFlags.contains(.syn), former == nil {
      finding =
        note(marks.tcpSequence, of: .initialSequence, mayBeCopy, sighting, at: site) ?? finding
    }
    if marks.flowLabel != 0, marks.flowLabel != former?.flowLabel {
      finding = note(marks.flowLabel, of: .flowLabel, mayBeCopy, sighting, at: site) ?? finding
    }
    return finding
  }

  /// An identification that does not go on from the one before in the conversation; none of answers to echo
  /// requests, which some stacks take over from those.
  private static func newIdentification(
    _ marks: StackMarks, _ former: ConversationFields?, _ sighting: borrowing Sighting
  ) -> UInt16? {
    guard let number = marks.identification, number != 0,
      !(sighting.isEcho && !sighting.deviceStarted)
    else { return nil }
    guard let former, former.identification != 0 else { return number }
    return 0...64 ~= number &- former.identification ? nil : number
  }

  private mutating func note(
    _ number: UInt32, of field: CarrierField, _ mayBeCopy: Bool, _ sighting: borrowing Sighting,
    at site: borrowing Site
  ) -> Finding? {
    let device = sighting.device
    let transport = sighting.event.flow.transport?.rawValue ?? 0
    let key = NumberLedger.Key(
      device: device.index, field: field, transport: transport, peer: sighting.peerEnd.address)
    guard let judgement = numbers.note(number, key, mayBeCopy: mayBeCopy) else { return nil }
    let looks = NumberSeries.looks.count * numbers.windows(of: key)
    let chance = corrected(judgement.chance * Double(looks), of: device.index)
    guard chance <= highestChance, !numbers.isHabit(key), !sighting.isExpected(at: site) else {
      return nil
    }
    numbers.begin(key)
    let peer = sighting.peerEnd.address
    let name = "\(field.name) \(transport) \(peer)"
    guard let due = stories.tell(name, of: device.index, at: sighting.event.time, severity: .medium)
    else {
      return nil
    }
    let text = CarriedText.text(
      of: judgement.latest.map { judgement.part.value(of: $0, field) },
      octets: judgement.part == .whole ? field.octets : min(1, field.octets))
    let readable =
      switch judgement.part {
      case .whole:
        "\(judgement.printable) of \(judgement.fresh) that were none of the 16 before are all printable"
      case .first:
        "of \(judgement.fresh) that were none of the 16 before the first octet is printable in \(judgement.printable)"
      case .last:
        "of \(judgement.fresh) that were none of the 16 before the last octet is printable in \(judgement.printable)"
      }
    let reading = text.map { "; the latest new ones read as text: \"\($0)\"" } ?? ""
    return finding(
      due, name, .medium, field, chance,
      "\(device.label) (\(device.role.rawValue)) chooses \(field.phrase) for \(peer) as no stack does: of "
        + "\(judgement.numbers) new ones \(judgement.constantBits) of \(field.width) bits never changed"
        + (field.octets > 0 ? ", \(readable)" : "")
        + ", and \(judgement.backward) of \(judgement.numbers - 1) steps go back",
      reading, sighting,
      [
        Evidence("covert.numbers", .integer(judgement.numbers)),
        Evidence("covert.fresh_numbers", .integer(judgement.fresh)),
        Evidence("covert.constant_bits", .integer(judgement.constantBits)),
        Evidence("covert.printable", .integer(judgement.printable)),
        Evidence("covert.steps_back", .integer(judgement.backward)),
        Evidence("covert.latest", .texts(judgement.latest.map { "0x" + String($0, radix: 16) })),
      ] + (text.map { [Evidence("covert.text", .text($0))] } ?? []))
  }
}
