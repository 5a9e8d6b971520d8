import Capture
import Devices
import Flows
import Reports
import Rules

@testable import Sensor

/// Runs a capture as the command does that keeps a state, in one run or in several.
struct StateRun {
  let frames: HandMadeFrames
  let site: Site
  var settings = Settings()
  var batch = 64
  var flushSeconds: Int64 = 60
  private var seed: UInt64 = 0

  /// The alert lines of all runs.
  private(set) var alerts: [String] = []
  /// The counters at the end of the last run.
  private(set) var metrics: [String: UInt64] = [:]
  /// What the last run said of its state.
  private(set) var notes: [String] = []

  init(_ frames: HandMadeFrames, _ site: Site) {
    self.frames = frames
    self.site = site
    settings.flows.flows = 4096
  }

  init(folder: String) throws {
    let inventory = try Folder.inventory(of: folder)
    let file = folder + "/policy.yaml"
    let policy =
      Folder.text(file) == nil
      ? .none : try Policy(yaml: try ConfigurationFile.read(file), file: file, inventory: inventory)
    self.init(
      try HandMadeFrames(capture: folder + "/capture.pcap"),
      Site(inventory: inventory, policy: policy))
  }

  /// How a run ends.
  enum End {
    /// As it should.
    case finished
    /// Killed: what came since the last flush is lost.
    case killed
  }

  /// Runs some of the frames; without a file, all at once and with nothing kept.
  mutating func run(_ range: Range<Int>, state path: String?, end: End = .finished) throws {
    seed += 1
    var generator = FixedGenerator(state: seed)
    var pipeline = Pipeline(
      site: site, settings: settings, seed: FlowSeed(using: &generator), statisticsInterval: 0,
      isRemembered: path != nil)
    guard let path else {
      frames.forEachBatch(of: range, size: batch) { pipeline.process($0) }
      pipeline.finish(goesOn: true)
      tell(&pipeline)
      return
    }
    var keeper = try StateKeeper(
      StateOptions(
        path: path, interval: flushSeconds * 1_000_000_000, isLive: false, filter: ""))
    notes = try keeper.restore(&pipeline)
    try frames.forEachBatch(of: range, size: batch) { batch in
      let known = keeper.skip(batch)
      pipeline.process(
        FrameBatch(records: batch.records.extracting(known...), bytes: batch.bytes))
      tell(&pipeline)
      if let note = keeper.takeNote() { notes.append(note) }
      if keeper.isDue(pipeline) {
        try keeper.flush(&pipeline, version: "test")
      }
    }
    guard end == .finished else { return }
    pipeline.finish(goesOn: true)
    tell(&pipeline)
    if let note = keeper.takeNote(isOver: true) { notes.append(note) }
    try keeper.flush(&pipeline, version: "test", isLast: true)
    var last = pipeline.metrics()
    keeper.add(to: &last)
    metrics = Dictionary(uniqueKeysWithValues: last.counters.map { ($0.path, $0.value) })
  }

  private mutating func tell(_ pipeline: inout Pipeline) {
    let format = AlertLine(observer: Observer(name: "sensor", version: "0"))
    for outcome in pipeline.outcomes {
      guard case .finding(let finding) = outcome else { continue }
      var writer = JSONWriter()
      format.write(finding, to: &writer)
      alerts.append(writer.text)
    }
    pipeline.removeOutcomes()
  }
}
