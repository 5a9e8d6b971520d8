public import Capture
import Devices
import Flows
import Packets
public import Reports
public import Rules

/// Zeek's logs from the first record to the last finding: the same rules as for packets.
///
/// A line of `conn.log` is a conversation that opens at its start and ends after its duration, with all
/// that was sent in it; a line of `dns.log`, `ssl.log` or `http.log` is a name spoken in one. Where no
/// `conn.log` is given the others open conversations, one a `uid`, which end when nothing was said in them
/// for the time-out of their protocol. A name after a pause is also payload after a pause.
///
/// What comes out is a function of the records alone, in their order.
public struct LogPipeline: ~Copyable {
  private let interest: FlowInterest
  private let limits: FlowLimits
  private let hasConversations: Bool
  private let hasNames: Bool
  private let statisticsInterval: Int64
  private var conversations: LogConversations
  var judgement: Judgement
  private var events = FlowEvents()
  private var contents: [SightedContent] = []
  private var counters = LogCounters()
  private var nextStatistics = Int64.max
  private var first: Timestamp?
  private var last: Timestamp?
  /// What is to be told, in order; the caller takes it after each call.
  public var outcomes: [Pipeline.Outcome] { judgement.outcomes }

  /// A pipeline that has seen nothing.
  /// - Parameters:
  ///   - site: What the operator has told.
  ///   - settings: The numbers.
  ///   - kinds: Which logs there are.
  ///   - statisticsInterval: Nanoseconds of the logs' time between metric lines; 0 for none but the last.
  public init(site: Site, settings: Settings, kinds: Set<LogKind>, statisticsInterval: Int64) {
    interest = FlowInterest(
      in: site.inventory, isRouterWatched: settings.rules.watchedRoles.contains(.router),
      watch: site.watch)
    limits = settings.flows
    hasConversations = kinds.contains(.conn)
    hasNames = kinds != [.conn]
    conversations = LogConversations(
      limit: min(settings.flows.flows, LogConversations.mostAtOnce))
    judgement = Judgement(
      RuleSet(site: site, settings: settings.rules), settings: settings.rules)
    self.statisticsInterval = statisticsInterval
  }

  /// Alerts raised so far.
  public var alertCount: UInt64 { judgement.alertCount }

  /// Processes a record and appends to `outcomes`.
  public mutating func process(_ record: LogRecord) {
    endConversations(before: record.time)
    note(record.time)
    counters.count(record.kind)
    let ends = LogFlow(record)
    guard interest.includes(ends.initiator, ends.responder) else { return }
    guard let flow = ends.flow(of: record) else {
      counters.withoutTransport &+= 1
      return
    }
    if record.kind == .conn {
      open(record, flow, end: record.end, ends.reason)
    } else {
      hear(record, flow)
    }
    judge()
  }

  /// Ends what is still going on, as no more records will come.
  public mutating func finish() {
    while let (place, conversation) = conversations.removeEarliest() {
      note(conversation.end)
      end(conversation, at: place, conversation.end, conversation.reason)
      judge()
    }
    if let last { judgement.advance(to: last) }
  }

  @discardableResult
  private mutating func open(
    _ record: LogRecord, _ flow: Flow, end: Timestamp, _ reason: FlowEvent.Reason
  ) -> UInt32 {
    if conversations.isFull, let (place, conversation) = conversations.removeEarliest() {
      counters.evicted &+= 1
      self.end(conversation, at: place, record.time, .evicted)
    }
    let session = Session(record)
    let place = conversations.open(
      LogConversations.Conversation(
        flow: flow, session: session, identifier: hasNames ? record.identifier : "", end: end,
        reason: reason, latestName: record.kind == .conn ? nil : record.time))
    counters.opened &+= 1
    let payload = UInt32(clamping: record.originator.bytes ?? 0)
    append(.opened, record.time, flow, place, session, payloadLength: payload)
    return place
  }

  /// A record of what was said in a conversation.
  private mutating func hear(_ record: LogRecord, _ flow: Flow) {
    var place = conversations.place(of: record.identifier)
    if let place {
      goOn(place, record)
    } else if !hasConversations {
      place = open(record, flow, end: silence(after: record, flow), .inactive)
    } else {
      counters.unmatched &+= 1
    }
    guard let name = record.name.flatMap(SightedName.init) else { return }
    counters.names &+= 1
    let known = place.flatMap { conversations[$0] }
    append(
      .packet, record.time, known?.flow ?? flow, place ?? .max, known?.session ?? Session(record),
      name: name)
  }

  private mutating func goOn(_ place: UInt32, _ record: LogRecord) {
    guard var conversation = conversations[place] else { return }
    let latest = conversation.latestName
    conversation.latestName = max(latest ?? record.time, record.time)
    if !hasConversations {
      conversation.end = max(conversation.end, silence(after: record, conversation.flow))
    }
    conversations[place] = conversation
    // The first is part of the opening.
    guard let latest, record.time.nanoseconds(since: latest) >= limits.pause else { return }
    counters.resumed &+= 1
    append(.resumed, record.time, conversation.flow, place, conversation.session)
  }

  /// When a conversation of which only names are known is over.
  private func silence(after record: borrowing LogRecord, _ flow: Flow) -> Timestamp {
    let isTCP = flow.transport == .tcp
    return record.time.advanced(byNanoseconds: isTCP ? limits.tcpInactive : limits.udpInactive)
  }

  private mutating func endConversations(before time: Timestamp) {
    while let (place, conversation) = conversations.removeEarliest(before: time) {
      note(conversation.end)
      end(conversation, at: place, conversation.end, conversation.reason)
      judge()
    }
  }

  private mutating func end(
    _ conversation: LogConversations.Conversation, at place: UInt32, _ time: Timestamp,
    _ reason: FlowEvent.Reason
  ) {
    append(.ended, time, conversation.flow, place, conversation.session, reason: reason)
  }

  private mutating func append(
    _ kind: FlowEvent.Kind, _ time: Timestamp, _ flow: Flow, _ place: UInt32, _ session: Session,
    reason: FlowEvent.Reason = .none, payloadLength: UInt32 = 0, name: SightedName? = nil
  ) {
    events.append(
      FlowEvent(
        kind, at: time, of: flow, place: place, reason: reason, payloadLength: payloadLength))
    contents.append(SightedContent(session: session, name: name))
  }

  /// Time has come so far: writes the counters where an interval is over.
  private mutating func note(_ time: Timestamp) {
    if first == nil {
      first = time
      if statisticsInterval > 0 {
        nextStatistics = time.advanced(byNanoseconds: statisticsInterval).rawValue
      }
    }
    if time.rawValue >= nextStatistics, nextStatistics < .max {
      let moment = Timestamp(rawValue: nextStatistics)
      judgement.advance(to: moment)
      judgement.tell(metrics(at: moment))
      let whole = (time.rawValue &- nextStatistics) / statisticsInterval
      nextStatistics =
        moment.advanced(byNanoseconds: whole * statisticsInterval)
        .advanced(byNanoseconds: statisticsInterval).rawValue
    }
    last = max(last ?? time, time)
  }

  private mutating func judge() {
    judgement.judge(&events, contents)
    contents.removeAll(keepingCapacity: true)
  }

  /// Forgets the outcomes that were told.
  public mutating func removeOutcomes() { judgement.removeOutcomes() }

  /// The counters of all stages, in a line of the given time; of the last event's where `nil`.
  public func metrics(at time: Timestamp? = nil) -> Metrics {
    var metrics = Metrics(
      time: time ?? last ?? Timestamp(rawValue: 0), start: first, end: last)
    metrics.add("records", counters.records)
    metrics.add(
      "flows",
      [
        ("active", UInt64(conversations.count)), ("peak", UInt64(conversations.peak)),
        ("opened", counters.opened), ("resumed", counters.resumed), ("evicted", counters.evicted),
      ])
    judgement.add(to: &metrics)
    return metrics
  }
}
