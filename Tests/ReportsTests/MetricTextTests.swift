import Capture
import Packets
import Reports
import Rules
import Testing

@Suite struct MetricTextTests {
  @Test func oneLineWhereAllIsWell() {
    var metrics = Metrics(time: Timestamp(rawValue: 1_767_614_343_999_999_999))
    metrics.add("packets", 8714)
    metrics.add("bytes", .max)
    metrics.add("flows", [("opened", 2823), ("evicted", 0)])
    metrics.add("devices", [("known", 19), ("seen", 18)])
    metrics.addAlerts { $0 == .high ? 8 : $0 == .medium ? 1 : 0 }
    metrics.add(CaptureStatistics())
    #expect(
      writtenText { MetricText().write(metrics, to: &$0) }
        == "2026-01-05T11:59:03Z 8714 packets, 18446744073709551615 bytes, 2823 conversations, "
        + "18 of 19 devices seen, 9 alerts\n")
  }

  @Test func recordsOfLogs() {
    var statistics = LogStatistics()
    statistics.brokenLines = 1
    statistics.lateRecords = 2
    statistics.truncatedLogs = 3
    var metrics = Metrics(time: Timestamp(rawValue: 0))
    metrics.add("records", [("total", 7), ("conn", 7)])
    metrics.add("flows.opened", 5)
    metrics.add(statistics)
    #expect(
      writtenText { MetricText().write(metrics, to: &$0) } == """
        1970-01-01T00:00:00Z 7 records, 5 conversations, 0 of 0 devices seen, 0 alerts
          1 lines left out because they are no records
          2 records later than could be put into order
          3 logs end within a line

        """)
  }

  @Test func whatWentWrongStandsBelow() {
    var statistics = CaptureStatistics()
    statistics.filtered = 1
    statistics.kernelDrops = 2
    statistics.interfaceDrops = 3
    statistics.truncatedCaptures = 4
    var metrics = Metrics(time: Timestamp(rawValue: 0))
    metrics.add("flows.evicted", 5)
    metrics.addFaults { fault in
      fault.layer == .ipv4 && fault.kind == .truncated
        ? 6
        : fault.layer == .tcp && fault.kind == .headerLength ? 7 : 0
    }
    metrics.add(statistics)
    #expect(
      writtenText { MetricText().write(metrics, to: &$0) } == """
        1970-01-01T00:00:00Z 0 packets, 0 bytes, 0 conversations, 0 of 0 devices seen, 0 alerts
          1 packets left out by the filter
          2 packets dropped by the kernel: it needs a larger buffer, or a filter
          3 packets dropped by the interface
          4 captures end within a packet
          5 conversations ended early: more at once than flows: limit allows
          broken headers: ipv4.truncated 6, tcp.header_length 7

        """)
  }
}
