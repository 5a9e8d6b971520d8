import Capture
import Devices
import Packets
import Testing

@testable import Rules

@Suite struct PauseFloodTests {
  private static let rule = "ethernet.pause"

  /// Pause frames at a rate, for so many seconds.
  private func pause(
    _ rate: Int, for seconds: Double, from start: Double = 0, _ machine: Machine = .card,
    to group: UInt64 = 0x0180_c200_0001, opcode: UInt16 = 1, in bench: inout NeighborBench
  ) {
    var fields = Fields()
    fields.add("opcode", opcode)
    fields.add("pause_time_quanta", 0xffff as UInt16)
    let message = Message(name: "mac_control", recognition: .certain, fields: fields)
    for number in 0..<Int(Double(rate) * seconds) {
      bench.add(
        machine.frame(0x8808, to: group, at: start + Double(number) / Double(rate)), message)
    }
  }

  @Test(
    arguments: [
      (1000, 3.2, 1), (1500, 3, 1), (20_000, 1.4, 1), (990, 20, 0), (20_000, 0.9, 0), (10, 300, 0),
    ] as [(Int, Double, Int)]) func rates(rate: Int, seconds: Double, count: Int) throws
  {
    var bench = try NeighborBench(PauseFloodTests.rule)
    pause(rate, for: seconds, in: &bench)
    #expect(bench.findings.count == count)
    if let finding = bench.findings.first {
      #expect(finding.severity == .low && finding.device.name == "srv-1")
      #expect(finding.reason.contains("a second"))
    }
  }

  /// Senders of single frames do not keep a flood from being seen, nor make a known one new.
  @Test func manySenders() throws {
    var bench = try NeighborBench(PauseFloodTests.rule)
    pause(2000, for: 3, in: &bench)
    for number in 0..<1100 as Range<UInt32> {
      let machine = Machine(0x0200_0001_0000 + UInt64(number), 0)
      pause(1, for: 1, from: 10 + Double(number) / 1000, machine, in: &bench)
    }
    pause(2000, for: 3, from: 20, .server, in: &bench)
    #expect(bench.findings.map(\.device.name) == ["srv-1", "ntp-1"])
    pause(2000, for: 20, from: 4000, in: &bench)
    #expect(bench.findings.dropFirst(2).allSatisfy { $0.id == bench.findings[0].id })
    #expect(bench.findings.dropFirst(2).map(\.update).first == 1)
  }

  /// Behind a slow beginning the flood is seen within 3.1 s.
  @Test func behindASlowBeginning() throws {
    var bench = try NeighborBench(PauseFloodTests.rule)
    pause(100, for: 600, in: &bench)
    #expect(bench.findings.isEmpty)
    pause(1000, for: 3.1, from: 600, in: &bench)
    #expect(bench.findings.count == 1)
  }

  /// Updates at 4 and 16 stretches, over the split of the conversation, too.
  @Test func goesOn() throws {
    var bench = try NeighborBench(PauseFloodTests.rule)
    pause(1024, for: 40, in: &bench)
    #expect(bench.findings.map(\.update) == [0, 1, 2])
  }

  /// Priority flow control counts; other opcodes, and frames to one machine, do not.
  @Test(
    arguments: [
      (0x0001, 0x0180_c200_0001, 1), (0x0101, 0x0180_c200_0001, 1), (0x0002, 0x0180_c200_0001, 0),
      (0x0001, 0x0200_0000_0b01, 0),
    ] as [(UInt16, UInt64, Int)]) func kinds(opcode: UInt16, group: UInt64, count: Int) throws
  {
    var bench = try NeighborBench(PauseFloodTests.rule)
    pause(2000, for: 3, to: group, opcode: opcode, in: &bench)
    #expect(bench.findings.count == count)
  }

  @Test func restarted() throws {
    var bench = try NeighborBench(PauseFloodTests.rule)
    pause(2000, for: 2.5, .stranger, in: &bench)
    #expect(bench.findings.map(\.device.label) == ["02:00:00:00:09:09"])
    try bench.restart()
    // The second stretch was before; the third and the fourth come now.
    pause(2000, for: 2.5, from: 3, .stranger, in: &bench)
    #expect(bench.findings.map(\.update) == [0, 1])
  }
}
