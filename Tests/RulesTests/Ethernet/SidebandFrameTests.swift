import Capture
import Devices
import Packets
import Testing

@testable import Rules

@Suite struct SidebandFrameTests {
  private static let rule = "ethernet.ncsi"
  private static let everybody: UInt64 = 0xffff_ffff_ffff

  private func frame(
    _ type: UInt8, from sender: UInt64 = everybody, to peer: UInt64 = everybody, at seconds: Double,
    in bench: inout NeighborBench
  ) {
    var fields = Fields()
    fields.add("control_packet_type", type)
    fields.add("package_id", 1 as UInt8)
    fields.add("internal_channel_id", 2 as UInt8)
    bench.add(
      Machine(sender, 0).frame(0x88f8, to: peer, at: seconds),
      Message(name: "nc_si", recognition: .certain, fields: fields))
  }

  /// Polls are medium, told at 1, 4 and 16 frames; the first grave command is told at once.
  @Test func pollsAndACommand() throws {
    var bench = try NeighborBench(SidebandFrameTests.rule)
    for second in 0..<20 { frame(0x0a, at: Double(second), in: &bench) }
    #expect(bench.severities == [47, 47, 47])
    #expect(bench.findings.map(\.update) == [0, 1, 2])
    frame(0x0e, at: 30, in: &bench)
    #expect(bench.severities == [47, 47, 47, 73])
    let finding = try #require(bench.findings.last)
    #expect(finding.device.name == "the network" && finding.id == bench.findings[0].id)
    #expect(finding.value("ncsi.package") == .integer(1))
    #expect(finding.value("ncsi.channel") == .integer(2))
    #expect(finding.value("ncsi.frames") == .integer(21))
    frame(0x0a, at: 31, in: &bench)
    #expect(bench.findings.count == 4)
  }

  /// Commands and their responses; events only in a burst.
  @Test(
    arguments: [
      (0x00, 47), (0x0a, 47), (0x8a, 47), (0x0e, 73), (0x8e, 73), (0x50, 73), (0xd0, 73),
      (0xff, 47),
    ] as [(UInt8, Int)]) func types(type: UInt8, severity: Int) throws
  {
    var bench = try NeighborBench(SidebandFrameTests.rule)
    frame(type, at: 1, in: &bench)
    #expect(bench.severities == [severity])
  }

  /// Senders past the sixteenth of a VLAN are one, and what matters more is told of whichever comes.
  @Test func manySenders() throws {
    var bench = try NeighborBench(SidebandFrameTests.rule)
    for number in 0..<1100 {
      frame(0x0a, from: 0x0200_0001_0000 + UInt64(number), at: Double(number) / 100, in: &bench)
    }
    #expect(Set(bench.findings.map(\.id)).count == 17 && bench.findings.count < 24)
    frame(0x0e, from: 0x0200_0002_0000, at: 20, in: &bench)
    #expect(bench.severities.last == 73)
    #expect(bench.findings.last?.reason.contains("02:00:00:02:00:00, one of more than 16") == true)
    #expect(bench.findings.last?.device.name == "the network")
  }

  /// What cannot be read is not told as a command.
  @Test func unread() throws {
    var bench = try NeighborBench(SidebandFrameTests.rule)
    bench.add(
      Machine.card.frame(0x88f8, to: Self.everybody, at: 1),
      Message(name: "nc_si", recognition: .certain, fields: Fields(), fault: .version))
    #expect(bench.findings.first?.reason.contains("a frame whose header cannot be read") == true)
    #expect(bench.findings.first?.value("ncsi.type") == nil)
  }

  @Test(arguments: [(10.0, 73), (20, 47)] as [(Double, Int)]) func events(
    step: Double, severity: Int
  ) throws {
    var bench = try NeighborBench(SidebandFrameTests.rule)
    for number in 0..<5 { frame(0xff, at: Double(number) * step, in: &bench) }
    #expect(bench.severities.last == severity)
  }

  /// About the sender where it is known, else about whom is meant, else about the bare address.
  @Test(
    arguments: [
      (Machine.bmc.mac, everybody, "bmc-1"), (everybody, Machine.card.mac, "srv-1"),
      (Machine.server.mac, everybody, "ntp-1"), (Machine.stranger.mac, everybody, ""),
      (everybody, everybody, "the network"),
    ] as [(UInt64, UInt64, String)]) func subject(
      sender: UInt64, peer: UInt64, name: String
    ) throws
  {
    var bench = try NeighborBench(SidebandFrameTests.rule)
    frame(0x0a, from: sender, to: peer, at: 1, in: &bench)
    #expect(bench.findings.map(\.device.name) == [name])
  }

  /// Where the operator knows the type, nothing is told; and what was told goes on over a restart.
  @Test func silencedAndRestarted() throws {
    var settings = RuleSettings()
    settings.knownEtherTypes.append(EtherType(rawValue: 0x88f8))
    var silent = try NeighborBench(SidebandFrameTests.rule, settings: settings)
    frame(0x50, at: 1, in: &silent)
    #expect(silent.findings.isEmpty)
    var bench = try NeighborBench(SidebandFrameTests.rule)
    frame(0x50, at: 1, in: &bench)
    try bench.restart()
    for second in 2..<5 { frame(0x50, at: Double(second), in: &bench) }
    #expect(bench.findings.map(\.update) == [0, 1])
  }

  /// 2000 senders of one VLAN are the first sixteen and one more.
  @Test func bounded() throws {
    var bench = try NeighborBench(SidebandFrameTests.rule)
    for number in 0..<2000 {
      frame(0x0a, from: 0x0200_0005_0000 + UInt64(number), at: Double(number), in: &bench)
    }
    #expect(bench.findings.count == 16 + 6 && bench.counter("senders") == 17)
  }
}
