public import Capture
public import Devices
public import Flows
import Packets
public import Reports
public import Rules

/// One capture from its first frame to its last finding, on one thread, in capture order.
///
/// Decoding, flows and rules run inline, each a batch at a time. What comes out is a function of the
/// frames alone: not of how they were batched, nor of any clock.
public struct Pipeline: ~Copyable {
  var decoder = PacketDecoder()
  private var packets = PacketBatch(capacity: FrameBatch.capacity)
  var table: FlowTable
  private var events = FlowEvents()
  var conversations = Conversations()
  var judgement: Judgement
  /// Hears what machines are; `nil` where nobody wants to know.
  var listener: RoleListener?
  /// Machines that were found out in this minute of packet time.
  var newcomers: [ObservedDevice] = []
  var lastMinute = Int64.min
  let statisticsInterval: Int64
  /// The end of the interval that the next metric line is about; far away before the first packet.
  var nextStatistics = Int64.max
  private var packetCount: UInt64 = 0
  private var byteCount: UInt64 = 0
  private var first: Timestamp?
  /// The time of the latest packet, in the order of capture.
  public private(set) var last: Timestamp?
  /// What is to be told, in order; the caller takes it after each call.
  public var outcomes: [Outcome] { judgement.outcomes }

  /// What a pipeline tells.
  public enum Outcome: Sendable {
    /// Something was found.
    case finding(Finding)
    /// The counters as they stood at a full interval of packet time.
    case metrics(Metrics)
  }

  /// A pipeline that has seen nothing.
  /// - Parameters:
  ///   - site: What the operator has told.
  ///   - settings: The numbers.
  ///   - seed: What the flow table hashes with.
  ///   - statisticsInterval: Nanoseconds of packet time between metric lines; 0 for none but the last.
  ///   - isRemembered: Whether `memory()` will be asked for.
  ///   - makers: Who made the interfaces, for what machines are by their evidence.
  public init(
    site: Site, settings: Settings, seed: FlowSeed, statisticsInterval: Int64,
    isRemembered: Bool = false, makers: OUITable = OUITable(for: [])
  ) {
    table = FlowTable(
      limits: settings.flows, seed: seed,
      interest: FlowInterest(
        in: site.inventory, isRouterWatched: settings.rules.watchedRoles.contains(.router),
        watch: site.watch, infersRoles: settings.rules.infersRoles))
    listener = settings.rules.infersRoles ? RoleListener(makers: makers) : nil
    judgement = Judgement(
      RuleSet(site: site, settings: settings.rules, isRemembered: isRemembered),
      settings: settings.rules, isRemembered: isRemembered)
    self.statisticsInterval = statisticsInterval
  }

  /// Alerts raised so far.
  public var alertCount: UInt64 { judgement.alertCount }

  /// Packets processed so far.
  public var processed: UInt64 { packetCount }

  /// Processes a batch and appends to `outcomes`.
  public mutating func process(_ frames: borrowing FrameBatch) {
    guard statisticsInterval > 0 else {
      run(frames)
      return
    }
    // The line of an interval counts exactly what came before its end, however frames are batched.
    var start = 0
    while start < frames.count {
      let time = frames.records[start].timestamp.rawValue
      if nextStatistics == .max || isFarBefore(frames.records[start].timestamp) {
        nextStatistics =
          frames.records[start].timestamp.advanced(byNanoseconds: statisticsInterval).rawValue
      }
      if time >= nextStatistics {
        // An interval that began in an earlier run, and in which nothing came in this one, has no line.
        if last != nil {
          tellSilences()
          judgement.tell(metrics(at: Timestamp(rawValue: nextStatistics)))
        }
        let late = time &- nextStatistics
        nextStatistics &+= late / statisticsInterval * statisticsInterval &+ statisticsInterval
      }
      var end = start + 1
      while end < frames.count, frames.records[end].timestamp.rawValue < nextStatistics,
        !isFarBefore(frames.records[end].timestamp)
      {
        end += 1
      }
      run(FrameBatch(records: frames.records.extracting(start..<end), bytes: frames.bytes))
      start = end
    }
  }

  /// Whether a packet lies a minute before the interval: the capture's clock was set back, or a wrong
  /// time stamp had set it on. The intervals start anew there.
  private func isFarBefore(_ time: Timestamp) -> Bool {
    Timestamp(rawValue: nextStatistics).nanoseconds(since: time)
      > statisticsInterval + 60_000_000_000
  }

  /// Takes frames through the stages; those of one minute of packet time at once, where machines are found
  /// out by their evidence.
  ///
  /// Whose flows are told changes between minutes only, so that it does not depend on batches.
  private mutating func run(_ frames: borrowing FrameBatch) {
    guard listener != nil else { return runPart(frames) }
    var start = 0
    while start < frames.count {
      let minute = Pipeline.minute(of: frames.records[start].timestamp)
      if minute != lastMinute { followNewcomers() }
      lastMinute = minute
      var end = start + 1
      while end < frames.count, Pipeline.minute(of: frames.records[end].timestamp) == minute {
        end += 1
      }
      runPart(FrameBatch(records: frames.records.extracting(start..<end), bytes: frames.bytes))
      start = end
    }
  }

  private static func minute(of time: Timestamp) -> Int64 { time.rawValue / 60_000_000_000 }

  private mutating func runPart(_ frames: borrowing FrameBatch) {
    let count = frames.count
    guard count > 0 else { return }
    decoder.decode(frames, into: &packets)
    packetCount &+= UInt64(count)
    for position in 0..<count { byteCount &+= UInt64(frames.records[position].wireLength) }
    if first == nil { first = frames.records[0].timestamp }
    last = frames.records[count - 1].timestamp
    var next = 0
    while next < packets.conversing.count {
      next = table.add(packets, from: next, events: &events)
      conversations.read(events, packets, in: frames)
      let identifications =
        listener?.listen(events, conversations.contents, packets, in: frames) ?? []
      judgement.judge(&events, conversations.contents, identifications)
      newcomers += identifications.map(\.observed)
    }
  }

  private mutating func followNewcomers() {
    guard !newcomers.isEmpty else { return }
    for observed in newcomers { follow(observed) }
    newcomers.removeAll()
  }

  /// Tells the flows of a machine from now on that counts by its evidence.
  mutating func follow(_ observed: ObservedDevice) {
    guard judgement.rules.isJudged(observed) else { return }
    // On what a router passes on there is its hardware address.
    let mac = observed.inference.role == .router ? nil : observed.key.mac
    table.tell(of: mac, observed.addresses)
  }

  /// Tells what is still to be told, as no more frames will come.
  /// - Parameter goesOn: Whether a later run goes on from here: then conversations do not end.
  public mutating func finish(goesOn: Bool = false) {
    tellSilences()
    guard !goesOn else { return }
    while table.endAll(events: &events) { judgeEnds() }
    judgeEnds()
  }

  /// Tells what did not happen until the latest packet.
  private mutating func tellSilences() {
    guard let last else { return }
    judgement.advance(to: last)
  }

  private mutating func judgeEnds() {
    conversations.end(events)
    judgement.judge(&events, conversations.contents)
  }

  /// Forgets the outcomes that were told.
  public mutating func removeOutcomes() { judgement.removeOutcomes() }

  /// The counters of all stages, in a line of the given time; of the last packet's where `nil`.
  public func metrics(at time: Timestamp? = nil) -> Metrics {
    var metrics = Metrics(
      time: time ?? last ?? Timestamp(rawValue: 0), start: first, end: last)
    metrics.add("packets", packetCount)
    metrics.add("bytes", byteCount)
    metrics.addFaults { decoder.faults[$0] }
    let flows = table.counters
    metrics.add(
      "flows",
      [
        ("active", UInt64(table.active)), ("peak", flows.peak), ("opened", flows.opened),
        ("resumed", flows.resumed), ("expired", flows.ended(.inactive)),
        ("split", flows.ended(.active)), ("finished", flows.ended(.finished)),
        ("reset", flows.ended(.reset)), ("replaced", flows.ended(.replaced)),
        ("evicted", flows.ended(.evicted)), ("cut_by_end", flows.ended(.captureEnded)),
        ("unkeyed_packets", flows.unkeyed), ("late_packets", flows.late),
        ("clock_steps", flows.clockSteps),
      ])
    let fragments = decoder.fragments
    metrics.add(
      "fragments",
      [
        ("started", fragments.started), ("completed", fragments.completed),
        ("expired", fragments.expired), ("evicted", fragments.evicted),
        ("discarded", fragments.discarded), ("refused", fragments.refused),
        ("overlaps", fragments.overlaps), ("duplicates", fragments.duplicates),
      ])
    let messages = conversations.counters
    metrics.add(
      "messages",
      [
        ("read", messages.messages), ("faulty", messages.faulty),
        ("forgotten_sessions", messages.forgotten), ("abandoned_heads", messages.abandonedHeads),
        ("contradictions", messages.contradictions),
      ])
    judgement.add(to: &metrics)
    return metrics
  }
}
