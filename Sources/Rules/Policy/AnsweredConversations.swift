import Capture
import Devices
import Flows
import Packets

/// Follows the conversations that peers start with devices until it is clear whether the device answers.
///
/// What neither role nor policy explains is noted when it opens, because what the policy says is not asked
/// again at every packet. A datagram conversation is clear as soon as the device has answered; a connection when
/// both ends have sent payload and its content is known, or was not known after 16 packets; and any when it is
/// over. Each conversation is clear once.
///
/// State: `ConversationNotes` and `AskedPorts`, both bounded.
struct AnsweredConversations: Sendable {
  /// A conversation of which it is clear that the device has answered.
  struct Clear: Hashable, Sendable {
    /// What the end that did not start has answered.
    let answer: Answer
    /// What the content shows for certain.
    let spoken: ProtocolName?
    /// Whether the device had a conversation with the peer open when this one opened.
    let isInCall: Bool
  }

  /// What is remembered of a conversation that goes on.
  private struct Note: Sendable, Storable {
    /// Whether it was clear before.
    var isClear = false
    /// Whether a packet of the device showed that it is its own.
    var isOwn = false
    /// Whether the device had a conversation with the peer open at the opening.
    var isInCall = false
    /// What the content has shown for certain.
    var spoken: ProtocolName?

    init() {}

    func store(to writer: inout StoredWriter) {
      writer.add(isClear)
      writer.add(isOwn)
      writer.add(isInCall)
      writer.add(spoken?.rawValue ?? "")
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      isClear = try reader.flag()
      isOwn = try reader.flag()
      isInCall = try reader.flag()
      let name = try reader.text()
      spoken = name.isEmpty ? nil : ProtocolName(rawValue: name)
    }
  }

  /// After so many packets of a connection its content is not waited for any more.
  private static let mostPackets: UInt64 = 16

  private var notes: ConversationNotes<Note>
  private var asked: AskedPorts

  init(settings: RuleSettings) {
    notes = ConversationNotes(isRemembered: settings.isRemembered)
    asked = AskedPorts(isExact: false, isRemembered: settings.isRemembered)
  }

  /// A conversation opened.
  /// - Parameters:
  ///   - sighting: Its first packet.
  ///   - isUnexplained: Whether it is of interest, and neither role nor policy explains it.
  ///   - isInCall: Whether the device has a conversation with the peer open.
  /// - Returns: What is clear now, if it has become so.
  mutating func opened(
    _ sighting: borrowing Sighting, isUnexplained: Bool, isInCall: Bool = false
  ) -> Clear? {
    guard !sighting.deviceStarted else {
      asked.note(sighting)
      return nil
    }
    // Of datagrams the one who sent the first that was seen is the one who started.
    let isByPeer = !sighting.fromDevice || sighting.event.flow.transport == .tcp
    guard isUnexplained, isByPeer, !asked.contains(sighting) else { return nil }
    var note = Note()
    note.isInCall = isInCall
    notes[ConversationKey(sighting)] = note
    return clear(sighting)
  }

  /// A packet came that shows what sent it.
  mutating func marked(_ sighting: borrowing Sighting) -> Clear? {
    guard !sighting.deviceStarted, notes.count > 0 else { return nil }
    let key = ConversationKey(sighting)
    guard var note = notes[key], !note.isClear else { return nil }
    if let spoken = sighting.spoken, note.spoken == nil {
      note.spoken = spoken
      notes[key] = note
    }
    if sighting.fromDevice, !note.isOwn, let marks = sighting.content.marks,
      Sighting.isWhole(marks.timeToLive)
    {
      note.isOwn = true
      notes[key] = note
    }
    return clear(sighting)
  }

  /// Payload came after a pause.
  mutating func resumed(_ sighting: borrowing Sighting, isUnexplained: Bool) -> Clear? {
    guard !sighting.deviceStarted, isUnexplained else { return nil }
    let key = ConversationKey(sighting)
    if notes[key] == nil, sighting.event.flow.transport == .tcp { notes[key] = Note() }
    return clear(sighting)
  }

  /// A conversation is over, or was split.
  mutating func ended(_ sighting: borrowing Sighting, isUnexplained: Bool) -> Clear? {
    guard !sighting.deviceStarted else { return nil }
    let key = ConversationKey(sighting)
    if isUnexplained, notes[key] == nil, sighting.event.flow.transport == .tcp {
      notes[key] = Note()
    }
    let clear = isUnexplained ? clear(sighting, isLast: true) : nil
    if sighting.event.reason != .active { notes[key] = nil }
    return clear
  }

  private mutating func clear(_ sighting: borrowing Sighting, isLast: Bool = false) -> Clear? {
    let key = ConversationKey(sighting)
    guard var note = notes[key], !note.isClear, note.isOwn || sighting.isDeviceItself else {
      return nil
    }
    let flow = sighting.event.flow
    let answer = Answer(flow)
    guard answer.isAccepted else { return nil }
    let spoken = sighting.spoken ?? note.spoken
    // The first words of a connection may not say yet what it speaks.
    let isLong =
      flow.initiator.packets + flow.responder.packets >= AnsweredConversations.mostPackets
    guard isLast || flow.transport != .tcp || answer.isExchanged && (spoken != nil || isLong)
    else { return nil }
    note.isClear = true
    notes[key] = note
    return Clear(answer: answer, spoken: spoken, isInCall: note.isInCall)
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] { notes.changes() + asked.changes() }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try notes.restore(entries)
    try asked.restore(entries)
  }
}
