import Capture
import Devices
import Flows
import Packets

/// Inside one connection a device's segments come from two systems.
///
/// State: of each conversation the opening's time to live and that of the odd segment; a count an
/// address, of 8192 at most. Severity: high.
struct InFlowContradiction: Rule {
  static let identity = RuleIdentity(
    name: "identity.in-flow-contradiction",
    title: "Segments of one connection come from two systems",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1557", name: "Adversary-in-the-Middle"),
      Technique(id: "T1200", name: "Hardware Additions"),
    ],
    explanation: """
      Sees: in a TCP connection that began with a device's SYN or SYN-ACK, data of the device comes with \
      another initial time to live than its SYN had, and then data with the first one again. Both times \
      to live are whole, so nobody has forwarded either. Looked at are the first 16 KiB of each side.
      Why: who sits between a machine and its network and adds segments of his own writes them with his \
      own system.
      Risk: 73, and 4 for each further connection in which it happens, at most 89.
      Benign causes: a program that changes the time to live of its socket back and forth; load \
      balancers and WAN accelerators that share the server's hardware address. Not told: a change \
      without a way back; segments without data, which systems send for sockets that are gone.
      By hand: tshark -r FILE -Y 'eth.src == MAC && tcp.len > 0' -T fields -e tcp.stream -e ip.ttl
      """)

  private struct Opening: Sendable {
    let signature: TCPSignature
    var odd: StackMarks?
    var oddSegments = 0
    var ownSegments = 0
  }

  private struct Count: Sendable {
    var first: Timestamp
    var connections: Int
  }

  private var openings = ConversationSlots<Opening>()
  private var counts: [StackKey: Count] = [:]
  private var told = ToldAddresses(limit: TwoStacks.mostAddresses)

  init(settings: RuleSettings) {}

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard let marks = sighting.content.marks, sighting.fromDevice,
      sighting.event.flow.transport == .tcp
    else { return nil }
    let place = sighting.event.place
    if let signature = sighting.content.signature {
      if sighting.deviceEnd.packets == 1, signature.initialTimeToLive.isExact {
        openings[place] = Opening(signature: signature)
      }
      return nil
    }
    guard sighting.event.payloadLength > 0, marks.initialTimeToLive.isExact,
      var opening = openings[place]
    else { return nil }
    if marks.timeToLive != opening.signature.timeToLive {
      if opening.odd == nil { opening.odd = marks }
      opening.oddSegments += 1
      openings[place] = opening
      return nil
    }
    opening.ownSegments += 1
    guard let odd = opening.odd else {
      openings[place] = opening
      return nil
    }
    openings[place] = nil
    return finding(opening, odd, back: marks, sighting)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    if sighting.event.reason != .active { openings[sighting.event.place] = nil }
    return nil
  }

  private mutating func finding(
    _ opening: Opening, _ odd: StackMarks, back: StackMarks, _ sighting: borrowing Sighting
  ) -> Finding? {
    let key = StackKey(sighting)
    let time = sighting.event.time
    guard counts[key] != nil || counts.count < TwoStacks.mostAddresses else { return nil }
    counts[key, default: Count(first: time, connections: 0)].connections += 1
    guard let count = counts[key], let update = told.line(key, count: count.connections) else {
      return nil
    }
    let device = sighting.device
    let times = count.connections == 1 ? "" : ", in \(count.connections) connections so far"
    var finding = Finding(
      Self.identity, channel: StackText.channel(key), severity: .high,
      riskScore: 73 + 4 * Double(min(count.connections - 1, 4)), since: count.first,
      reason: "\(device.label) (\(device.role.rawValue)) began a connection with "
        + "\(sighting.peerEnd.address) as \(opening.signature), sent data with time to live "
        + "\(odd.timeToLive), and then with \(back.timeToLive) again\(times).",
      sighting,
      evidence: [
        Evidence("stack.connections", .integer(count.connections)),
        Evidence("stack.signature", .text(opening.signature.description)),
        Evidence("stack.own_segments", .integer(opening.ownSegments)),
        Evidence("stack.odd_segments", .integer(opening.oddSegments)),
        Evidence("stack.odd.time_to_live", .integer(Int(odd.timeToLive))),
        Evidence("stack.odd.dont_fragment", .flag(odd.dontFragment)),
        Evidence("stack.odd.sequence", .integer(Int(odd.tcpSequence))),
      ]
        + (odd.identification.map { [Evidence("stack.odd.identification", .integer(Int($0)))] }
          ?? []))
    finding.update = update
    return finding
  }
}
