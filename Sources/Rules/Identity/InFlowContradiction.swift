import Capture
import Devices
import Flows
import Packets

/// Inside one connection a device's segments come from two systems.
///
/// State: a `SegmentTrail` of each conversation until it is over; two counts an address, 8192 at most.
/// Severity: high; low where nothing but identifications contradict.
struct InFlowContradiction: Rule {
  static let identity = RuleIdentity(
    name: "identity.in-flow-contradiction",
    title: "Segments of one connection come from two systems",
    version: "2", category: "Command and Control",
    techniques: [
      Technique(id: "T1557", name: "Adversary-in-the-Middle"),
      Technique(id: "T1200", name: "Hardware Additions"),
    ], severities: [.low, .high],
    explanation: """
      Sees: in a TCP connection that began with a device's SYN or SYN-ACK, data of the device stands out \
      from what came before, and data behind it is again as before: (1) another initial time to live than \
      the SYN had; (2) no timestamp, where both ends have agreed on them, or one more than ten seconds back, \
      or further on than any clock runs; (3) an acknowledgment of more than the peer \
      has sent, and later data takes it back; (4) an identification more than 4096 away from a \
      counter that has taken four steps. Or (5) two segments that start at the same number have different \
      octets where both have some (the first 8, 64 or 512, or all of them), and differ in \
      length or headers, too, or it happens twice. All times to live are whole, so nobody has forwarded them. \
      Looked at are the first 32 segments, or 16 KiB, of each side.
      Why: who sits between a machine and its network and adds segments of his own writes them with his \
      own system, and does not know its counters.
      Risk: 73, and 4 for each further connection in which it happens, at most 89; 21 for (4) alone, as \
      some systems have a counter for each processor.
      Benign causes: a program that changes the time to live of its socket back and forth; load \
      balancers and WAN accelerators that share the server's hardware address. Not told: a change \
      without a way back (from the fourth segment on it is the new line; of the time to live however many); \
      segments without data or with RST, which systems and middleboxes send for connections that are not \
      theirs; retransmissions, keep-alives of one octet, segments that a network card has joined, a \
      single copy that was damaged on its way, packets that the capture has missed.
      By hand:
        tcpdump -nvr FILE 'ether src MAC and host PEER and tcp port PORT'
        tshark -r FILE -Y 'eth.src == MAC && tcp.len > 0' -T fields -e tcp.stream -e tcp.seq -e \
        tcp.len -e ip.ttl -e ip.id -e tcp.options.timestamp.tsval -e tcp.payload
      To silence: A load balancer or accelerator that shares the hardware address: tap behind it, \
      or leave its conversations out of the capture (--filter 'not host PEER'), which hides them \
      from all rules. A line that is understood is silenced where lines are read, by its event.id, \
      which is the same in every run: all else of the device is still told. rules: disabled: \
      [identity.in-flow-contradiction] silences it for all devices, and is the last resort.
      """)

  static let hooks: RuleHooks = [.marked, .ended]

  private var memory: IdentityMemory<SegmentTrail>

  init(settings: RuleSettings) {
    memory = IdentityMemory(settings: settings)
  }

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard let marks = sighting.content.marks, sighting.event.flow.transport == .tcp else {
      return nil
    }
    let place = ConversationKey(sighting)
    if let signature = sighting.content.signature {
      noteOpening(signature, marks, place, sighting)
      return nil
    }
    guard sighting.fromDevice, sighting.event.payloadLength > 0, marks.initialTimeToLive.isExact,
      marks.tcpFlags.isDisjoint(with: [.rst, .urg])
    else { return nil }
    // Behind the active time-out the peer's octets are counted anew.
    let isCounted = !sighting.event.flow.traits.contains(.continued)
    let segment = SegmentTrail.Segment(
      marks: marks, length: sighting.event.payloadLength, time: sighting.event.time,
      peerOctets: isCounted ? sighting.peerEnd.payloadBytes : nil)
    let found = memory.conversations.update(place) { trail in
      trail.note(segment).map { (contradiction: $0, trail: trail) }
    }
    guard let found = found ?? nil else { return nil }
    // Told once a connection.
    memory.conversations[place] = nil
    return finding(found.contradiction, found.trail, sighting)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    memory.end(sighting)
    return nil
  }

  mutating func changes() -> [Remembered] { memory.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try memory.restore(entries)
  }

  private mutating func noteOpening(
    _ signature: TCPSignature, _ marks: StackMarks, _ place: ConversationKey,
    _ sighting: borrowing Sighting
  ) {
    guard sighting.fromDevice else {
      if signature.isAnswer {
        _ = memory.conversations.update(place) { $0.noteAnswer(marks, signature) }
      }
      return
    }
    guard sighting.deviceEnd.packets == 1, signature.initialTimeToLive.isExact else { return }
    memory.conversations[place] = SegmentTrail(signature: signature, marks: marks)
  }

  private mutating func finding(
    _ contradiction: SegmentTrail.Contradiction, _ trail: SegmentTrail,
    _ sighting: borrowing Sighting
  ) -> Finding? {
    let key = StackKey(sighting)
    let device = sighting.device
    let isWeak = contradiction.oddity == .identification
    let due = memory.told.note(
      key, about: isWeak ? 1 : 0, of: device.index, at: sighting.event.time)
    guard let due else { return nil }
    let times = due.count == 1 ? "" : ", in \(due.count) connections so far"
    let odd = contradiction.odd
    var finding = Finding(
      Self.identity, channel: StackText.channel(key) + (isWeak ? " identification" : ""),
      severity: isWeak ? .low : .high,
      riskScore: isWeak ? 21 : 73 + 4 * Double(min(due.count - 1, 4)), since: due.first,
      reason: "\(device.label) (\(device.role.rawValue)) began a connection with "
        + "\(sighting.peerEnd.address) as \(trail.signature), and "
        + "\(InFlowContradiction.phrase(contradiction))\(times).",
      sighting,
      evidence: [
        Evidence("stack.connections", .integer(due.count)),
        Evidence("stack.signature", .text(trail.signature.description)),
        Evidence("stack.contradictions", .texts(contradiction.oddity.words)),
        Evidence("stack.own_segments", .integer(Int(trail.ownSegments))),
        Evidence("stack.odd_segments", .integer(Int(trail.oddSegments))),
      ] + InFlowContradiction.evidence(odd, below: "stack.odd")
        + [Evidence("stack.odd.length", .integer(Int(contradiction.length)))]
        + InFlowContradiction.evidence(contradiction.back, below: "stack.back"))
    finding.update = due.update
    return finding
  }

  /// What the device did, as the sentence says it.
  private static func phrase(_ contradiction: SegmentTrail.Contradiction) -> String {
    let odd = contradiction.odd
    let back = contradiction.back
    var parts: [String] = []
    if contradiction.oddity.contains(.timeToLive) {
      parts.append("time to live \(odd.timeToLive), and then with \(back.timeToLive) again")
    }
    if contradiction.oddity.contains(.timestamp) {
      let value = odd.tcpTimestamp == 0 ? "no timestamp" : "timestamp \(odd.tcpTimestamp)"
      parts.append("\(value), and then with \(back.tcpTimestamp)")
    }
    if contradiction.oddity.contains(.acknowledgment) {
      parts.append("acknowledgment \(odd.tcpAcknowledgment), which the peer had not sent so far")
    }
    if contradiction.oddity.contains(.identification),
      let number = odd.identification, let next = back.identification
    {
      parts.append("identification \(number), and then with \(next)")
    }
    let data =
      contradiction.oddity.contains(.data)
      ? ["sent two segments that start at \(odd.tcpSequence) and differ in their data"] : []
    let sent = parts.isEmpty ? [] : ["sent data with " + parts.joined(separator: ", with ")]
    return (sent + data).joined(separator: ", and ")
  }

  private static func evidence(_ marks: StackMarks, below path: String) -> [Evidence] {
    var evidence = [
      Evidence("\(path).time_to_live", .integer(Int(marks.timeToLive))),
      Evidence("\(path).dont_fragment", .flag(marks.dontFragment)),
      Evidence("\(path).sequence", .integer(Int(marks.tcpSequence))),
      Evidence("\(path).acknowledgment", .integer(Int(marks.tcpAcknowledgment))),
    ]
    if let identification = marks.identification {
      evidence.append(Evidence("\(path).identification", .integer(Int(identification))))
    }
    if marks.tcpTimestamp != 0 {
      evidence.append(Evidence("\(path).timestamp", .integer(Int(marks.tcpTimestamp))))
    }
    return evidence
  }
}
