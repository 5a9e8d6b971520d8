import Capture
import Packets
import Testing

@testable import Rules

@Suite struct PortKnockTests {
  private func bench(policy: String = "", isRemembered: Bool = false) throws -> SignalBench {
    try SignalBench("signal.knock", policy: policy, isRemembered: isRemembered)
  }

  private func knock(
    _ bench: inout SignalBench, _ ports: [UInt16], from source: Machine = .stranger,
    at seconds: Double, gap: Double = 0.2
  ) {
    for (number, port) in ports.enumerated() {
      bench.refused(
        from: source, UInt16(50_000 + Int(seconds) % 1000 * 10 + number), to: .bmc, port,
        at: seconds + gap * Double(number))
    }
  }

  /// cd00r's sequence, with ports of the role among them: the closed port opens; twice, in the same order.
  @Test func opens() throws {
    var bench = try bench()
    bench.refused(from: .stranger, 39_000, to: .bmc, 4022, at: 990)
    for time in [1000.0, 2000] {
      knock(&bench, [200, 80, 22, 53, 3], at: time)
      bench.talk(from: .stranger, UInt16(45_000 + Int(time)), to: .bmc, 4022, at: time + 3)
    }
    #expect(bench.findings.map(\.severity) == [.medium, .high])
    #expect(bench.findings.map(\.update) == [0, 1])
    #expect(
      bench.findings[0].reason
        == "10.0.9.9 tried tcp/200, tcp/80, tcp/22, tcp/53, tcp/3 of bmc-1 (bmc) within 30 s and then "
        + "used tcp/4022, which had not answered before.")
    #expect(bench.findings[1].reason.contains("2 times in this order so far"))
  }

  /// The secret port was tried in the very trail, half a minute before.
  @Test func triedWithin() throws {
    var bench = try bench()
    knock(&bench, [4022, 7000, 9000, 8000], at: 1000)
    bench.talk(from: .stranger, 45_000, to: .bmc, 4022, at: 1003)
    #expect(bench.findings.map(\.severity) == [.medium])
  }

  /// Nothing: two ports, many ports, a known port, a slow walk, a port that answers anybody.
  @Test(
    arguments: [
      ([7000, 9000], 0.2, 4022), (Array(7000..<7020), 0.05, 4022),
      ([7000, 9000, 8000], 0.2, 443), ([7000, 9000, 8000], 16, 4022),
    ] as [([UInt16], Double, UInt16)])
  func closedPorts(ports: [UInt16], gap: Double, opened: UInt16) throws {
    var bench = try bench()
    bench.refused(from: .stranger, 39_000, to: .bmc, opened, at: 900)
    knock(&bench, ports, at: 1000, gap: gap)
    bench.talk(
      from: .stranger, 45_000, to: .bmc, opened, at: 1001 + gap * Double(ports.count))
    #expect(bench.findings.isEmpty)
  }

  @Test func openForAll() throws {
    var bench = try bench()
    bench.talk(from: .host, 45_000, to: .bmc, 4022, at: 900)
    knock(&bench, [7000, 9000, 8000], at: 1000)
    bench.talk(from: .stranger, 45_001, to: .bmc, 4022, at: 1003)
    #expect(bench.findings.isEmpty)
    // Nor where nobody knows whether it was closed.
    knock(&bench, [7001, 9001, 8001], at: 2000)
    bench.talk(from: .stranger, 45_002, to: .bmc, 4023, at: 2003)
    #expect(bench.findings.isEmpty)
  }

  /// The device calls back: inside medium, outside high; not what its role explains.
  @Test func calls() throws {
    for (peer, severity) in [(Machine.stranger, Severity.medium), (.outside(), .high)] {
      var bench = try bench()
      knock(&bench, [7000, 9000, 8000], from: peer, at: 1000)
      bench.tcp(from: .bmc, to: peer, 4444, at: 1003)
      #expect(bench.findings.map(\.severity) == [severity])
    }
    var bench = try bench()
    knock(&bench, [7000, 9000, 8000], from: .server, at: 1000)
    bench.udp(from: .bmc, to: .server, 514, at: 1003, [1])
    #expect(bench.findings.isEmpty)
  }

  /// The same order again is low, whoever it comes from; by number, or of the role's own ports, it is nothing.
  @Test func repeats() throws {
    func findings(_ ports: [UInt16]) throws -> [Severity] {
      var bench = try bench()
      for (time, source) in [(1000.0, Machine.stranger), (1100, .host), (1200, .stranger)] {
        knock(&bench, ports, from: source, at: time)
      }
      return bench.findings.map(\.severity)
    }
    #expect(try findings([4000, 1000, 3000, 2000]) == [.low, .low])
    #expect(try findings([1000, 2000, 3000, 4000]).isEmpty)
    #expect(try findings([4000, 3000, 2000, 1000]).isEmpty)
    #expect(try findings([443, 22, 5900, 80]).isEmpty)
  }

  /// Two rounds without a pause.
  @Test func rounds() throws {
    var bench = try bench()
    knock(&bench, [4000, 1000, 3000, 4000, 1000, 3000], at: 1000)
    #expect(bench.findings.map(\.severity) == [.low])
  }

  @Test func restart() throws {
    var bench = try bench(isRemembered: true)
    bench.refused(from: .stranger, 39_000, to: .bmc, 4022, at: 990)
    knock(&bench, [7000, 9000, 8000], at: 1000)
    let kept = bench.rules.changes()
    try bench.rules.startAnew()
    #expect(try bench.rules.restore(kept) == 0)
    bench.talk(from: .stranger, 45_000, to: .bmc, 4022, at: 1003)
    #expect(bench.findings.map(\.severity) == [.medium])
  }

  /// A scan that uses one of the ports is still one.
  @Test func scanThatUses() throws {
    var bench = try bench()
    bench.talk(from: .host, 45_000, to: .bmc, 4022, at: 900)
    knock(&bench, Array(7000..<7010), at: 1000, gap: 0.1)
    bench.talk(from: .stranger, 45_001, to: .bmc, 4022, at: 1002)
    knock(&bench, [8001, 8005, 8003, 8002], at: 1003)
    bench.tcp(from: .bmc, to: .stranger, 4444, at: 1006)
    #expect(bench.findings.isEmpty)
  }

  /// Neither many senders of one try nor a scan makes it forget who knocks, and where; nor is an answer of his to
  /// nothing a call.
  @Test func noise() throws {
    var bench = try bench()
    bench.refused(from: .stranger, 38_000, to: .bmc, 4022, at: 990)
    for number in 0..<80 {
      bench.refused(
        from: .host, UInt16(39_000 + number), to: .bmc, UInt16(10_000 + number),
        at: 992 + Double(number) * 0.01)
    }
    knock(&bench, [7000, 9000, 8000], at: 1000)
    for number in 0..<20 {
      let scanner = Machine(Machine.host.mac, 0x0a00_0b00 + UInt32(number))
      bench.refused(from: scanner, 39_000, to: .bmc, 443, at: 1001 + Double(number) * 0.01)
    }
    bench.tcp(from: .stranger, 4444, to: .bmc, 50_000, at: 1002, [.syn, .ack])
    #expect(bench.findings.isEmpty)
    bench.talk(from: .stranger, 45_000, to: .bmc, 4022, at: 1003)
    #expect(bench.findings.map(\.severity) == [.medium])
  }

  /// A million tries from everywhere are remembered in a fixed number of places.
  @Test func flood() throws {
    var book = KnockBook()
    for number in 0..<50_000 {
      let service = ServiceKind(transport: .tcp, port: UInt16(truncatingIfNeeded: number &* 7))
      let time = Timestamp(rawValue: Int64(number) * 1_000_000)
      _ = book.note(
        KnockTrail.Step(service: service, time: time, isUsual: false),
        from: IPAddress(v4: UInt32(number % 5000)))
      book.noteAnswer(service, at: time)
      _ = book.noteCall(of: IPAddress(v4: UInt32(number)), at: time)
    }
    #expect(book.stored.count < 12_000)
    #expect(try KnockBook(stored: book.stored).stored == book.stored)
  }
}
