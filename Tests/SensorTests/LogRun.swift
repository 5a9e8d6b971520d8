import Capture
import Devices
import Packets
import Reports
import Rules

@testable import Sensor

/// Runs records of logs through a pipeline.
struct LogRun {
  /// What was told.
  let outcomes: [Pipeline.Outcome]
  /// The last counters.
  let metrics: Metrics

  /// The records in their order, with an inventory of one BMC, 10.0.0.1.
  init(
    _ records: [LogRecord], interval: Int64 = 0, settings: Settings = Settings(),
    watch: Watch = .nobody, inventory: String = "ip,role,name\n10.0.0.1,bmc,bmc-01\n"
  ) throws {
    let site = Site(
      inventory: try Inventory(csv: Array(inventory.utf8), file: "devices.csv"), policy: .none,
      watch: watch)
    var pipeline = LogPipeline(
      site: site, settings: settings, kinds: Set(records.map(\.kind)),
      statisticsInterval: interval)
    for record in records { pipeline.process(record) }
    pipeline.finish()
    outcomes = pipeline.outcomes
    metrics = pipeline.metrics()
  }

  /// A counter of the last line.
  func value(_ path: String) -> UInt64 {
    metrics.counters.first { $0.path == path }?.value ?? 0
  }

  /// The findings.
  var findings: [Finding] {
    outcomes.compactMap { outcome in
      if case .finding(let finding) = outcome { finding } else { nil }
    }
  }
}

extension LogRecord {
  /// A record between 10.0.0.1 and 203.0.113.7.
  static func record(
    _ kind: LogKind, at seconds: Double, _ identifier: String, lasting duration: Double? = nil,
    port: UInt16 = 50_000, history: String? = "ShADadFf", state: String? = "SF",
    name: String? = nil
  ) -> LogRecord {
    var record = LogRecord(
      kind: kind, time: Timestamp(rawValue: Int64(seconds * 1e9)), identifier: identifier,
      originator: LogEndpoint(address: LogAddress(high: 0, low: 0xffff_0a00_0001), port: port),
      responder: LogEndpoint(address: LogAddress(high: 0, low: 0xffff_cb00_7107), port: 443),
      protocolNumber: 6)
    record.duration = duration.map { Int64($0 * 1e9) }
    if kind == .conn {
      record.history = history
      record.state = state
    }
    record.name = name.map { LogName(kind: kind == .http ? .host : .serverName, text: $0) }
    return record
  }
}
