import Capture
import Packets

/// What is known of the ports of one device: which were tried, which answer, and in what order they were tried.
///
/// Bounded: 16 trails, 64 tried ports, 128 ports that answer, 16 sequences, 64 peers.
struct KnockBook: Sendable {
  /// A port that answers.
  struct OpenPort: Sendable {
    /// Transport and port.
    let service: ServiceKind
    /// When it first answered.
    let first: Timestamp
    /// Whether it had been tried before, and had not.
    let wasClosed: Bool
    /// Whether it was always used behind a sequence so far.
    var isSecret = false
  }

  /// A sequence that was tried.
  struct Sequence: Sendable {
    /// The ports in their order.
    let services: [ServiceKind]
    /// How often.
    var count = 1
  }

  /// A port that was tried and has not answered.
  struct TriedPort: Sendable {
    /// Transport and port.
    let service: ServiceKind
    /// How often.
    var count: UInt32 = 1
  }

  /// What a sequence has opened.
  struct Opening: Sendable {
    /// The ports that were tried, in their order.
    let sequence: [ServiceKind]
    /// How often they were, this time counted.
    let count: Int
    /// Whether the port had been tried before, and had not answered.
    let wasClosed: Bool
    /// Whether the device's role or the policy knows the port.
    let isUsual: Bool
  }

  private static let mostTrails = 16
  private static let mostTried = 64
  private static let mostOpen = 128
  private static let mostSequences = 16
  private static let mostCalled = 64

  private var trails: [KnockTrail] = []
  private var tried: [TriedPort] = []
  private var open: [OpenPort] = []
  private var sequences: [Sequence] = []
  /// Whom the device has called itself.
  private var called: [IPAddress] = []

  init() {}

  /// Whether a try says nothing: the port answers to everybody, and its source has tried no other.
  func isOrdinary(_ service: ServiceKind, from source: IPAddress) -> Bool {
    open.contains { $0.service == service && !$0.isSecret }
      && !trails.contains { $0.source == source }
  }

  /// Notes that a source tries a port.
  /// - Returns: The sequence that is complete with it and was tried before, and how often so far.
  mutating func note(
    _ step: KnockTrail.Step, from source: IPAddress
  ) -> (sequence: [ServiceKind], count: Int)? {
    closeTrails(before: step.time)
    var trail = take(source) ?? KnockTrail(source: source, at: step.time)
    noteTry(step.service, isScan: trail.isScan)
    if let (former, again) = trail.roundsUp(to: step) {
      _ = remember(former)
      trail = again
    }
    trail.add(step)
    put(trail)
    guard trail.isPeculiar, let sequence = trail.sequence,
      let known = sequences.first(where: { $0.services == sequence })
    else { return nil }
    return (sequence, known.count + 1)
  }

  private mutating func noteTry(_ service: ServiceKind, isScan: Bool) {
    guard !open.contains(where: { $0.service == service }) else { return }
    if let index = tried.firstIndex(where: { $0.service == service }) {
      tried[index].count &+= 1
      return
    }
    // A scan tries everything, and would push out what somebody waits for.
    if isScan, tried.count >= KnockBook.mostTried / 2 { return }
    if tried.count >= KnockBook.mostTried {
      tried.remove(at: tried.firstIndex { $0.count == 1 } ?? 0)
    }
    tried.append(TriedPort(service: service))
  }

  /// Notes that a port answers.
  mutating func noteAnswer(_ service: ServiceKind, at time: Timestamp) {
    guard !open.contains(where: { $0.service == service }), open.count < KnockBook.mostOpen else {
      return
    }
    // The try that is answered counts, too.
    let wasClosed = tried.contains { $0.service == service && $0.count > 1 }
    open.append(OpenPort(service: service, first: time, wasClosed: wasClosed))
    tried.removeAll { $0.service == service }
  }

  /// Notes that a source uses a port.
  /// - Returns: The sequence that was tried right before, where the port answers to nobody else.
  mutating func noteUse(of service: ServiceKind, by source: IPAddress) -> Opening? {
    guard let index = open.firstIndex(where: { $0.service == service }),
      var trail = take(source)
    else { return nil }
    guard let first = trail.steps.first?.time else {
      // A scan goes on being one, whatever it uses.
      put(trail)
      return nil
    }
    guard open[index].isSecret || open[index].first >= first else {
      // Somebody who reads a page between two knocks.
      trail.remove(service)
      put(trail)
      return nil
    }
    guard let services = trail.sequence(before: service) else {
      open[index].isSecret = false
      put(trail)
      return nil
    }
    open[index].isSecret = true
    let count = remember(services)
    return Opening(
      sequence: services, count: count, wasClosed: open[index].wasClosed,
      isUsual: trail.steps.last?.isUsual ?? true)
  }

  /// Notes that the device calls a peer itself.
  /// - Returns: The sequence that the peer has tried right before, where it was never called until then.
  mutating func noteCall(of peer: IPAddress, at time: Timestamp) -> Opening? {
    guard !called.contains(peer) else { return nil }
    if called.count >= KnockBook.mostCalled { called.removeFirst() }
    called.append(peer)
    closeTrails(before: time)
    guard let trail = take(peer) else { return nil }
    guard trail.isStrange, let sequence = trail.sequence else {
      put(trail)
      return nil
    }
    return Opening(
      sequence: sequence, count: remember(sequence), wasClosed: false, isUsual: false)
  }

  private mutating func take(_ source: IPAddress) -> KnockTrail? {
    trails.firstIndex { $0.source == source }.map { trails.remove(at: $0) }
  }

  private mutating func put(_ trail: KnockTrail) {
    if trails.count >= KnockBook.mostTrails {
      remember(trails.remove(at: trails.firstIndex { $0.steps.count < 2 && !$0.isScan } ?? 0))
    }
    trails.append(trail)
  }

  private mutating func closeTrails(before time: Timestamp) {
    for trail in trails where trail.isOver(at: time) { remember(trail) }
    trails.removeAll { $0.isOver(at: time) }
  }

  private mutating func remember(_ trail: KnockTrail) {
    if let sequence = trail.sequence { _ = remember(sequence) }
  }

  private mutating func remember(_ services: [ServiceKind]) -> Int {
    if let index = sequences.firstIndex(where: { $0.services == services }) {
      sequences[index].count += 1
      return sequences[index].count
    }
    if sequences.count >= KnockBook.mostSequences { sequences.removeFirst() }
    sequences.append(Sequence(services: services))
    return 1
  }
}

/// A book as it is kept over a restart.
extension KnockBook: Storable {
  func store(to writer: inout StoredWriter) {
    writer.add(UInt32(trails.count))
    for trail in trails { writer.add(trail) }
    writer.add(UInt32(tried.count))
    for port in tried {
      writer.add(port.service)
      writer.add(port.count)
    }
    writer.add(UInt32(open.count))
    for port in open {
      writer.add(port.service)
      writer.add(port.first)
      writer.add(port.wasClosed)
      writer.add(port.isSecret)
    }
    writer.add(UInt32(sequences.count))
    for sequence in sequences {
      writer.add(UInt32(sequence.services.count))
      for service in sequence.services { writer.add(service) }
      writer.add(UInt64(sequence.count))
    }
    writer.add(UInt32(called.count))
    for peer in called { writer.add(peer) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    for _ in 0..<(try reader.count(ofAtLeast: 29)) { trails.append(try reader.value()) }
    for _ in 0..<(try reader.count(ofAtLeast: 7)) {
      tried.append(TriedPort(service: try reader.value(), count: try reader.number()))
    }
    for _ in 0..<(try reader.count(ofAtLeast: 13)) {
      open.append(
        OpenPort(
          service: try reader.value(), first: try reader.time(), wasClosed: try reader.flag(),
          isSecret: try reader.flag()))
    }
    for _ in 0..<(try reader.count(ofAtLeast: 12)) {
      var services: [ServiceKind] = []
      for _ in 0..<(try reader.count(ofAtLeast: 3)) { services.append(try reader.value()) }
      sequences.append(
        Sequence(services: services, count: Int(clamping: try reader.number(UInt64.self))))
    }
    for _ in 0..<(try reader.count(ofAtLeast: 16)) { called.append(try reader.address()) }
  }
}
