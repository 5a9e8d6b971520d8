import Capture
import Packets
import Testing

@testable import Rules

@Suite struct VirtualMediaTests {
  private static let rule = "bmc.virtual-media"
  private static let groups = "groups:\n  admins: [10.0.5.1]\n"
  private static let megabyte: UInt32 = 1 << 20

  /// A connection that carries so much to the controller and from it, over a minute.
  private func connect(
    _ client: Machine, _ server: Machine = .bmc, _ port: UInt16 = 5120, says: UInt32 = 100,
    answers: UInt32 = 100, boot: UInt64? = nil, in bench: inout ManagementBench
  ) {
    let source = bench.turn()
    let start = bench.now
    bench.add(client.tcp(to: server, port, from: source, at: start))
    bench.add(server.tcp(to: client, source, from: port, at: start + 0.1, [.syn, .ack]))
    bench.add(client.tcp(to: server, port, from: source, at: start + 0.2, .ack, payload: says / 2))
    bench.add(server.tcp(to: client, source, from: port, at: start + 0.3, .ack, payload: answers))
    if let boot {
      var fields = Fields()
      fields.add("operation", 1 as UInt8)
      fields.add("client_hardware_address", MACAddress(rawValue: boot))
      bench.add(
        Machine(boot, 0).udp(
          to: Machine(0xffff_ffff_ffff, 0xffff_ffff), 67, from: 68, at: start + 1),
        Message(name: "dhcp", recognition: .certain, fields: fields))
    }
    bench.add(
      client.tcp(to: server, port, from: source, at: start + 60, .ack, payload: says - says / 2))
    bench.add(client.tcp(to: server, port, from: source, at: start + 61, [.fin, .ack]))
    bench.add(server.tcp(to: client, source, from: port, at: start + 62, [.fin, .ack]))
    bench.now = start + 100
  }

  @Test(
    arguments: [
      (Machine.stranger, 5120, [47]), (.stranger, 5900, [47]), (.stranger, 17990, [47]),
      (.stranger, 443, []), (.host, 5120, []), (.otherBMC, 5120, [73]), (.outside(), 623, [73]),
    ] as [(Machine, UInt16, [Int])])
  func peers(client: Machine, port: UInt16, severities: [Int]) throws {
    var bench = try ManagementBench(Self.rule, policy: Self.groups)
    connect(client, .bmc, port, in: &bench)
    bench.finish()
    #expect(bench.severities == severities)
    // No controller.
    connect(client, .card, port, in: &bench)
    connect(client, .switch, port, in: &bench)
    bench.finish()
    #expect(bench.findings.count == severities.count)
  }

  /// An image, and the machine that starts from it.
  @Test func image() throws {
    var bench = try ManagementBench(Self.rule, policy: Self.groups)
    connect(.stranger, in: &bench)
    connect(.stranger, says: Self.megabyte, in: &bench)
    bench.finish()
    try #require(bench.severities == [47, 73] && bench.findings.map(\.update) == [0, 1])
    #expect(bench.findings[1].riskScore == 75)
    try bench.restart()
    // Another machine starts, then the one beside the controller.
    connect(.stranger, says: Self.megabyte, boot: Machine.card.mac, in: &bench)
    #expect(bench.findings.count == 2)
    connect(.stranger, says: Self.megabyte, boot: Machine.bmc.mac - 2, in: &bench)
    bench.finish()
    try #require(bench.severities == [47, 73, 73])
    #expect(bench.findings[2].riskScore > 89)
    #expect(bench.findings[2].reason.contains("02:00:00:00:00:ff, whose hardware address"))
  }

  /// An image in a connection that is clear at its end only is one line.
  @Test func imageAtOnce() throws {
    var bench = try ManagementBench(Self.rule, policy: Self.groups)
    connect(.stranger, says: Self.megabyte, in: &bench)
    bench.finish()
    #expect(bench.severities == [73] && bench.findings.map(\.update) == [0])
  }

  /// A screen that is looked at for long, and one through which a disk is given.
  @Test func screens() throws {
    var bench = try ManagementBench(Self.rule, policy: Self.groups)
    connect(.stranger, .bmc, 5900, says: 2 << 20, answers: 30 << 20, in: &bench)
    connect(.stranger, .bmc, 7578, says: 2 << 20, in: &bench)
    bench.finish()
    #expect(bench.severities == [47])
    connect(.stranger, .bmc, 5900, says: 2 << 20, answers: 1 << 20, in: &bench)
    bench.finish()
    #expect(bench.severities == [47, 73])
  }

  /// Without groups whoever comes in the first day is known, also with a disk.
  @Test func history() throws {
    var bench = try ManagementBench(Self.rule)
    connect(.host, says: 2 << 20, boot: Machine.bmc.mac + 1, in: &bench)
    bench.now += 100_000
    connect(.host, .otherBMC, says: 2 << 20, in: &bench)
    try bench.restart()
    bench.finish()
    #expect(bench.findings.isEmpty)
    for _ in 0..<20 { connect(.stranger, in: &bench) }
    #expect(bench.severities == [47, 47, 47] && bench.findings.map(\.update) == [0, 1, 2])
  }

  /// Nobody answers, or nobody speaks.
  @Test func unanswered() throws {
    var bench = try ManagementBench(Self.rule, policy: Self.groups)
    let start = bench.now
    bench.add(Machine.stranger.tcp(to: .bmc, 5120, from: 4000, at: start))
    bench.add(Machine.bmc.tcp(to: .stranger, 4000, from: 5120, at: start + 1, [.rst, .ack]))
    bench.add(Machine.stranger.tcp(to: .bmc, 5900, from: 4001, at: start + 2))
    bench.add(Machine.bmc.tcp(to: .stranger, 4001, from: 5900, at: start + 3, [.syn, .ack]))
    bench.add(Machine.stranger.tcp(to: .bmc, 5900, from: 4001, at: start + 4, .rst))
    bench.finish()
    #expect(bench.findings.isEmpty)
  }
}
