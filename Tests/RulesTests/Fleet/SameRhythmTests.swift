import Capture
import Devices
import Packets
import Testing

@testable import Rules

@Suite struct SameRhythmTests {
  static let rule = "fleet.same-rhythm"

  /// A call of each machine at each time, with a delay of its own, a new port each time.
  private func calls(
    _ times: [Double], _ machines: [(machine: Machine, peer: Machine, delay: Double)],
    port: UInt16 = 8443
  ) -> [Packet] {
    machines.flatMap { call in
      times.enumerated().map { number, time in
        call.machine.tcp(
          to: call.peer, port, from: UInt16(30_000 + number), at: time + call.delay)
      }
    }
  }

  /// An uneven schedule.
  private func schedule(_ count: Int) -> [Double] {
    var generator = FixedGenerator(state: 11)
    var time = 1000.0
    return (0..<count).map { _ in
      time += 240 + 120 * generator.uniform()
      return time
    }
  }

  private func findings(_ packets: [Packet], policy: String = "") throws -> [Finding] {
    try FleetSite.findings(SameRhythmTests.rule, packets, policy: policy)
  }

  @Test func twoInStep() throws {
    let packets = calls(
      schedule(20),
      [(FleetSite.hpe, FleetSite.outside(1), 0), (FleetSite.cisco, FleetSite.outside(2), 33)])
    let found = try findings(packets)
    let finding = try #require(found.first)
    #expect(found.count == 1 && finding.severity == .critical && finding.device.name == "cisco-1")
    #expect(
      finding.reason.contains(
        "in step with hpe-1 (bmc, HPE), which contacts 198.18.1.7 on tcp/8443"))
    #expect(finding.reason.contains("behind by 33.00 s"))
    #expect(finding.relatedAddresses == [FleetSite.hpe.address, FleetSite.outside(1).address])
    #expect(finding.evidence.contains(Evidence("fleet.proof", .text("schedule"))))
  }

  /// Peers inside are medium, one outside is high, one maker and role is low.
  @Test func severities() throws {
    let (inside, stranger) = (Machine.stranger, Machine(0x0200_0000_0908, 0x0a00_0908))
    let pairs: [(Machine, Machine, Machine, Machine, Severity)] = [
      (FleetSite.hpe, inside, FleetSite.dell, stranger, .medium),
      (FleetSite.hpe, inside, FleetSite.dell, FleetSite.outside(1), .high),
      (FleetSite.hpe, FleetSite.outside(2), FleetSite.otherHPE, FleetSite.outside(1), .low),
    ]
    for (one, peer, other, otherPeer, severity) in pairs {
      let found = try findings(calls(schedule(20), [(one, peer, 0), (other, otherPeer, 7)]))
      #expect(found.map(\.severity) == [severity])
    }
  }

  /// Three clocks that strike together prove it, two do not; a third that joins is an update.
  @Test func clocksThatStrikeTogether() throws {
    let times = (0..<30).map { 1000 + 300 * Double($0) }
    let two = [
      (FleetSite.hpe, FleetSite.outside(1), 0.0), (FleetSite.dell, FleetSite.outside(2), 0.02),
    ]
    #expect(try findings(calls(times, two)).isEmpty)
    let three = try findings(
      calls(times, two + [(FleetSite.cisco, FleetSite.outside(3), 0.04)]))
    #expect(three.count == 1)
    #expect(three.first?.evidence.contains(Evidence("fleet.count", .integer(3))) == true)
    let late = calls(
      Array(times.dropFirst(12)), [(FleetSite.aruba, FleetSite.outside(4), 0.03)])
    let four = try findings(
      calls(times, two + [(FleetSite.cisco, FleetSite.outside(3), 0.04)]) + late)
    #expect(four.map(\.update) == [0, 1] && Set(four.map(\.id)).count == 1)
    #expect(four.last?.evidence.contains(Evidence("fleet.count", .integer(4))) == true)
  }

  /// What role or policy explains is not compared, nor one device with itself.
  @Test func whatIsExplained() throws {
    let times = schedule(20)
    #expect(
      try findings(
        calls(
          times, [(FleetSite.hpe, FleetSite.server, 0), (FleetSite.cisco, FleetSite.server, 1)],
          port: 443),
        policy: """
          expected:
            - peer: 10.0.4.1
              port: 443
              reason: the collector
          """
      ).isEmpty)
    let clocks = times.enumerated().flatMap { number, time in
      [FleetSite.hpe, FleetSite.cisco].map {
        $0.udp(to: FleetSite.server, 123, from: UInt16(30_000 + number), at: time)
      }
    }
    #expect(try findings(clocks).isEmpty)
    #expect(
      try findings(
        calls(
          times,
          [(FleetSite.hpe, FleetSite.outside(1), 0), (FleetSite.hpe, FleetSite.outside(2), 1)])
      ).isEmpty)
    #expect(
      try findings(
        calls(
          times,
          [(FleetSite.hpe, FleetSite.outside(1), 0), (FleetSite.card, FleetSite.outside(2), 1)])
      ).isEmpty)
  }

  /// Twelve devices by dice of their own, over two days.
  @Test func independentDevices() throws {
    var generator = FixedGenerator(state: 29)
    var packets: [Packet] = []
    let machines = [
      FleetSite.hpe, FleetSite.otherHPE, FleetSite.dell, FleetSite.plain, FleetSite.cisco,
      FleetSite.aruba,
    ]
    for (number, machine) in machines.enumerated() {
      for jitter in [0.0, 0.1, 0.5] {
        var time = 1000 + 600 * generator.uniform()
        for beat in 0..<150 {
          packets.append(
            machine.tcp(
              to: FleetSite.outside(UInt32(number)), UInt16(8000 + Int(jitter * 100)),
              from: UInt16(20_000 + beat), at: time))
          time += 600 * (1 + jitter * (2 * generator.uniform() - 1))
        }
      }
    }
    #expect(try findings(packets).isEmpty)
  }

  @Test func boundedMemory() throws {
    var packets: [Packet] = []
    for number in 0..<3000 as Range<UInt32> {
      packets.append(
        FleetSite.hpe.tcp(
          to: FleetSite.outside(number), UInt16(1000 + number), at: 100 + Double(number)))
    }
    var bench = try FleetSite.bench(SameRhythmTests.rule)
    bench.add(packets)
    #expect(bench.counter(SameRhythmTests.rule, "series") == 64)
    #expect(bench.counter(SameRhythmTests.rule, "series_forgotten") == 2 * 3000 - 64)
  }

  /// A run that is cut anywhere tells the same.
  @Test(arguments: [1, 17, 30, 41]) func overARestart(cut: Int) throws {
    let packets = calls(
      schedule(24),
      [(FleetSite.hpe, FleetSite.outside(1), 0), (FleetSite.cisco, FleetSite.outside(2), 33)]
    ).sorted { $0.timestamp < $1.timestamp }
    var bench = try FleetSite.bench(SameRhythmTests.rule, isRemembered: true)
    bench.add(Array(packets[..<cut]))
    var found = bench.findings
    let kept = bench.changes()
    try bench.startAnew()
    #expect(try bench.restore(kept) == 0)
    bench.add(Array(packets[cut...]))
    found += bench.findings
    let whole = try findings(packets)
    #expect(!whole.isEmpty && found.map(\.reason) == whole.map(\.reason))
    #expect(found.map(\.id) == whole.map(\.id) && found.map(\.update) == whole.map(\.update))
  }

  /// What the policy has come to expect is closed.
  @Test func newPolicy() throws {
    let packets = calls(
      schedule(24),
      [(FleetSite.hpe, FleetSite.outside(1), 0), (FleetSite.cisco, FleetSite.outside(2), 33)])
    var bench = try FleetSite.bench(SameRhythmTests.rule, isRemembered: true)
    bench.add(packets.sorted { $0.timestamp < $1.timestamp })
    let kept = bench.changes()
    for (device, closes) in [("hpe-1", true), ("dell-1", false)] {
      let policy = """
        expected:
          - device: \(device)
            peer: 198.18.1.7
            port: 8443
            reason: telemetry
        """
      var next = try FleetSite.bench(SameRhythmTests.rule, policy: policy, isRemembered: true)
      _ = try next.restore(kept)
      next.advance(to: 1e5)
      #expect(next.findings.map(\.state) == (closes ? [.closed] : []))
      #expect(next.findings.allSatisfy { $0.id == bench.findings.first?.id })
    }
  }

  /// In a full ledger the device that has most gives up a series, and two series of one device do not drive each
  /// other out.
  @Test func fullLedger() {
    var ledger = StepLedger(settings: RuleSettings(), limit: 40, share: 30)
    func note(_ device: Int, _ number: UInt32, at time: Double) {
      for channel in [
        StepChannel.peer(
          FleetSite.outside(number).address, ServiceKind(transport: .tcp, port: 443)),
        .service(ServiceKind(transport: .tcp, port: UInt16(number))),
      ] {
        _ = ledger.note(
          StepLedger.Key(device: device, channel: channel), peer: FleetSite.outside(number).address,
          isOutside: true, at: Timestamp(rawValue: Int64(time * 1e9)))
      }
    }
    for number in 0..<20 as Range<UInt32> { note(Int(number % 2), number, at: Double(number)) }
    for turn in 0..<20 {
      for device in 2..<6 { note(device, UInt32(100 + device), at: 1000 + 60 * Double(turn)) }
    }
    #expect(ledger.count == 40)
    for device in 2..<6 {
      let kept = ledger.entries.filter { $0.key.device == device }
      #expect(kept.count == 2 && kept.allSatisfy { $0.series.beats == 20 })
    }
  }
}
