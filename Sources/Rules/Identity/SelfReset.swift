import Capture
import Devices
import Flows
import Packets

/// A device refuses the answer to its own SYN, and goes on with the connection all the same.
///
/// State: the opening of each conversation until it is over, and a count an address, of 8192 at most.
/// Severity: high; critical where refusal and connection have different initial times to live.
struct SelfReset: Rule {
  static let identity = RuleIdentity(
    name: "identity.self-reset",
    title: "Device resets a connection that it goes on with",
    version: "1", category: "Initial Access",
    techniques: [
      Technique(id: "T1200", name: "Hardware Additions"),
      Technique(id: "T1195.003", name: "Compromise Hardware Supply Chain"),
    ], severities: [.high, .critical],
    explanation: """
      Sees: a device sends a SYN, the peer answers with SYN-ACK, and then the same hardware and IP \
      address sends both a RST without ACK, numbered as only a system sends it that knows nothing of the \
      connection (RFC 9293 section 3.5.2), and acknowledgments or data of that connection.
      Why: two systems hear the frames of one address. One opened the connection; the other says that it \
      did not.
      Risk: 99 where the RST and the SYN have different initial times to live, else 85.
      Benign causes: a program that makes its own TCP segments (raw sockets, DPDK, user-space stacks) \
      and forgets to keep the kernel quiet; a capture whose packets are out of order by more than the \
      connection's own round trip. Not told: scanners, which never go on; a program that was ended while \
      it connected; RST with ACK.
      By hand:
        tcpdump -nvr FILE 'ether src MAC and tcp[tcpflags] & (tcp-rst|tcp-ack) == tcp-rst'
        tcpdump -nvr FILE 'host ADDRESS and host PEER and tcp port PORT'
      To silence: Where a program makes its own segments, let the host's packet filter drop the \
      kernel's resets for it; then there are none. A line that is understood is silenced where \
      lines are read, by its event.id, which is the same in every run: all else of the device is \
      still told. rules: disabled: [identity.self-reset] silences it for all devices, and is the \
      last resort.
      """)

  static let hooks: RuleHooks = [.marked, .ended]

  /// Nanoseconds behind the RST in which the connection must go on: a minute, the longest that a first
  /// answer is repeated.
  static let window: Int64 = 60_000_000_000

  struct Opening: Sendable, Storable {
    var signature: TCPSignature
    var sequence: UInt32
    var isAnswered = false
    var reset: (marks: StackMarks, time: Timestamp)?

    init(signature: TCPSignature, sequence: UInt32) {
      self.signature = signature
      self.sequence = sequence
    }

    func store(to writer: inout StoredWriter) {
      writer.add(signature)
      writer.add(sequence)
      writer.add(isAnswered)
      writer.add(reset?.marks)
      writer.add(reset?.time ?? Timestamp(rawValue: 0))
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      signature = try reader.value()
      sequence = try reader.number()
      isAnswered = try reader.flag()
      let marks = try reader.optional(StackMarks.self)
      let time = try reader.time()
      reset = marks.map { ($0, time) }
    }
  }

  private var memory: IdentityMemory<Opening>

  init(settings: RuleSettings) {
    memory = IdentityMemory(settings: settings)
  }

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard let marks = sighting.content.marks, sighting.deviceStarted,
      sighting.event.flow.transport == .tcp
    else { return nil }
    let place = ConversationKey(sighting)
    if let signature = sighting.content.signature {
      if sighting.fromDevice, !signature.isAnswer {
        memory.conversations[place] = Opening(signature: signature, sequence: marks.tcpSequence)
      } else if !sighting.fromDevice, signature.isAnswer, var opening = memory.conversations[place],
        marks.tcpAcknowledgment == opening.sequence &+ 1
      {
        opening.isAnswered = true
        memory.conversations[place] = opening
      }
      return nil
    }
    guard sighting.fromDevice, var opening = memory.conversations[place], opening.isAnswered else {
      return nil
    }
    if marks.tcpFlags.contains(.rst) {
      let isRefusal = !marks.tcpFlags.contains(.ack) && sighting.event.payloadLength == 0
      guard isRefusal, marks.tcpSequence == opening.sequence &+ 1, opening.reset == nil else {
        return nil
      }
      opening.reset = (marks, sighting.event.time)
      memory.conversations[place] = opening
      return nil
    }
    guard let reset = opening.reset, marks.tcpFlags.contains(.ack),
      // Within the connection's own window of numbers.
      marks.tcpSequence &- opening.sequence < 1 << 30,
      sighting.event.time.nanoseconds(since: reset.time) <= SelfReset.window
    else { return nil }
    memory.conversations[place] = nil
    return finding(opening.signature, reset: reset.marks, going: marks, sighting)
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
    _ signature: TCPSignature, reset: StackMarks, going: StackMarks, _ sighting: borrowing Sighting
  ) -> Finding? {
    let key = StackKey(sighting)
    guard let due = memory.told.note(key, of: sighting.device.index, at: sighting.event.time) else {
      return nil
    }
    let device = sighting.device
    let differs = reset.initialTimeToLive.value != signature.initialTimeToLive.value
    let times = due.count == 1 ? "" : ", \(due.count) times so far"
    var finding = Finding(
      Self.identity, channel: StackText.channel(key), severity: differs ? .critical : .high,
      riskScore: differs ? 99 : 85, since: due.first,
      reason: "\(device.label) (\(device.role.rawValue)) reset the connection to "
        + "\(sighting.peerEnd.address) that it had just opened as \(signature), with time to live "
        + "\(reset.timeToLive), and went on with it with time to live \(going.timeToLive)\(times).",
      sighting,
      evidence: [
        Evidence("stack.resets", .integer(due.count)),
        Evidence("stack.signature", .text(signature.description)),
        Evidence("stack.reset.time_to_live", .integer(Int(reset.timeToLive))),
        Evidence("stack.reset.dont_fragment", .flag(reset.dontFragment)),
        Evidence("stack.reset.sequence", .integer(Int(reset.tcpSequence))),
        Evidence("stack.continued.time_to_live", .integer(Int(going.timeToLive))),
        Evidence("stack.continued.dont_fragment", .flag(going.dontFragment)),
        Evidence("stack.continued.sequence", .integer(Int(going.tcpSequence))),
      ])
    finding.update = due.update
    return finding
  }
}
