import Capture
import Devices
import Flows
import Packets

/// One sender floods a network with pause frames.
///
/// State: a stretch and a count a sender, 1024 at most; those that flooded are kept. Severity: low.
struct PauseFlood: Rule {
  static let identity = RuleIdentity(
    name: "ethernet.pause",
    title: "A flood of pause frames",
    version: "1", category: "Impact",
    techniques: [Technique(id: "T1498", name: "Network Denial of Service")],
    severities: [.low],
    deed: "sent a flood of pause frames",
    explanation: """
      Sees: PAUSE or priority flow control (EtherType 0x8808, opcodes 0x0001 and 0x0101, IEEE 802.3 annexes 31B \
      and 31D) to 01:80:c2:00:00:01 from one hardware address, 1,000 frames a second or more on average, for a \
      second or longer. What is counted is frames, exactly, at the 1st, 2nd, 4th, 8th, ... and at every 1024th of a \
      conversation: a flood of 3.1 s is seen for certain, shorter ones where it is fast. One line a sender and \
      VLAN, then updates at 4, 16, 64, ... stretches of a second or more.
      Why: each frame asks the other end to be silent for so many times 512 bits (undertick.pause.quanta; 65,535 of \
      them are 34 ms at 1 Gbit/s and 3.4 ms at 10 Gbit/s), and so a broken or hostile card can stop a port, and by \
      back-pressure a whole fabric. Which part of the time a port was really stopped cannot be known from the frames, as \
      they do not tell the speed.
      Risk: 21.
      Benign causes: a host that hangs while its card is on, a receiver that is slower than its link, storage over \
      converged Ethernet under load. Not told: fewer frames. A switch consumes such frames, and a mirror port mostly \
      does not show them: a tap does.
      By hand: tcpdump -enr FILE 'ether proto 0x8808'
      To silence: an entry under expected: with the device, transport: ether and the reason; floods of all others are \
      still told.
      """)

  static let hooks: RuleHooks = .overheard

  static let languages: Set<ProtocolName> = ["mac_control"]

  /// Frames a second from which on it is a flood.
  static let rate = 1000.0
  /// Nanoseconds that it takes at least.
  static let shortest: Int64 = 1_000_000_000

  /// Where PAUSE goes, IEEE 802.3-2018 annex 31B.1.
  private static let group = MACAddress(rawValue: 0x0180_c200_0001)

  private var notes: FrameNotes<PauseNote>

  init(settings: RuleSettings) {
    notes = FrameNotes(isRemembered: settings.isRemembered) { !$0.hasFlooded }
  }

  mutating func overheard(
    _ event: borrowing FlowEvent, _ content: borrowing SightedContent, at site: borrowing Site
  ) -> Finding? {
    guard let utterance = Utterance(event, content) else { return nil }
    let opcode = utterance.number("opcode")
    let receiver = event.fromInitiator ? event.flow.responder : event.flow.initiator
    guard opcode == 0x0001 || opcode == 0x0101, receiver.mac == Self.group else { return nil }
    let source = FrameSource(utterance)
    var note = notes[source] ?? PauseNote(first: utterance.time)
    defer { notes.put(note, of: source) }
    let flood = note.note(
      utterance.sender.packets, at: utterance.time, of: utterance.event.flow.first)
    let device = utterance.subject(at: site)
    guard let flood, !utterance.sighting(of: device).isExpected(at: site), let due = note.tell()
    else { return nil }
    return finding(due, flood, source, device, utterance)
  }

  var counters: [(name: String, value: UInt64)] {
    [("senders", UInt64(notes.count)), ("senders_refused", notes.refused)]
  }

  mutating func changes() -> [Remembered] { notes.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try notes.restore(entries)
  }

  private func finding(
    _ due: Story.Due, _ flood: PauseNote.Flood, _ source: FrameSource, _ device: Device,
    _ utterance: Utterance
  ) -> Finding {
    let isPriority = utterance.number("opcode") == 0x0101
    let quanta: UInt64
    if isPriority, case .list(let times)? = utterance.message.fields["time_quanta"] {
      quanta = times.compactMap(\.number).max() ?? 0
    } else {
      quanta = utterance.number("pause_time_quanta") ?? 0
    }
    let role = device.role == .unknown ? "" : " (\(device.role.rawValue))"
    let times = due.count == 1 ? "" : "; \(due.count) such stretches so far"
    var finding = Finding(
      Self.identity, channel: source.description, severity: .low, riskScore: 21, since: due.first,
      reason: "\(device.label)\(role) sent \(flood.frames) "
        + "\(isPriority ? "priority flow control" : "pause") frames within "
        + "\(NumberText.duration(flood.seconds)), \(Int(flood.rate)) a second, \(source.place); the "
        + "latest asks for \(quanta) times 512 bits of silence\(times).",
      utterance.sighting(of: device),
      evidence: [
        Evidence("ethernet.protocol", .text(utterance.event.flow.linkProtocol.description)),
        Evidence("pause.frames", .integer(flood.frames)),
        Evidence("pause.seconds", .decimal(flood.seconds, places: 3)),
        Evidence("pause.rate", .decimal(flood.rate, places: 0)),
        Evidence("pause.priority", .flag(isPriority)),
        Evidence("pause.quanta", .integer(Int(quanta))),
        Evidence("pause.first", .moment(flood.start.rawValue)),
        Evidence("pause.floods", .integer(due.count)),
      ])
    finding.update = due.update
    return finding
  }
}
