import Capture
import Packets
import Reports
import Rules
import Testing

@Suite struct MetricLineTests {
  let format = MetricLine(observer: Sample.observer)

  @Test func everything() {
    var statistics = CaptureStatistics()
    statistics.frames = 1_200_345
    statistics.filtered = 1
    statistics.truncatedCaptures = 2
    statistics.kernelDrops = 3
    statistics.interfaceDrops = 4
    var metrics = Metrics(
      time: Timestamp(rawValue: 120_000_000_000), start: Timestamp(rawValue: 1),
      end: Timestamp(rawValue: 60_000_000_001))
    metrics.add("packets", 1_200_344)
    metrics.add("bytes", .max)
    metrics.addFaults { fault in
      switch (fault.layer, fault.kind) {
      case (.ipv6Extension, .headerLength): 5
      case (.ethernet, .truncated): 6
      case (.ipv6Extension, .truncated): 7
      default: 0
      }
    }
    metrics.add("flows", [("active", 3), ("opened", 7)])
    metrics.addAlerts { $0 == .high ? 2 : $0 == .low ? 1 : 0 }
    metrics.add(statistics)
    metrics.add("flows.evicted", 0)
    #expect(
      writtenText { format.write(metrics, to: &$0) } == #"""
        {"@timestamp":"1970-01-01T00:02:00.000000000Z","ecs":{"version":"9.5.0"},\#
        "event":{"kind":"metric","category":["network"],"type":["info"],"module":"undertick",\#
        "dataset":"undertick.metrics","start":"1970-01-01T00:00:00.000000001Z",\#
        "end":"1970-01-01T00:01:00.000000001Z","duration":60000000000},\#
        "observer":{"type":"ids","name":"sensor-a","vendor":"Undertick","product":"undertick",\#
        "version":"1.2.3","ingress":{"interface":{"name":"span0"}}},\#
        "undertick":{"metrics":{"packets":1200344,"bytes":18446744073709551615,\#
        "faults":{"ethernet":{"truncated":6},"ipv6_extension":{"truncated":7,\#
        "header_length":5}},"flows":{"active":3,"opened":7,"evicted":0},"alerts":{"total":3,\#
        "low":1,"medium":0,"high":2,"critical":0},"capture":{"frames":1200345,"filtered":1,\#
        "truncated_captures":2,"kernel_drops":3,"interface_drops":4}}}}

        """#)
  }

  @Test func nothing() throws {
    let metrics = Metrics(time: Timestamp(rawValue: 0))
    let line = try JSONValue(written { format.write(metrics, to: &$0) })
    #expect(line["event"]?.keys == ["kind", "category", "type", "module", "dataset"])
    #expect(line["undertick.metrics"] == .object([]))
  }

  /// Every layer and kind has a key of its own, in the order of the declarations.
  @Test func everyFault() throws {
    var metrics = Metrics(time: Timestamp(rawValue: 0))
    metrics.addFaults { UInt64($0.layer.rawValue) * 100 + UInt64($0.kind.rawValue) }
    let line = try JSONValue(written { format.write(metrics, to: &$0) })
    let layers = try #require(line["undertick.metrics.faults"])
    #expect(layers.keys.count == DecodeFault.Layer.allCases.count - 1)
    for (layer, name) in zip(DecodeFault.Layer.allCases.dropFirst(), layers.keys) {
      let kinds = try #require(layers[name])
      #expect(kinds.keys.count == DecodeFault.Kind.allCases.count - 1)
      for (kind, key) in zip(DecodeFault.Kind.allCases.dropFirst(), kinds.keys) {
        #expect(kinds[key] == .number(String(Int(layer.rawValue) * 100 + Int(kind.rawValue))))
      }
    }
  }
}
