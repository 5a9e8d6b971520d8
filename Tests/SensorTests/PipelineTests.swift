import Capture
import Devices
import Flows
import Packets
import Reports
import Rules
import Testing

@testable import Sensor

@Suite struct PipelineTests {
  /// Runs frames through a pipeline in batches and gives what was told, then the last counters.
  private func run(
    _ frames: HandMadeFrames, batch: Int = 256, interval: Int64 = 0,
    inventory: String = "mac,role\n",
    settings: Settings = Settings()
  ) throws -> (outcomes: [Pipeline.Outcome], metrics: Metrics) {
    var generator = FixedGenerator(state: 1)
    let site = Site(inventory: try Inventory(csv: inventory, file: "devices.csv"), policy: .none)
    var pipeline = Pipeline(
      site: site, settings: settings, seed: FlowSeed(using: &generator),
      statisticsInterval: interval)
    var start = 0
    while start < frames.records.count {
      let end = min(start + batch, frames.records.count)
      let records = Array(frames.records[start..<end])
      pipeline.process(
        FrameBatch(records: records.span, bytes: unsafe frames.bytes.span.bytes))
      start = end
    }
    pipeline.finish()
    return (pipeline.outcomes, pipeline.metrics())
  }

  private func lines(_ outcomes: [Pipeline.Outcome]) -> [(seconds: Double, packets: UInt64)] {
    outcomes.compactMap { outcome in
      guard case .metrics(let metrics) = outcome else { return nil }
      return (Double(metrics.time.rawValue) / 1e9, value(metrics, "packets"))
    }
  }

  private func value(_ metrics: Metrics, _ path: String) -> UInt64 {
    metrics.counters.first { $0.path == path }?.value ?? 0
  }

  /// Metric lines stand at full intervals after the first packet and count what came before them,
  /// however the frames are batched; an interval without packets has no line of its own.
  @Test(arguments: [1, 2, 7, 256]) func metricLines(batch: Int) throws {
    var frames = HandMadeFrames()
    for seconds in [1000.5, 1003, 1010.4, 1010.5, 1012, 1029.9, 1055, 1060.4999, 1060.5] {
      frames.append(at: seconds)
    }
    let told = lines(try run(frames, batch: batch, interval: 10_000_000_000).outcomes)
    #expect(told.map(\.seconds) == [1010.5, 1020.5, 1030.5, 1060.5])
    #expect(told.map(\.packets) == [3, 5, 6, 8])
  }

  /// A clock that is set back, or a single packet from the far future, does not end the lines.
  @Test(arguments: [1, 3, 256]) func metricLinesAfterATimeStep(batch: Int) throws {
    var frames = HandMadeFrames()
    for seconds in [10_000.0, 10_005, 5000, 5005, 5010, 5015, 9e9, 5016, 5021] {
      frames.append(at: seconds)
    }
    let told = lines(try run(frames, batch: batch, interval: 10_000_000_000).outcomes)
    #expect(told.map(\.seconds) == [5010, 5020])
    #expect(told.map(\.packets) == [4, 6])
  }

  /// The ends of the range of time trap nowhere.
  @Test func extremeTimes() throws {
    var frames = HandMadeFrames()
    for time in [Int64.max, .min, 0, .max - 1, -1, .min + 1, .max] {
      frames.append(Timestamp(rawValue: time))
    }
    for interval in [1, 1_000_000_000, 31_536_000_000_000_000] as [Int64] {
      let metrics = try run(frames, batch: 2, interval: interval).metrics
      #expect(value(metrics, "packets") == 7)
    }
  }

  @Test func noIntervalNoLines() throws {
    var frames = HandMadeFrames()
    for second in 0..<100 { frames.append(at: Double(second) * 100) }
    let (outcomes, metrics) = try run(frames)
    #expect(outcomes.isEmpty)
    #expect(value(metrics, "packets") == 100 && value(metrics, "bytes") == 100 * 60)
    #expect(metrics.start == Timestamp(rawValue: 0))
    #expect(metrics.end == Timestamp(seconds: 9900, nanoseconds: 0))
  }

  @Test func nothingAtAll() throws {
    let (outcomes, metrics) = try run(HandMadeFrames(), interval: 1)
    #expect(outcomes.isEmpty && metrics.start == nil && metrics.end == nil)
    #expect(value(metrics, "packets") == 0)
    let empty = try run(HandMadeFrames(), batch: 1)
    #expect(empty.outcomes.isEmpty)
  }

  /// Frames of a link type that nobody decodes are counted, and belong to no conversation.
  @Test func unknownLinkType() throws {
    var frames = HandMadeFrames()
    for second in 0..<5 { frames.append(at: Double(second), linkType: LinkType(rawValue: 147)) }
    let metrics = try run(frames).metrics
    #expect(value(metrics, "packets") == 5)
    #expect(value(metrics, "flows.opened") == 0 && value(metrics, "flows.unkeyed_packets") == 5)
  }

  /// A frame of every length down to none, and every value of every byte of it.
  @Test func anyBytes() throws {
    var frames = HandMadeFrames()
    for length in 0...HandMadeFrames.sample.count {
      frames.append(at: Double(length), Array(HandMadeFrames.sample.prefix(length)))
    }
    for position in HandMadeFrames.sample.indices {
      for value in UInt8.min...UInt8.max {
        var bytes = HandMadeFrames.sample
        bytes[position] = value
        frames.append(at: 100 + Double(position), bytes)
      }
    }
    let inventory = "mac,ip,role\n02:00:00:00:01:01,10.0.1.1,bmc\n"
    let metrics = try run(frames, batch: 100, inventory: inventory).metrics
    #expect(value(metrics, "packets") == UInt64(frames.records.count))
    let opened = value(metrics, "flows.opened")
    let ended = ["expired", "split", "finished", "reset", "replaced", "evicted", "cut_by_end"]
      .reduce(0) { $0 + value(metrics, "flows.\($1)") }
    #expect(opened + value(metrics, "flows.split") == ended)
  }

  /// An operator may watch routers too: what a router itself sends below IP is seen.
  @Test func watchedRouter() throws {
    var frames = HandMadeFrames()
    var bytes = HandMadeFrames.sample
    // EtherType 0x88b5, for local experiments.
    bytes[12] = 0x88
    bytes[13] = 0xb5
    frames.append(at: 1, bytes)
    var settings = Settings()
    settings.rules.watchedRoles = [.router]
    let inventory = "mac,ip,role\n02:00:00:00:01:01,10.0.1.1,router\n"
    #expect(try run(frames, inventory: inventory).outcomes.isEmpty)
    let outcomes = try run(frames, inventory: inventory, settings: settings).outcomes
    #expect(outcomes.count == 1)
  }
}
