import Capture
import Devices
import Packets
import Testing

@testable import Rules

/// Machines that are watched although no inventory names them.
@Suite struct WatchTests {
  private func beats(_ count: Int, from machine: Machine, to peer: Machine) -> [Packet] {
    (0..<count).map { machine.tcp(to: peer, 443, at: 1000 + Double($0) * 300) }
  }

  private func found(_ packets: [Packet], _ watch: Watch) throws -> [Finding] {
    var bench = try RuleBench(inventory: "mac,ip,role,name\n", watch: watch)
    bench.add(packets)
    return bench.findings
  }

  @Test func everybody() throws {
    let found = try found(beats(12, from: .stranger, to: .outside()), .everybody)
    let finding = try #require(found.first)
    #expect(found.count == 1)
    #expect(finding.rule.name == "beacon.periodic" && finding.severity == .low)
    #expect(finding.severity.rawValue == 21)
    #expect(finding.deviceEnd.address == Machine.stranger.address)
    #expect(finding.peerEnd.address == Machine.outside().address)
    #expect(finding.device.role == .unknown)
  }

  @Test func nobody() throws {
    #expect(try found(beats(12, from: .stranger, to: .outside()), .nobody).isEmpty)
  }

  /// Those of the networks count by what they start, and nobody else.
  @Test func networks() throws {
    let network = try #require(IPNetwork("10.0.9.0/24"))
    let watch = Watch([network])
    #expect(try found(beats(12, from: .stranger, to: .outside()), watch).count == 1)
    #expect(try found(beats(12, from: .host, to: .stranger), watch).isEmpty)
  }

  /// What the policy expects of anybody is expected of them.
  @Test func expected() throws {
    var bench = try RuleBench(
      inventory: "mac,ip,role,name\n",
      policy: """
        expected:
          - peer: 203.0.113.7
            reason: a mirror
        """, watch: .everybody)
    bench.add(beats(12, from: .stranger, to: .outside()))
    #expect(bench.findings.isEmpty)
  }

  /// Each pair is told, however many there are, and machines past the limit are counted.
  @Test func manyPairs() throws {
    var packets: [Packet] = []
    for beat in 0..<12 {
      for peer in 1...20 {
        packets.append(
          Machine.stranger.tcp(
            to: .outside(UInt32(peer)), 443, from: UInt16(40000 + peer),
            at: 1000 + Double(beat) * 300 + Double(peer)))
      }
    }
    #expect(try found(packets, .everybody).count == 20)
    var hosts = WatchedHosts(behind: 3, limit: 2)
    #expect(hosts.admit(Machine.host.address) == 3)
    #expect(hosts.admit(Machine.stranger.address) == 4)
    #expect(hosts.admit(Machine.server.address) == nil)
    #expect(hosts.admit(Machine.host.address) == 3)
    #expect(hosts.refused == 1 && hosts.count == 2)
  }
}
