import Capture
import Devices
import Packets
import Testing

@testable import Rules

/// What becomes of a rhythm that was told: it stops, starts again, changes.
@Suite struct BeaconLifeTests {
  private func bench() throws -> RuleBench {
    try RuleBench(only: ["beacon.periodic", "beacon.stopped", "beacon.changed"])
  }

  private func beats(_ count: Int, period: Double = 300, since start: Double = 1000) -> [Packet] {
    (0..<count).map {
      Machine.bmc.udp(to: .outside(), 9999, at: start + Double($0) * period)
    }
  }

  private func names(_ findings: [Finding]) -> [String] {
    findings.map { "\($0.rule.name) \($0.update)\($0.state == .open ? "" : " \($0.state)")" }
  }

  @Test func stops() throws {
    var bench = try bench()
    bench.add(beats(12))
    #expect(names(bench.findings) == ["beacon.periodic 0"])
    bench.advance(to: 1000 + 11 * 300 + 600)
    #expect(bench.findings.count == 1)
    bench.advance(to: 1000 + 11 * 300 + 300 * 12)
    #expect(
      names(bench.findings) == [
        "beacon.periodic 0", "beacon.periodic 1 closed", "beacon.stopped 0",
      ])
    let closed = bench.findings[1]
    let stopped = bench.findings[2]
    #expect(closed.id == bench.findings[0].id && stopped.id != closed.id)
    #expect(stopped.severity == .low && closed.severity == .high)
    #expect(stopped.end == Timestamp(seconds: 4300, nanoseconds: 0))
    #expect(closed.time == stopped.time && stopped.time > stopped.end)
    #expect(stopped.peerEnd.address == Machine.outside().address)
    #expect(stopped.evidence.contains(Evidence("beacon.finding", .text(closed.id))))
    guard
      case .probability(let chance) =
        stopped.evidence.first(where: { $0.path == "silence.p_value" })?.value
    else {
      Issue.record("no chance of the silence")
      return
    }
    #expect(chance <= 0.001)
    // Told once.
    bench.advance(to: 1e6)
    #expect(bench.findings.count == 3)
  }

  /// The moment of a stop is the deadline's, however late anybody looks.
  @Test func momentOfStop() throws {
    var early = try bench()
    early.add(beats(12))
    for second in stride(from: 4300.0, to: 9000, by: 10) { early.advance(to: second) }
    var late = try bench()
    late.add(beats(12))
    late.add([Machine.otherBMC.udp(to: .server, 123, at: 90_000)])
    #expect(names(early.findings) == names(late.findings))
    #expect(early.findings.map(\.time) == late.findings.map(\.time))
  }

  @Test func startsAgain() throws {
    var bench = try bench()
    bench.add(beats(12))
    bench.add(beats(5, since: 100_000))
    #expect(bench.findings.count == 3)
    bench.add(beats(7, since: 100_000 + 5 * 300))
    #expect(names(bench.findings.suffix(1)) == ["beacon.periodic 2 reopened"])
    #expect(bench.findings.last?.id == bench.findings.first?.id)
    bench.advance(to: 200_000)
    #expect(names(bench.findings.suffix(2)) == ["beacon.periodic 3 closed", "beacon.stopped 1"])
  }

  /// An hour on, an hour off: told ever later, and in the end as one rhythm with pauses.
  @Test func onAndOff() throws {
    var bench = try bench()
    for hour in 0..<40 { bench.add(beats(30, period: 120, since: 1000 + Double(hour) * 7200)) }
    let stops = bench.findings.count { $0.rule.name == "beacon.stopped" }
    #expect(stops >= 2 && stops <= 5)
  }

  @Test func changes() throws {
    var bench = try bench()
    bench.add(beats(40))
    let before = bench.findings.count
    bench.add(beats(40, period: 60, since: 1000 + 39 * 300 + 60))
    let changed = bench.findings[before...].filter { $0.rule.name == "beacon.changed" }
    #expect(changed.count == 1)
    let finding = try #require(changed.first)
    #expect(finding.severity == .high && finding.update == 0)
    #expect(finding.reason.contains("every 60.00 s"))
    #expect(finding.reason.contains("where it was every 300.00 s"))
    #expect(
      finding.evidence.contains(Evidence("beacon.finding", .text(bench.findings[0].id))))
  }

  /// Missing beats, a late one, and other traffic on the channel change nothing.
  @Test func nearlyChanged() throws {
    var bench = try bench()
    bench.add(beats(40))
    var packets = beats(80, since: 1000 + 40 * 300)
    packets.removeAll { Int($0.timestamp.rawValue / 1_000_000_000) % 2100 == 0 }
    for index in 0..<10 {
      packets.append(
        Machine.bmc.udp(to: .outside(), 9999, at: 14_130 + Double(index * index) * 97))
    }
    bench.add(packets.sorted { $0.timestamp < $1.timestamp })
    #expect(bench.findings.allSatisfy { $0.rule.name == "beacon.periodic" && $0.state != .closed })
  }

  /// A rule that is switched off is silent, the other one is not.
  @Test func switchedOff() throws {
    var bench = try RuleBench(only: ["beacon.periodic"])
    bench.add(beats(12))
    bench.advance(to: 1e6)
    #expect(names(bench.findings) == ["beacon.periodic 0", "beacon.periodic 1 closed"])
  }

  /// Frames below IP live alike.
  @Test func frames() throws {
    var bench = try RuleBench(only: ["ethernet.unknown-ethertype", "beacon.stopped"])
    bench.add(
      (0..<20).map { Machine.bmc.frame(0x88b5, to: 0x0200_0000_0999, at: 1000 + Double($0) * 60) })
    bench.advance(to: 1e6)
    #expect(
      names(bench.findings)
        == [
          "ethernet.unknown-ethertype 0", "ethernet.unknown-ethertype 1",
          "ethernet.unknown-ethertype 2 closed", "beacon.stopped 0",
        ])
    #expect(Set(bench.findings.prefix(3).map(\.id)).count == 1)
  }
}
