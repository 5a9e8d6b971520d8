import Capture
import Devices
import Flows
import Glibc
import Reports
import Rules

@testable import Sensor

/// Runs a golden folder through the pipeline, as the command does.
enum Replay {
  /// The lines: alerts, then the metric line.
  static func lines(folder: String, batch: Int = 256, seed: UInt64 = 1) throws -> String {
    let inventory = try Folder.inventory(of: folder)
    let file = folder + "/policy.yaml"
    let hasPolicy = unsafe access(file, R_OK) == 0
    let policy =
      hasPolicy
      ? try Policy(yaml: try ConfigurationFile.read(file), file: file, inventory: inventory) : .none
    var generator = FixedGenerator(state: seed)
    var pipeline = Pipeline(
      site: Site(inventory: inventory, policy: policy), settings: Settings(),
      seed: FlowSeed(using: &generator), statisticsInterval: 0)
    var source = try CaptureSeries(paths: [folder + "/capture.pcap"])
    while let frames = try source.nextBatch() {
      var start = 0
      while start < frames.count {
        let end = min(start + batch, frames.count)
        pipeline.process(
          FrameBatch(records: frames.records.extracting(start..<end), bytes: frames.bytes))
        start = end
      }
    }
    pipeline.finish()
    var metrics = pipeline.metrics()
    metrics.add(source.statistics)
    let observer = Observer(name: "sensor", version: "0")
    var writer = JSONWriter()
    let alert = AlertLine(observer: observer)
    for outcome in pipeline.outcomes {
      if case .finding(let finding) = outcome { alert.write(finding, to: &writer) }
    }
    MetricLine(observer: observer).write(metrics, to: &writer)
    var bytes: [UInt8] = []
    for position in 0..<writer.bytes.count { bytes.append(writer.bytes[position]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A fixed generator for seeds.
struct FixedGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state
  }
}
