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

  struct Opening: Sendable, Storable {
    let signature: TCPSignature
    var odd: StackMarks?
    var oddSegments: UInt32 = 0
    var ownSegments: UInt32 = 0

    init(signature: TCPSignature) { self.signature = signature }

    func store(to writer: inout StoredWriter) {
      writer.add(signature)
      writer.add(odd)
      writer.add(oddSegments)
      writer.add(ownSegments)
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      signature = try reader.value()
      odd = try reader.optional()
      oddSegments = try reader.number()
      ownSegments = try reader.number()
    }
  }

  private var memory: IdentityMemory<Opening>

  init(settings: RuleSettings) {
    memory = IdentityMemory(settings: settings)
  }

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard let marks = sighting.content.marks, sighting.fromDevice,
      sighting.event.flow.transport == .tcp
    else { return nil }
    let place = ConversationKey(sighting)
    if let signature = sighting.content.signature {
      if sighting.deviceEnd.packets == 1, signature.initialTimeToLive.isExact {
        memory.conversations[place] = Opening(signature: signature)
      }
      return nil
    }
    guard sighting.event.payloadLength > 0, marks.initialTimeToLive.isExact,
      var opening = memory.conversations[place]
    else { return nil }
    if marks.timeToLive != opening.signature.timeToLive {
      if opening.odd == nil { opening.odd = marks }
      opening.oddSegments += 1
      memory.conversations[place] = opening
      return nil
    }
    opening.ownSegments += 1
    guard let odd = opening.odd else {
      memory.conversations[place] = opening
      return nil
    }
    memory.conversations[place] = nil
    return finding(opening, odd, back: marks, sighting)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    memory.end(sighting)
    return nil
  }

  mutating func changes() -> [Remembered] { memory.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try memory.restore(entries)
  }

  private mutating func finding(
    _ opening: Opening, _ odd: StackMarks, back: StackMarks, _ sighting: borrowing Sighting
  ) -> Finding? {
    let key = StackKey(sighting)
    guard let due = memory.told.note(key, of: sighting.device.index, at: sighting.event.time) else {
      return nil
    }
    let device = sighting.device
    let times = due.count == 1 ? "" : ", in \(due.count) connections so far"
    var finding = Finding(
      Self.identity, channel: StackText.channel(key), severity: .high,
      riskScore: 73 + 4 * Double(min(due.count - 1, 4)), since: due.first,
      reason: "\(device.label) (\(device.role.rawValue)) began a connection with "
        + "\(sighting.peerEnd.address) as \(opening.signature), sent data with time to live "
        + "\(odd.timeToLive), and then with \(back.timeToLive) again\(times).",
      sighting,
      evidence: [
        Evidence("stack.connections", .integer(due.count)),
        Evidence("stack.signature", .text(opening.signature.description)),
        Evidence("stack.own_segments", .integer(Int(opening.ownSegments))),
        Evidence("stack.odd_segments", .integer(Int(opening.oddSegments))),
        Evidence("stack.odd.time_to_live", .integer(Int(odd.timeToLive))),
        Evidence("stack.odd.dont_fragment", .flag(odd.dontFragment)),
        Evidence("stack.odd.sequence", .integer(Int(odd.tcpSequence))),
      ]
        + (odd.identification.map { [Evidence("stack.odd.identification", .integer(Int($0)))] }
          ?? []))
    finding.update = due.update
    return finding
  }
}
