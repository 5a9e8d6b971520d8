import Capture
import Devices
import Flows
import Packets
import Reports
import Rules
import Testing

@testable import Sensor

@Suite struct LogPipelineTests {
  /// A conversation a line; the device's own first contact and its rhythm are found, with the Community ID
  /// of the five ends (worked out by the specification's reference implementation's rules in `CommunityID`).
  @Test func beacon() throws {
    let records = (0..<40).map {
      LogRecord.record(
        .conn, at: 1000 + Double($0) * 60, "C\($0)", lasting: 1, port: UInt16(50_000 + $0))
    }
    let run = try LogRun(records)
    let names: Set = ["policy.first-contact", "beacon.periodic", "incident.story"]
    #expect(Set(run.findings.map(\.rule.name)) == names)
    let beacon = try #require(run.findings.first { $0.rule.name == "beacon.periodic" })
    #expect(beacon.evidence.contains(Evidence("beacon.period", .decimal(60, places: 3))))
    #expect(beacon.start == Timestamp(seconds: 1000, nanoseconds: 0))
    #expect(
      beacon.conversation.communityID
        == CommunityID.v1(
          source: IPAddress(v4: 0x0a00_0001), destination: IPAddress(v4: 0xcb00_7107),
          protocol: .tcp, sourcePort: try #require(beacon.deviceEnd.port), destinationPort: 443))
    #expect(run.value("records.conn") == 40 && run.value("flows.opened") == 40)
    #expect(run.value("flows.active") == 0 && run.value("flows.peak") == 1)
  }

  /// Nobody's conversations are opened where nobody is watched, and all of them where everybody is.
  @Test func interest() throws {
    let records = [
      LogRecord.record(.conn, at: 1, "C1"), LogRecord.record(.conn, at: 2, "C2"),
    ]
    let none = "ip,role\n10.9.9.9,bmc\n"
    #expect(try LogRun(records, inventory: none).value("flows.opened") == 0)
    #expect(try LogRun(records, watch: .everybody, inventory: none).value("flows.opened") == 2)
  }

  /// Ends come in the order of time, before what begins later, and the table is never fuller than its
  /// limit.
  @Test func ends() throws {
    var records = (0..<100).map {
      LogRecord.record(.conn, at: Double($0), "C\($0)", lasting: Double(1 + $0 * 37 % 50))
    }
    #expect(try LogRun(records).value("flows.evicted") == 0)
    let peak = try LogRun(records).value("flows.peak")
    #expect((20...50).contains(peak))
    var settings = Settings()
    settings.flows.flows = 10
    let tight = try LogRun(records, settings: settings)
    #expect(tight.value("flows.peak") == 10 && tight.value("flows.active") == 0)
    #expect(tight.value("flows.evicted") > 0)
    // A conversation of centuries is no harm.
    records[5].duration = .max
    #expect(try LogRun(records).value("flows.active") == 0)
  }

  /// Names belong to the conversation of their `uid`; what comes after a pause is payload after a pause.
  @Test func names() throws {
    let run = try LogRun([
      .record(.conn, at: 10, "C1", lasting: 100),
      .record(.ssl, at: 10, "C1", name: "A.example."),
      .record(.http, at: 10.5, "C1", name: "a.example"),
      .record(.http, at: 20, "C1", name: "a.example"),
      .record(.http, at: 20.5, "C1"),
      .record(.http, at: 200, "C1", name: "a.example"),
      .record(.http, at: 201, "C9", name: "a.example"),
    ])
    #expect(run.value("records.names") == 5)
    #expect(run.value("records.unmatched_names") == 2)
    #expect(run.value("flows.opened") == 1 && run.value("flows.resumed") == 1)
  }

  /// Without `conn.log` names open conversations, one a `uid`, until they fall silent for five minutes.
  @Test func namesAlone() throws {
    let run = try LogRun([
      .record(.http, at: 10, "C1", name: "a"), .record(.http, at: 10.1, "C1", name: "a"),
      .record(.http, at: 290, "C1", name: "b"), .record(.http, at: 580, "C1", name: "b"),
      .record(.http, at: 600, "C2", name: "b"), .record(.http, at: 1000, "C1", name: "b"),
      .record(.http, at: 1001, "", name: "b"), .record(.http, at: 1002, "", name: "b"),
    ])
    #expect(run.value("flows.opened") == 5 && run.value("flows.resumed") == 2)
    #expect(run.value("records.names") == 8 && run.value("records.unmatched_names") == 0)
    #expect(run.value("flows.active") == 0)
  }

  /// A record that does not say what IP carries is counted and leads to nothing.
  @Test func noTransport() throws {
    var record = LogRecord.record(.conn, at: 1, "C1")
    record.protocolNumber = nil
    let run = try LogRun([record])
    #expect(run.value("records.without_transport") == 1 && run.value("flows.opened") == 0)
  }

  /// Lines of counters stand at full intervals after the first record.
  @Test func metricLines() throws {
    let records = [100.0, 104, 111, 139.5, 170].map { LogRecord.record(.conn, at: $0, "C\($0)") }
    let run = try LogRun(records, interval: 10_000_000_000)
    let lines: [(Int64, UInt64)] = run.outcomes.compactMap { outcome in
      guard case .metrics(let metrics) = outcome else { return nil }
      let records = metrics.counters.first { $0.path == "records.total" }?.value ?? 0
      return (metrics.time.rawValue / 1_000_000_000, records)
    }
    #expect(lines.map(\.0) == [110, 120, 140])
    #expect(lines.map(\.1) == [2, 3, 4])
  }

  /// The ends of the range of time trap nowhere.
  @Test(arguments: [1, 1_000_000_000, .max] as [Int64]) func extremeTimes(interval: Int64) throws {
    var records: [LogRecord] = []
    for time in [Int64.min, -1, 0, 1, .max - 1, .max] {
      var record = LogRecord.record(.conn, at: 0, "C")
      record.time = Timestamp(rawValue: time)
      record.duration = .max
      records.append(record)
    }
    #expect(try LogRun(records, interval: interval).value("records.conn") == 6)
  }
}
