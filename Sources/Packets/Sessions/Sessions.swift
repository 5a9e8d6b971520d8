public import Capture

/// What conversations speak, read from the first packets of both sides.
///
/// Of datagrams and frames each one that is given is read by itself. Of TCP the beginning of each
/// direction is put in order and read until its first message is whole, so that a ClientHello in three
/// segments out of order gives one message. Memory is bounded by `SessionLimits`; at a limit the oldest
/// goes, which a flood of new conversations can use to blind this stage but not those below.
public struct Sessions: Sendable {
  let limits: SessionLimits
  var records: [UInt32: SessionRecord] = [:]
  var order = SerialQueue()
  var headOrder = SerialQueue()
  var heads = 0
  var nextSerial: UInt64 = 0
  /// What was done so far.
  public private(set) var counters = SessionCounters()

  /// Nothing known yet.
  public init(limits: SessionLimits = SessionLimits()) { self.limits = limits }

  /// What is known of a conversation.
  public subscript(key: UInt32) -> Session { records[key]?.session ?? Session() }

  /// Forgets a conversation that has ended, and returns what was known of it.
  public mutating func end(_ key: UInt32) -> Session {
    guard let record = records.removeValue(forKey: key) else { return Session() }
    if record.hasHead { heads -= 1 }
    return record.session
  }

  /// Looks into one packet of a conversation.
  /// - Parameters:
  ///   - packets: The batch.
  ///   - position: Which packet of it.
  ///   - frames: The frames that the batch was decoded from.
  ///   - key: A number that the conversation alone has until `end(_:)`.
  ///   - fromInitiator: Whether the side that started the conversation sent it.
  /// - Returns: The message that the packet carries, or that it completes.
  public mutating func read(
    _ packets: borrowing PacketBatch, _ position: Int, in frames: borrowing FrameBatch,
    key: UInt32, fromInitiator: Bool
  ) -> Message? {
    let packet = packets.packets[position]
    prepare(key, packet, fromInitiator)
    let side = fromInitiator ? 0 : 1
    if packet.isIP, packet.transport == .tcp, packet.tcpFlags.contains(.syn) {
      records[key]?.bases[side] = packet.tcpSequence &+ 1
    }
    guard let payload = packets.message(of: position, in: frames) else { return nil }
    guard payload.carrier == .tcp else { return readMessage(payload, key, side) }
    return readStream(payload, packet, key, side)
  }

  /// Notes what a conversation carries, where the decoder has said so: a tunnel.
  /// - Parameters:
  ///   - encapsulation: How its packets carry others.
  ///   - packet: One of them.
  ///   - key: A number that the conversation alone has until `end(_:)`.
  ///   - fromInitiator: Whether the side that started the conversation sent it.
  public mutating func note(
    _ encapsulation: Encapsulation, of packet: Packet, key: UInt32, fromInitiator: Bool
  ) {
    prepare(key, packet, fromInitiator)
    guard records[key]?.session.recognition != .certain else { return }
    records[key]?.session.spoken = encapsulation.protocolName
    records[key]?.session.recognition = .certain
  }

  private mutating func readMessage(
    _ payload: borrowing Payload, _ key: UInt32, _ side: Int
  ) -> Message? {
    guard let record = records[key], !record.isSettled[side] else { return nil }
    guard let message = ProtocolCatalog.read(payload, expected: record.session.spoken) else {
      // Four words that nobody knows must not hide what manages a machine.
      let isManaged =
        ProtocolCatalog.isRemoteManagement(payload.destinationPort)
        || ProtocolCatalog.isRemoteManagement(payload.sourcePort)
      if record.session.spoken == nil, !(isManaged && payload.carrier == .udp) { fail(key, side) }
      return nil
    }
    records[key]?.session.note(message)
    return counted(message)
  }

  /// Nobody knew the bytes of a side; at the fourth time nobody is asked any more.
  private mutating func fail(_ key: UInt32, _ side: Int) {
    guard let failures = records[key]?.failures[side] else { return }
    records[key]?.failures[side] = failures + 1
    if failures + 1 >= SessionRecord.mostFailures { settle(key, side) }
  }

  /// Makes room for a conversation that is new.
  private mutating func prepare(_ key: UInt32, _ packet: Packet, _ fromInitiator: Bool) {
    guard records[key] == nil else { return }
    while records.count >= limits.sessions, let oldest = order.popFirst() {
      guard records[oldest.key]?.serial == oldest.serial else { continue }
      _ = end(oldest.key)
      counters.forgotten &+= 1
    }
    var record = SessionRecord(serial: nextSerial)
    order.append(key, nextSerial)
    nextSerial &+= 1
    if packet.isIP, packet.traits.contains(.hasPorts),
      packet.transport == .tcp || packet.transport == .udp
    {
      let carrier = packet.transport == .tcp ? Carrier.tcp : .udp
      let responder = fromInitiator ? packet.destinationPort : packet.sourcePort
      let initiator = fromInitiator ? packet.sourcePort : packet.destinationPort
      record.session.suggested =
        ProtocolCatalog.suggested(port: responder, in: carrier)
        ?? ProtocolCatalog.suggested(port: initiator, in: carrier)
    }
    records[key] = record
    let known = records
    order.compact { key, serial in known[key]?.serial == serial }
  }

  private mutating func readStream(
    _ payload: borrowing Payload, _ packet: Packet, _ key: UInt32, _ side: Int
  ) -> Message? {
    guard let record = records[key], !record.isSettled[side], payload.bytes.byteCount > 0
    else { return nil }
    let sequence = packet.tcpSequence &+ (packet.tcpFlags.contains(.syn) ? 1 : 0)
    let base = record.bases[side] ?? sequence
    records[key]?.bases[side] = base
    let offset = Int(Int32(bitPattern: sequence &- base))
    // Behind a segment that the capture cut nothing can be put in order.
    let isLast = payload.isCut
    if record.heads[side] == nil, offset == 0 {
      if let message = attempt(payload, key, side, isLast: isLast) { return message }
      if isSettled(key, side) { return nil }
    }
    return put(payload, at: offset, key, side, isLast: isLast)
  }

  private func isSettled(_ key: UInt32, _ side: Int) -> Bool {
    records[key]?.isSettled[side] ?? true
  }

  /// Puts a segment into the beginning of its direction, and reads that if it has grown.
  private mutating func put(
    _ payload: borrowing Payload, at offset: Int, _ key: UInt32, _ side: Int, isLast: Bool
  ) -> Message? {
    guard var record = records[key] else { return nil }
    if !record.hasHead { keepHead(key, record.serial) }
    let isNew = record.heads[side] == nil
    // Taken out while it is read, so that there is one owner of its memory.
    var head = record.heads[side] ?? StreamHead()
    record.heads[side] = .some(StreamHead())
    records[key] = record
    let before = head.contradictions
    let hasGrown = head.add(payload.bytes, at: offset)
    counters.contradictions &+= UInt64(head.contradictions - before)
    var message: Message?
    if hasGrown, !isNew || offset < 0 || isLast {
      message = attempt(
        Payload(
          head.bytes, in: .tcp, sourcePort: payload.sourcePort,
          destinationPort: payload.destinationPort),
        key, side, isLast: isLast || head.isFull)
    } else if head.isFull {
      settle(key, side)
    }
    if !isSettled(key, side) { records[key]?.heads[side] = head }
    return message
  }

  /// Reads what is there of a direction; `nil` while its first message is not whole.
  private mutating func attempt(
    _ payload: borrowing Payload, _ key: UInt32, _ side: Int, isLast: Bool
  ) -> Message? {
    guard let message = ProtocolCatalog.read(payload, expected: records[key]?.session.spoken) else {
      if isLast { settle(key, side) } else if payload.bytes.byteCount >= 16 { fail(key, side) }
      return nil
    }
    records[key]?.session.note(message)
    if message.fault == .truncated, !isLast { return nil }
    settle(key, side)
    return counted(message)
  }

  /// Ends the reading of a direction and gives its memory back.
  private mutating func settle(_ key: UInt32, _ side: Int) {
    guard var record = records[key] else { return }
    let hadHead = record.hasHead
    record.isSettled[side] = true
    record.heads[side] = nil
    if hadHead, !record.hasHead { heads -= 1 }
    records[key] = record
  }

  /// Makes room for the beginning of a direction.
  private mutating func keepHead(_ key: UInt32, _ serial: UInt64) {
    while heads >= limits.heads, let oldest = headOrder.popFirst() {
      guard let record = records[oldest.key], record.serial == oldest.serial, record.hasHead else {
        continue
      }
      settle(oldest.key, 0)
      settle(oldest.key, 1)
      counters.abandonedHeads &+= 1
    }
    heads += 1
    headOrder.append(key, serial)
    let known = records
    headOrder.compact { key, serial in
      known[key].map { $0.serial == serial && $0.hasHead } ?? false
    }
  }

  private mutating func counted(_ message: Message) -> Message {
    counters.messages &+= 1
    if message.fault != .none { counters.faulty &+= 1 }
    return message
  }
}
