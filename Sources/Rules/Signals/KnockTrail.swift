import Capture
import Packets

/// The ports of one device that one source has tried lately, one behind the other.
struct KnockTrail: Sendable {
  /// One try.
  struct Step: Hashable, Sendable {
    /// Transport and port.
    let service: ServiceKind
    /// When it was tried.
    let time: Timestamp
    /// Whether the device's role or the policy knows the service.
    let isUsual: Bool
  }

  /// Ports that make a sequence: fewer happen by chance, more are a scan.
  static let lengths = 3...6
  /// Nanoseconds from the first of them to what they open.
  static let window: Int64 = 30_000_000_000

  /// Who tries.
  let source: IPAddress
  /// The tries, oldest first; one of the same port right behind another is left out.
  private(set) var steps: [Step] = []
  /// Whether it has tried more ports than a sequence has, without a pause.
  private(set) var isScan = false
  /// The latest try.
  private(set) var last: Timestamp

  init(source: IPAddress, at time: Timestamp) {
    self.source = source
    last = time
  }

  /// Whether a moment is too late for one more try.
  func isOver(at time: Timestamp) -> Bool {
    time.nanoseconds(since: last) > KnockTrail.window
  }

  /// Adds a try.
  mutating func add(_ step: Step) {
    last = step.time
    guard !isScan, steps.last?.service != step.service else { return }
    steps.append(step)
    steps.removeAll { step.time.nanoseconds(since: $0.time) > KnockTrail.window }
    // One before the sequence and one behind it may be what it is meant to open.
    if steps.count > KnockTrail.lengths.upperBound + 2 {
      isScan = true
      steps = []
    }
  }

  /// Forgets the tries of a port.
  mutating func remove(_ service: ServiceKind) { steps.removeAll { $0.service == service } }

  /// Where a step shows that the sequence has begun once more with the latest try: the one that is over, and the
  /// trail that goes on.
  func roundsUp(to step: Step) -> (former: [ServiceKind], trail: KnockTrail)? {
    guard let latest = steps.last, latest.service == steps.first?.service,
      step.service != latest.service,
      let former = KnockTrail.sequence(of: steps.dropLast())
    else { return nil }
    var trail = KnockTrail(source: source, at: latest.time)
    trail.add(latest)
    return (former, trail)
  }

  /// The sequence before a port that is used now, behind an earlier try of it.
  func sequence(before service: ServiceKind) -> [ServiceKind]? {
    var before = steps
    if before.last?.service == service { before.removeLast() }
    if let tried = before.lastIndex(where: { $0.service == service }) {
      before.removeSubrange(...tried)
    }
    return KnockTrail.sequence(of: before)
  }

  /// The sequence so far; `nil` where it is none.
  var sequence: [ServiceKind]? { KnockTrail.sequence(of: steps) }

  /// Whether enough of the ports are none of the device's job to make a sequence of their own.
  var isStrange: Bool { steps.count { !$0.isUsual } >= KnockTrail.lengths.lowerBound }

  /// Whether the ports come in an order that no counter gives, besides.
  var isPeculiar: Bool {
    guard isStrange else { return false }
    let ports = steps.map(\.service.port)
    return ports != ports.sorted() && ports != ports.sorted(by: >)
  }

  private static func sequence(of steps: some Collection<Step>) -> [ServiceKind]? {
    let services = steps.map(\.service)
    return lengths.contains(services.count) && Set(services).count == services.count
      ? services : nil
  }
}

/// A trail as it is kept over a restart.
extension KnockTrail: Storable {
  func store(to writer: inout StoredWriter) {
    writer.add(source)
    writer.add(isScan)
    writer.add(last)
    writer.add(UInt32(steps.count))
    for step in steps {
      writer.add(step.service)
      writer.add(step.time)
      writer.add(step.isUsual)
    }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    source = try reader.address()
    isScan = try reader.flag()
    last = try reader.time()
    for _ in 0..<(try reader.count(ofAtLeast: 12)) {
      steps.append(
        Step(service: try reader.value(), time: try reader.time(), isUsual: try reader.flag()))
    }
  }
}
