import Capture
import Devices
import Flows
import Rules
import Testing

@testable import Sensor

/// Runs that go on from each other's state tell what one run tells.
@Suite struct PipelineRestartTests {
  private static func whole(_ name: String) throws -> [String] {
    var run = try StateRun(folder: Folder.captures.path + "/" + name)
    try run.run(0..<run.frames.records.count, state: nil)
    return run.alerts
  }

  /// Places to cut, the same at each call.
  private static func cuts(_ count: Int, of frames: Int) -> [Int] {
    var generator = FixedGenerator(state: UInt64(count))
    let places = (0..<count).map { _ in Int(generator.next() >> 33) % frames }
    return [0] + Set(places).subtracting([0]).sorted() + [frames]
  }

  @Test(arguments: GoldenTests.cases) func twoCuts(name: String) throws { try pieces(name, 2) }

  @Test(arguments: GoldenTests.usual) func manyCuts(name: String) throws { try pieces(name, 12) }

  private func pieces(_ name: String, _ cuts: Int) throws {
    let file = ScratchFile()
    var run = try StateRun(folder: Folder.captures.path + "/" + name)
    let places = Self.cuts(cuts, of: run.frames.records.count)
    for (start, end) in zip(places, places.dropFirst()) {
      try run.run(start..<end, state: file.path)
    }
    #expect(try run.alerts == Self.whole(name))
  }

  /// Cut behind every frame.
  @Test func splitMessages() throws {
    let inventory = try Inventory(
      csv: "mac,ip,role\n02:00:00:00:01:01,10.0.1.1,bmc\n", file: "devices.csv")
    let site = Site(inventory: inventory, policy: .none)
    var whole = StateRun(SplitTraffic.frames, site)
    try whole.run(0..<whole.frames.records.count, state: nil)
    #expect(!whole.alerts.isEmpty)
    let file = ScratchFile()
    var run = StateRun(SplitTraffic.frames, site)
    for frame in run.frames.records.indices { try run.run(frame..<frame + 1, state: file.path) }
    #expect(run.alerts == whole.alerts)
  }

  /// A run that was killed is gone through again; what it had flushed counts once, and what it had told
  /// since may be told again, but nothing else.
  @Test(arguments: [1900, 5000]) func killed(after frames: Int) throws {
    let file = ScratchFile()
    var run = try StateRun(folder: Folder.captures.path + "/demo")
    let all = run.frames.records.count
    run.batch = 50
    run.flushSeconds = 1800
    try run.run(0..<frames, state: file.path, end: .killed)
    let before = run.alerts
    try run.run(0..<all, state: file.path)
    #expect(
      run.metrics["packets", default: 0] + run.metrics["state.repeated_packets", default: 0]
        == UInt64(all))
    #expect(run.metrics["state.repeated_packets", default: 0] > 0)
    #expect(run.notes.contains { $0.contains("of this run are in the state already") })
    var told: [String] = []
    for line in run.alerts where !told.contains(line) { told.append(line) }
    #expect(try told == Self.whole("demo"))
    #expect(before.count <= run.alerts.count)
  }

  /// A run that was finished and is repeated tells nothing, as often as that happens.
  @Test func repeated() throws {
    let file = ScratchFile()
    var run = try StateRun(folder: Folder.captures.path + "/demo")
    let all = 0..<run.frames.records.count
    for _ in 0..<3 { try run.run(all, state: file.path) }
    #expect(try run.alerts == Self.whole("demo"))
    #expect(run.metrics["packets"] == 0)
    #expect(run.metrics["state.flushes"] == 0)
  }

  /// A capture that grew is gone on with behind what was known of it.
  @Test func grown() throws {
    let file = ScratchFile()
    var run = try StateRun(folder: Folder.captures.path + "/demo")
    for end in [10, 3000, 3001, run.frames.records.count] { try run.run(0..<end, state: file.path) }
    #expect(try run.alerts == Self.whole("demo"))
  }

  /// Pieces that overlap, that come again, and one that is older altogether.
  @Test func overlaps() throws {
    let file = ScratchFile()
    var run = try StateRun(folder: Folder.captures.path + "/demo")
    let all = run.frames.records.count
    try run.run(0..<4000, state: file.path)
    try run.run(3500..<6000, state: file.path)
    #expect(run.metrics["state.skipped_packets"] == 500)
    #expect(run.notes.contains("state: 500 packets are older than the state and were left out"))
    try run.run(0..<4000, state: file.path)
    #expect(run.metrics["state.skipped_packets"] == 4000 && run.metrics["packets"] == 0)
    try run.run(6000..<all, state: file.path)
    #expect(try run.alerts == Self.whole("demo"))
  }

  /// Another flush interval and other batches change nothing of what is told.
  @Test(arguments: [(1, Int64(1)), (256, 30), (7, 3600)]) func flushesDoNotShow(
    batch: Int, seconds: Int64
  ) throws {
    let file = ScratchFile()
    var run = try StateRun(folder: Folder.captures.path + "/beacon.periodic-fires")
    run.batch = batch
    run.flushSeconds = seconds
    try run.run(0..<run.frames.records.count, state: file.path)
    #expect(try run.alerts == Self.whole("beacon.periodic-fires"))
  }

  /// With a smaller table what has no room is left out, and said.
  @Test func noRoom() throws {
    let file = ScratchFile()
    var run = try StateRun(folder: Folder.captures.path + "/demo")
    try run.run(0..<4000, state: file.path)
    #expect(run.metrics["state.stored_flows", default: 0] > 2)
    run.settings.flows.flows = 2
    try run.run(4000..<4100, state: file.path)
    #expect(run.notes.contains { $0.contains("have no room in the flow table") })
  }
}
