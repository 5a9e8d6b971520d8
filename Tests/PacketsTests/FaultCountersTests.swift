import Packets
import Testing

@Suite struct FaultCountersTests {
  @Test func countsInAFixedOrder() {
    var counters = FaultCounters()
    #expect(counters.entries.isEmpty)
    counters.count(DecodeFault(.udp, .truncated))
    counters.count(DecodeFault(.ipv4, .option))
    counters.count(DecodeFault(.ipv4, .headerLength))
    counters.count(DecodeFault(.ipv4, .option))
    #expect(
      counters.entries.map { "\($0.fault) \($0.count)" } == [
        "ipv4.header-length 1", "ipv4.option 2", "udp.truncated 1",
      ])
    #expect(counters[DecodeFault(.ipv4, .option)] == 2)
    #expect(counters[DecodeFault(.ipv6, .option)] == 0)
  }

  @Test func everyFaultHasItsOwnCounter() {
    var counters = FaultCounters()
    for layer in DecodeFault.Layer.allCases {
      for kind in DecodeFault.Kind.allCases { counters.count(DecodeFault(layer, kind)) }
    }
    let all = DecodeFault.Layer.allCases.count * DecodeFault.Kind.allCases.count
    #expect(counters.entries.count == all)
    #expect(counters.entries.allSatisfy { $0.count == 1 })
  }

  /// Names are stable output: lower case, dashed, no two the same.
  @Test func names() {
    let layers = DecodeFault.Layer.allCases.map { $0.description }
    let kinds = DecodeFault.Kind.allCases.map { $0.description }
    #expect(Set(layers).count == layers.count)
    #expect(Set(kinds).count == kinds.count)
    for name in layers + kinds {
      #expect(
        name.utf8.allSatisfy {
          (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d
        })
    }
    #expect(
      DecodeFault(.ipv6Extension, .headerLength).description == "ipv6-extension.header-length")
    #expect(DecodeFault(.linuxCooked, .truncated).description == "linux-cooked.truncated")
  }
}
