import Capture
import Devices
import Packets
import Testing

@testable import Rules

@Suite struct CovertFieldTests {
  static let rule = "protocol.covert-field"
  private static let words = Array(
    "the quick brown fox jumps over the lazy dog, and the watchdog writes it down by lamplight."
      .utf8)

  private static func bench(policy: String = "") throws -> RuleBench {
    try RuleBench(only: [rule], policy: policy, isRemembered: true)
  }

  /// SYNs one by one, each with its identification, evenly drawn sequence numbers and a source port of its own.
  private func knock(
    _ machine: Machine, _ peer: Machine, _ identifications: [UInt16], from start: Double = 0,
    timeToLive: UInt8 = 64, in bench: inout RuleBench
  ) {
    var generator = FixedGenerator(state: 3)
    for (number, identification) in identifications.enumerated() {
      let packet = machine.tcp(
        to: peer, 6514, from: 40_000 + UInt16(number), at: start + Double(number) * 3)
      var marks = StackMarks()
      marks.timeToLive = timeToLive
      marks.identification = identification
      marks.tcpFlags = .syn
      marks.tcpSequence = UInt32(truncatingIfNeeded: generator.next())
      bench.stacks[packet.timestamp.rawValue] = (marks, nil)
      bench.add([packet])
    }
  }

  /// Datagrams of one conversation, each with its time to live and traffic class.
  private func say(
    _ values: [(UInt8, UInt8)], every period: Double = 2,
    in bench: inout RuleBench
  ) {
    for (number, value) in values.enumerated() {
      let packet = Machine.bmc.udp(to: .server, 514, at: Double(number) * period)
      var marks = StackMarks()
      marks.timeToLive = value.0
      marks.trafficClass = value.1
      bench.stacks[packet.timestamp.rawValue] = (marks, nil)
      bench.add([packet])
    }
  }

  private static let letters = words.map { UInt16($0) << 8 }

  @Test(arguments: [(Machine.bmc, 1), (.switch, 1), (.card, 1), (.server, 0)] as [(Machine, Int)])
  func letters(machine: Machine, count: Int) throws {
    var bench = try CovertFieldTests.bench()
    knock(machine, .host, CovertFieldTests.letters, in: &bench)
    #expect(bench.findings.count == count)
    guard let finding = bench.findings.first else { return }
    #expect(finding.severity == .medium)
    #expect(finding.value("covert.field") == .text("ip.identification"))
    #expect(finding.reason.contains("read as text"))
    #expect(finding.peerEnd.address == Machine.host.address)
  }

  /// What has passed a router may be of many systems; what the policy expects is excused.
  @Test func notTold() throws {
    var far = try CovertFieldTests.bench()
    knock(.bmc, .host, CovertFieldTests.letters, timeToLive: 57, in: &far)
    #expect(far.findings.isEmpty)
    var expected = try CovertFieldTests.bench(
      policy: "expected:\n  - device: bmc-1\n    peer: 10.0.5.1\n    reason: a test\n")
    knock(.bmc, .host, CovertFieldTests.letters, in: &expected)
    #expect(expected.findings.isEmpty)
  }

  /// A stack that always leaves the lower octet empty does so to everybody.
  @Test func habit() throws {
    var bench = try CovertFieldTests.bench()
    var generator = FixedGenerator(state: 11)
    let peers = (0..<4).map { Machine(0x0200_0000_0800 + UInt64($0), 0x0a00_0800 + $0) }
    for number in 0..<160 {
      let high = UInt16(1 + generator.next() >> 48 & 0xff) << 8
      knock(.bmc, peers[number % 4], [high], from: Double(number) * 30, in: &bench)
    }
    #expect(bench.findings.isEmpty)
  }

  /// Evenly drawn, to many peers, for a long time.
  @Test func drawn() throws {
    var bench = try CovertFieldTests.bench()
    var generator = FixedGenerator(state: 13)
    for peer in 0..<100 {
      let numbers = (0..<40).map { _ in UInt16(truncatingIfNeeded: generator.next() >> 20) }
      knock(
        .bmc, Machine(0x0200_0000_0800 + UInt64(peer), 0x0a00_0800 + UInt32(peer)), numbers,
        from: Double(peer) * 200, in: &bench)
    }
    #expect(bench.findings.isEmpty)
    #expect(bench.counter(Self.rule, "series") == 64)
  }

  @Test(arguments: [true, false]) func bits(inTimeToLive: Bool) throws {
    var bench = try CovertFieldTests.bench()
    let bits = CovertFieldTests.words.prefix(6).flatMap { octet in
      (0..<8).map { octet >> $0 & 1 }
    }
    let values: [(UInt8, UInt8)] = bits.map { bit in
      inTimeToLive ? (64 - bit, 0) : (64, bit == 1 ? 0x28 : 0)
    }
    say(values, in: &bench)
    let field = inTimeToLive ? "ip.time_to_live" : "ip.dscp"
    #expect(bench.findings.first?.value("covert.field") == .text(field))
    #expect(bench.findings.first?.severity == .medium)
    // The same one millisecond apart may be copies.
    var fast = try CovertFieldTests.bench()
    say(values, every: 0.001, in: &fast)
    #expect(fast.findings.isEmpty)
  }

  /// A device that gives back the DSCP of what it is asked with, and one that chooses it.
  @Test(arguments: [true, false]) func echoes(isReply: Bool) throws {
    var bench = try CovertFieldTests.bench()
    var generator = FixedGenerator(state: 4)
    for number in 0..<64 {
      let time = Double(number) * 2
      let ends = isReply ? (Machine.server, Machine.bmc) : (.bmc, .server)
      let request = ends.0.icmp(to: ends.1, type: 8, at: time)
      let reply = ends.1.icmp(to: ends.0, type: 0, at: time + 0.01)
      var marks = StackMarks()
      marks.timeToLive = 64
      marks.trafficClass = UInt8(truncatingIfNeeded: generator.next() >> 63) * 0xb8
      for packet in [request, reply] {
        bench.stacks[packet.timestamp.rawValue] = (marks, nil)
        bench.add([packet])
      }
    }
    #expect(bench.findings.isEmpty == isReply)
  }

  /// Two devices to one peer, and half of the message before a restart.
  @Test func goesOnOverARestart() throws {
    var bench = try CovertFieldTests.bench()
    let half = CovertFieldTests.letters.count / 8
    for machine in [Machine.bmc, .otherBMC] {
      knock(machine, .host, Array(CovertFieldTests.letters.prefix(half)), in: &bench)
    }
    #expect(bench.findings.isEmpty)
    let kept = bench.changes()
    try bench.startAnew()
    #expect(try bench.restore(kept) == 0)
    for machine in [Machine.bmc, .otherBMC] {
      knock(
        machine, .host, Array(CovertFieldTests.letters.dropFirst(half).prefix(40)), from: 600,
        in: &bench)
    }
    #expect(bench.findings.map(\.device.name) == ["bmc-1", "bmc-2"])
  }
}
