import Devices
import Packets
import Testing

@testable import Rules

@Suite struct ShellReversalTests {
  private static let client = "curve25519-sha256,ext-info-c,kex-strict-c-v00@openssh.com"
  private static let server = "curve25519-sha256,kex-strict-s-v00@openssh.com"
  private static let silent = "diffie-hellman-group14-sha1"

  private static func greeting(_ exchanges: String, _ software: String = "OpenSSH_9.2p1") -> Message
  {
    var fields = Fields()
    fields.add("protocol_version", "2.0")
    fields.add("software", software)
    fields.add("kex_algorithms", exchanges)
    fields.add("encryption_algorithms_client_to_server", "aes256-ctr")
    return Message(name: "ssh", recognition: .certain, fields: fields)
  }

  /// A connection in which each end says what it is given; `nil` says octets of no protocol.
  private func talk(
    _ bench: inout NamesBench, _ initiator: Machine, _ responder: Machine, _ port: UInt16 = 22,
    from source: UInt16 = 40_000, at time: Double = 100, _ first: Message?, _ second: Message?,
    octets: UInt32 = 1_400
  ) {
    bench.connect(initiator, responder, port, from: source, at: time)
    for number in 0..<4 {
      let moment = time + 0.01 + Double(number) / 100
      bench.add(
        initiator.tcp(
          to: responder, port, from: source, at: moment, [.ack, .psh], payload: octets),
        number == 0 ? first : nil)
      bench.add(
        responder.tcp(
          to: initiator, source, from: port, at: moment + 0.001, [.ack, .psh], payload: octets),
        number == 0 ? second : nil)
    }
    bench.close(initiator, responder, port, from: source, at: time + 1)
  }

  private func findings(
    _ initiator: Machine, _ responder: Machine, _ port: UInt16, _ first: String?,
    _ second: String?, octets: UInt32 = 1_400, policy: String = ""
  ) throws -> [Finding] {
    var bench = try NamesBench("protocol.ssh", policy: policy)
    talk(
      &bench, initiator, responder, port, first.map { Self.greeting($0) },
      second.map { Self.greeting($0) }, octets: octets)
    bench.finish()
    return bench.findings
  }

  /// Who opened the connection is the server in it; one end's word is enough.
  @Test(
    arguments: [
      (server, client, true), (server, silent, true), (silent, client, true),
      (client, server, false),
      (silent, silent, false), (server, server, false), (client, client, false),
      (silent, server, false),
    ])
  func parts(first: String, second: String, isReversed: Bool) throws {
    let found = try findings(.bmc, .outside(), 22, first, second)
    #expect(found.map(\.severity) == (isReversed ? [.high] : []))
  }

  @Test func sentence() throws {
    let found = try findings(.bmc, .outside(), 443, Self.server, Self.client)
    #expect(
      found.first?.reason
        == "bmc-1 (bmc) opened SSH with 203.0.113.7 on tcp/443: the end that opened the connection is the server "
        + "in it, on a port that is not 22; it says OpenSSH_9.2p1 as a server, the peer OpenSSH_9.2p1 as a client; "
        + "the first such conversation.")
    #expect(found.first?.value("ssh.device.part") == .text("server"))
  }

  @Test func severities() throws {
    #expect(
      try findings(.card, .outside(), 22, Self.server, Self.client).map(\.severity) == [.high])
    // Who is called by a stranger and logs in to it.
    #expect(try findings(.stranger, .bmc, 22, Self.server, Self.client).map(\.severity) == [.high])
    // Of two controllers the one that opened the connection is told.
    let between = try findings(.bmc, .otherBMC, 22, Self.server, Self.client)
    #expect(between.map(\.device.name) == ["bmc-1"])
    // NETCONF calls home the other way round, inside.
    #expect(try findings(.switch, .host, 4334, Self.server, Self.client).map(\.severity) == [.low])
    #expect(
      try findings(.switch, .outside(), 4334, Self.server, Self.client).map(\.severity) == [.high])
    let policy =
      "expected:\n  - role: bmc\n    peer: 203.0.113.7\n    port: 443\n    reason: ours\n"
    #expect(
      try findings(.bmc, .outside(), 443, Self.server, Self.client, policy: policy).map(\.severity)
        == [.low])
    #expect(try findings(.bmc, .outside(), 443, Self.client, Self.server, policy: policy).isEmpty)
  }

  @Test func oddPort() throws {
    #expect(
      try findings(.bmc, .outside(), 8022, Self.client, Self.server).map(\.severity) == [.medium])
    #expect(try findings(.bmc, .stranger, 8022, Self.client, Self.server).map(\.severity) == [.low])
    #expect(try findings(.card, .outside(), 8022, Self.client, Self.server).isEmpty)
    // What somebody opens to the device is for policy.new-service.
    #expect(try findings(.host, .bmc, 8022, Self.client, Self.server).isEmpty)
  }

  /// One end speaks SSH, the other something else, and not just a few octets of it.
  @Test func oneSided() throws {
    for (first, second) in [(nil, Self.server), (Self.client, nil)] as [(String?, String?)] {
      let found = try findings(.bmc, .outside(), 22, first, second)
      #expect(found.map(\.severity) == [.medium])
      #expect(found.first?.value("ssh.facts") == .texts(ShellFacts.oneSided.texts))
      #expect(try findings(.bmc, .outside(), 22, first, second, octets: 1_000).isEmpty)
    }
    #expect(try findings(.host, .bmc, 22, nil, Self.server).isEmpty)
  }

  /// Who opened a connection that was found midway is not known for sure.
  @Test func midstream() throws {
    var bench = try NamesBench("protocol.ssh")
    let device = Machine.bmc
    let peer = Machine.outside()
    bench.add(
      device.tcp(to: peer, 22, from: 40_000, at: 100, [.ack, .psh], payload: 900),
      Self.greeting(Self.server))
    bench.add(
      peer.tcp(to: device, 40_000, from: 22, at: 100.1, [.ack, .psh], payload: 900),
      Self.greeting(Self.client))
    bench.finish()
    #expect(bench.findings.isEmpty)
  }

  /// A client that came when the device's habits were known; kept over a restart, as are greetings.
  @Test func newClientAndRestart() throws {
    var bench = try NamesBench("protocol.ssh")
    for number in 0..<25 {
      talk(
        &bench, .bmc, .outside(), from: 40_000 + UInt16(number),
        at: 1_000 + 20_000 * Double(number),
        Self.greeting(Self.client), Self.greeting(Self.server))
      if number == 12 { try bench.restart() }
    }
    #expect(bench.findings.isEmpty)
    bench.connect(.bmc, .outside(), 22, from: 50_000, at: 600_000)
    bench.add(
      Machine.bmc.tcp(to: .outside(), 22, from: 50_000, at: 600_001, [.ack, .psh], payload: 900),
      Self.greeting(Self.client, "libssh2_1.4"))
    try bench.restart()
    bench.add(
      Machine.outside().tcp(to: .bmc, 50_000, from: 22, at: 600_002, [.ack, .psh], payload: 900),
      Self.greeting(Self.server))
    bench.finish()
    #expect(bench.severities == [47])
    #expect(bench.findings.first?.value("ssh.facts") == .texts(ShellFacts.newClient.texts))
  }
}
