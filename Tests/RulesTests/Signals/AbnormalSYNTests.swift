import Packets
import Testing

@testable import Rules

@Suite struct AbnormalSYNTests {
  private func bench() throws -> SignalBench { try SignalBench("signal.abnormal-syn") }

  /// Each oddity by itself, to a device and from one.
  @Test(arguments: [true, false]) func oddities(fromDevice: Bool) throws {
    let sender: Machine = fromDevice ? .bmc : .stranger
    let receiver: Machine = fromDevice ? .stranger : .bmc
    func texts(_ play: (inout SignalBench) -> Void) throws -> [String] {
      var bench = try bench()
      play(&bench)
      return bench.findings.map(\.reason)
    }
    let deed = fromDevice ? "bmc-1 (bmc) sent 10.0.9.9" : "10.0.9.9 sent bmc-1 (bmc)"
    #expect(
      try texts { $0.tcp(from: sender, to: receiver, 80, at: 100, carrying: [1]) }
        == ["\(deed) a SYN with payload without TCP Fast Open."])
    #expect(
      try texts { $0.tcp(from: sender, to: receiver, 80, at: 100, acknowledgment: 7) }
        == ["\(deed) a SYN with an acknowledgment number without ACK."])
    #expect(
      try texts { $0.tcp(from: sender, to: receiver, 80, at: 100, urgent: 9) }
        == ["\(deed) a SYN with an urgent pointer without URG."])
    #expect(
      try texts { $0.tcp(from: sender, to: receiver, 80, at: 100, reserved: 4) }
        == ["\(deed) a SYN with reserved bits that are set."])
    let covert = try texts { bench in
      for number in 0..<5 {
        bench.tcp(
          from: sender, UInt16(40_000 + number), to: receiver, 80, at: 100 + Double(number),
          sequence: 0x4800_0000, window: 512)
      }
    }
    #expect(covert == ["\(deed) a SYN with sequence numbers of one octet and three zeros."])
  }

  /// In order: Fast Open, congestion notification in both forms, urgent data, what answers, any other window.
  @Test func ordinary() throws {
    var bench = try bench()
    bench.tcp(from: .host, 1, to: .bmc, 80, at: 100, options: [34, 4, 9, 9], carrying: [1, 2])
    bench.tcp(from: .host, 2, to: .bmc, 80, at: 101, options: [1, 1, 34, 2], carrying: [1, 2])
    bench.tcp(
      from: .host, 3, to: .bmc, 80, at: 102, options: [254, 4, 0xf9, 0x89], carrying: [1, 2])
    bench.tcp(from: .host, 4, to: .bmc, 80, at: 103, TCPFlags(rawValue: 0xc2), reserved: 1)
    bench.tcp(from: .host, 5, to: .bmc, 80, at: 104, [.syn, .urg], urgent: 3)
    bench.tcp(from: .bmc, 80, to: .host, 5, at: 105, [.syn, .ack], acknowledgment: 77)
    for number in 0..<20 {
      bench.tcp(
        from: .host, UInt16(100 + number), to: .bmc, 80, at: 200 + Double(number),
        sequence: 0x4800_0001, window: 1024)
    }
    #expect(bench.findings.isEmpty)
  }

  /// Options that end before they should, or say they have no length, are no Fast Open.
  @Test(
    arguments: [[34, 0, 0, 0], [2, 4, 5, 180], [254, 4, 1, 1], [0, 34, 2, 0], [1, 1, 1, 34]]
      as [[UInt8]])
  func brokenOptions(options: [UInt8]) throws {
    var bench = try bench()
    bench.tcp(from: .host, to: .bmc, 80, at: 100, options: options, carrying: [1])
    #expect(bench.findings.count == 1)
  }

  /// Medium where it goes on for a minute towards one port; not for many ports, nor for nmap.
  @Test func channels() throws {
    func severities(gap: Double, ports: Int, urgent: UInt16 = 0) throws -> [Severity] {
      var bench = try bench()
      for number in 0..<40 {
        bench.tcp(
          from: .stranger, UInt16(40_000 + number), to: .bmc, UInt16(80 + number % ports),
          at: 100 + gap * Double(number), acknowledgment: 5, urgent: number == 3 ? urgent : 0)
      }
      return bench.findings.map(\.severity)
    }
    #expect(try severities(gap: 2, ports: 1) == [.low, .low, .low, .medium])
    #expect(try severities(gap: 0.7, ports: 1) == [.low, .low, .low])
    #expect(try severities(gap: 2, ports: 3) == [.low, .low, .low])
    #expect(try severities(gap: 2, ports: 1, urgent: 0xf7f5) == [.low, .low, .low])
  }

  /// A header that was cut is not read beyond its end.
  @Test func cut() {
    let octets: [UInt8] = [
      0, 1, 0, 80, 0, 0, 0, 1, 0, 0, 0, 0, 0x60, 2, 4, 0, 0, 0, 0, 0, 34, 1, 1, 1,
    ]
    for length in 0...octets.count {
      let header = SYNHeader(
        PacketSample(
          transport: .tcp, octets: Array(octets.prefix(length)), payloadStart: 24, wireLength: 30))
      #expect((header != nil) == (length >= 20))
    }
  }

  @Test func restart() throws {
    var bench = try SignalBench("signal.abnormal-syn", isRemembered: true)
    for number in 0..<2 {
      bench.tcp(
        from: .bmc, UInt16(number), to: .host, 80, at: 100 + Double(number),
        sequence: 0x4800_0000, window: 512)
    }
    let kept = bench.rules.changes()
    try bench.rules.startAnew()
    #expect(try bench.rules.restore(kept) == 0)
    bench.tcp(from: .bmc, 9, to: .host, 80, at: 110, sequence: 0x4900_0000, window: 512)
    #expect(bench.findings.count == 1)
  }
}
