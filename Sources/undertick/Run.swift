import ArgumentParser
import Capture
import Devices
import Flows
import Logging
import Packets
import Reports
import Rules
import Sensor

/// One run from the first frame to the metric line: a source, a pipeline, an output.
struct Run: ~Copyable {
  /// The numbers of this run.
  let settings: Settings
  /// What the operator has told.
  let site: Site
  var pipeline: Pipeline
  var reporter: Reporter
  var progress: Progress
  let isLive: Bool
  let statisticsInterval: Int64
  let log: Logger
  /// Keeps what is known over a restart, where the operator wants that.
  var keeper: StateKeeper?
  /// When the state was flushed last, by the machine's clock, in nanoseconds since the epoch.
  var lastFlush = Environment.now
  /// Nanoseconds of the machine's time that lie between two flushes at least.
  let leastFlushInterval: Int64
  /// Whether the operator's files are read again where SIGHUP asks for it: where a run has no end of its own.
  let isReloadable: Bool
  /// The operator's files.
  let files: SiteOptions
  /// What the rules remember, as far as it was asked for; where no state keeps it.
  var recollection = Recollection()
  var reloads = Reloads()
  private var warned: Set<LinkType> = []
  private var lastLinkType: LinkType?
  /// What errors about the input begin with: `capture.pcap: `, or nothing where there are several.
  private let inputName: String
  /// Live: when the last frames came, or a line that said that none do, in nanoseconds since the epoch.
  private var lastFrame = Environment.now
  /// Live: when that line was written.
  private var lastIdleLine = Int64.min

  /// Reads the operator's files and opens the output.
  init(
    site options: SiteOptions, output: OutputOptions, memory: MemoryOptions, filter: String?,
    files: [String] = [], interface: String? = nil
  ) throws {
    Interruption.install()
    Console.bootstrap(isQuiet: output.quiet)
    let log = Logger(label: "undertick")
    let (settings, site) = try options.load()
    for line in SiteNotes(settings, site).lines { log.warning("\(line)") }
    try Run.requireMemory(for: settings.flows)
    let interval = Int64(output.stats ?? 0) * 1_000_000_000
    let observer = Observer(
      name: settings.observerName.isEmpty ? Environment.hostName : settings.observerName,
      version: Version.text, interface: interface)
    let keeper = try memory.open(isLive: interface != nil, filter: filter ?? "")
    let reporter = try Reporter(output, observer: observer)
    var generator = SystemRandomNumberGenerator()
    self.keeper = keeper
    // Hours of packet time go by in seconds: to write each minute of them would cost more than the replay.
    leastFlushInterval = interface == nil && memory.stateFlush == nil ? 1_000_000_000 : 0
    self.settings = settings
    self.site = site
    self.files = options
    let isEndless = interface != nil || files == ["-"]
    isReloadable = isEndless
    if isEndless { Reloading.install() }
    inputName = files.count == 1 ? "\(files[0]): " : interface.map { "\($0): " } ?? ""
    self.log = log
    self.reporter = reporter
    isLive = interface != nil
    statisticsInterval = interval
    pipeline = Pipeline(
      site: site, settings: settings, seed: FlowSeed(using: &generator),
      statisticsInterval: interval, isRemembered: isEndless || keeper != nil,
      makers: Run.makers(settings, site))
    progress = Progress(isShown: interface == nil && !output.quiet)
  }

  /// Who made interfaces, where only evidence says what machines are; with an inventory its vendors stand, so
  /// that what is told does not depend on this machine's registries.
  static func makers(_ settings: Settings, _ site: Site) -> OUITable {
    settings.rules.infersRoles && site.inventory.isEmpty
      ? OUITable(allIn: OUITable.defaultPath) : OUITable(for: [])
  }

  /// Opens a source; prints what is wrong and ends with the status that fits.
  static func opening<Source: ~Copyable>(
    _ open: () throws(CaptureError) -> Source
  ) throws -> Source {
    do throws(CaptureError) {
      return try open()
    } catch {
      throw complain(error)
    }
  }

  /// Ends the program where the system would not give the address space for a flow table.
  static func requireMemory(for limits: FlowLimits) throws {
    guard !FlowTable.isPossible(limits) else { return }
    let mebibytes = FlowTable.reservation(of: limits) >> 20
    Console.write(
      "undertick: cannot reserve \(mebibytes) MiB of address space for \(limits.flows) "
        + "flows; lower flows: limit in the configuration, or raise ulimit -v\n")
    throw ExitStatus.system
  }

  /// Prints what is wrong with a source; the status that fits.
  static func complain(_ error: CaptureError) -> ExitCode {
    Console.write("undertick: \(error.message)\n")
    return switch error {
    case .unreadable: ExitStatus.noInput
    case .failed: ExitStatus.inputOutput
    case .invalid: ExitStatus.usage
    }
  }

  /// Takes everything the source gives through the pipeline, then ends the run.
  ///
  /// A source that breaks midway is told, and the run ends properly before it fails: what was read
  /// before is judged and the metric line is written.
  mutating func drain<Source: FrameSource & ~Copyable>(_ source: inout Source) throws {
    try goOn()
    var failure: ExitCode?
    do {
      while !Interruption.isPending, let count = try step(&source) {
        try tell(source)
        reloadIfAsked()
        keepState(isIdle: count == 0)
        if isLive { try noteIdle(count == 0, source) }
      }
    } catch let error as CaptureError {
      progress.clear()
      failure = Run.complain(error)
    }
    pipeline.finish(goesOn: keeper != nil)
    try tell(source)
    progress.clear()
    if !finishState(), failure == nil { failure = ExitStatus.inputOutput }
    // Of a file the last packet's time; an interface may have been silent since, or from the start.
    let end = isLive ? Timestamp(rawValue: Environment.now) : nil
    try writeMetrics(pipeline.metrics(at: end), source)
    if let failure { throw failure }
  }

  /// Takes one batch through the pipeline; how many frames it had, `nil` at the end.
  private mutating func step<Source: FrameSource & ~Copyable>(
    _ source: inout Source
  ) throws(CaptureError) -> Int? {
    guard let batch = try source.nextBatch() else { return nil }
    try refuseUnsupported(batch)
    let known = keeper?.skip(batch) ?? 0
    if known == 0 {
      pipeline.process(batch)
    } else if known < batch.count {
      pipeline.process(
        FrameBatch(records: batch.records.extracting(known...), bytes: batch.bytes))
    }
    return batch.count
  }

  private mutating func tell<Source: FrameSource & ~Copyable>(_ source: borrowing Source) throws {
    if !pipeline.outcomes.isEmpty {
      for outcome in pipeline.outcomes {
        switch outcome {
        case .finding(let finding): try reporter.write(finding, progress: &progress)
        // What a file's reader counted depends on how far it has read ahead, so it waits for the end.
        case .metrics(let metrics) where isLive:
          // Where nothing came, the interval was told when it ended.
          if metrics.time.rawValue > lastIdleLine { try writeMetrics(metrics, source) }
        case .metrics(let metrics): try reporter.write(metrics, progress: &progress)
        }
      }
      pipeline.removeOutcomes()
    }
    progress.update(source.statistics, alerts: pipeline.alertCount)
  }

  private mutating func writeMetrics<Source: FrameSource & ~Copyable>(
    _ metrics: Metrics, _ source: borrowing Source
  ) throws {
    var metrics = metrics
    metrics.add(source.statistics)
    keeper?.add(to: &metrics)
    addReloads(to: &metrics)
    try reporter.write(metrics, progress: &progress)
  }

  /// On an interface where nothing arrives the counters still come, so that silence can be told from
  /// a dead sensor; these lines and the last one carry the machine's own time.
  private mutating func noteIdle<Source: FrameSource & ~Copyable>(
    _ isIdle: Bool, _ source: borrowing Source
  ) throws {
    let now = Environment.now
    guard isIdle else {
      lastFrame = now
      return
    }
    guard statisticsInterval > 0, now - lastFrame >= statisticsInterval else { return }
    lastFrame = now
    lastIdleLine = now
    try writeMetrics(pipeline.metrics(at: Timestamp(rawValue: now)), source)
  }

  /// A link type that cannot be read is an error where it comes first, and one warning later on.
  private mutating func refuseUnsupported(_ batch: borrowing FrameBatch) throws(CaptureError) {
    for position in 0..<batch.count {
      let type = batch.records[position].linkType
      if type == lastLinkType { continue }
      let isFirst = lastLinkType == nil
      lastLinkType = type
      if PacketDecoder.supports(type) || warned.contains(type) { continue }
      if isFirst {
        throw .unreadable(
          "\(inputName)link type \(type.name) is not supported; Undertick reads Ethernet, Linux cooked "
            + "capture, raw IP, null/loop, PPP, Cisco HDLC and NFLOG")
      }
      warned.insert(type)
      progress.clear()
      log.warning("frames of link type \(type.name) are counted but not read")
    }
  }
}
