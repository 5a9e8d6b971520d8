import Capture
import Packets
import Testing

@testable import Flows

@Suite struct ConnectionHistoryTests {
  /// What remains of a dialogue between 10.0.0.1:50000 (`>`) and 10.0.0.2:80 (`<`).
  ///
  /// A packet is `> FLAGS SEQUENCE ACKNOWLEDGMENT LENGTH`, flags out of `SAFR.`; `W` is a window of zero. One
  /// comes every tenth of a second.
  private func dialogue(_ lines: [String]) throws -> Connection {
    var bench = FlowBench(recordsHistory: true)
    var time = 1000.0
    for line in lines {
      let words = line.split(separator: " ")
      var flags: TCPFlags = []
      for letter in words[1] {
        switch letter {
        case "S": flags.insert(.syn)
        case "A": flags.insert(.ack)
        case "F": flags.insert(.fin)
        case "R": flags.insert(.rst)
        default: break
        }
      }
      let isForth = words[0] == ">"
      var one = packet(
        time, isForth ? 0x0a00_0001 : 0x0a00_0002, isForth ? 50000 : 80,
        isForth ? 0x0a00_0002 : 0x0a00_0001, isForth ? 80 : 50000, .tcp, flags: flags,
        payload: words.count > 4 ? UInt32(words[4]) ?? 0 : 0,
        sequence: words.count > 2 ? UInt32(words[2]) ?? 0 : 0)
      one.tcpAcknowledgment = words.count > 3 ? UInt32(words[3]) ?? 0 : 0
      if words[1].contains("W") { one.tcpWindow = 0 }
      bench.add([one])
      time += 0.1
    }
    bench.finish()
    try #require(bench.connections.count == 1)
    #expect(bench.all.filter { $0.kind == .ended }.map(\.position) == [0])
    return bench.connections[0]
  }

  private func text(_ connection: Connection) -> String {
    String(decoding: connection.history, as: UTF8.self)
  }

  private static let handshake = ["> S 100", "< SA 900 101", "> A 101 901"]

  /// How connections begin and end, and what is written down of it. The states and letters are those that
  /// Zeek 7 gives for the same packets, by the rules in its conn and TCP analyzers.
  @Test(arguments: [
    (["> S 100"], "S0", "S"), (["> S 100", "> S 100"], "S0", "S"),
    (["> S 100", "< SA 900 101"], "S1", "Sh"), (handshake, "S1", "ShA"),
    (handshake + ["> A 101 901 10", "< A 901 111 20"], "S1", "ShADd"),
    (handshake + ["> FA 101 901", "< A 901 102", "< FA 901 102", "> A 102 902"], "SF", "ShAFaf"),
    (handshake + ["> FA 101 901"], "S2", "ShAF"), (handshake + ["< FA 901 101"], "S3", "ShAf"),
    (["> S 100", "< RA 0 101"], "REJ", "Sr"), (handshake + ["> R 101"], "RSTO", "ShAR"),
    (handshake + ["< RA 901 101"], "RSTR", "ShAr"), (["> S 100", "> R 101"], "RSTOS0", "SR"),
    (["> S 100", "< A 901 55", "> R 101"], "RSTOS0", "SaR"),
    (["> S 100", "> FA 101 1"], "SH", "SF"),
    (["> S 100", "< A 901 101", "> FA 101 901", "> R 102"], "OTH", "SaFR"),
    (["< SA 900 101"], "OTH", "^h"), (["< SA 900 101", "< R 901"], "RSTRH", "^hr"),
    (["< SA 900 101", "< FA 901 101"], "SHR", "^hf"),
    (["< SA 900 101", "> A 101 901", "> A 101 901 5"], "S1", "^hAD"),
    (["< SA 900 101", "> S 100", "> A 101 901"], "S1", "^hSA"),
    (["< R 901"], "RSTRH", "^r"), (["> A 101 901 7", "< A 901 108"], "OTH", "Da"),
    (["< A 901 101 7", "> A 101 908 7"], "OTH", "^dD"),
    (handshake + ["< FA 901 101", "< R 902", "> FA 101 902"], "SF", "ShAfrF"),
    (handshake + ["> FA 101 901", "< FA 901 102", "< R 902"], "SF", "ShAFfr"),
    (["> SF 100"], "SH", "Q"), (["> SR 100"], "OTH", "Q"),
    (handshake + ["> FR 101"], "RSTO", "ShAI"),
    (handshake + ["> FA 101 901", "> FA 101 901", "> FA 102 901"], "S2", "ShAFF"),
    (["> S 100", "< S 900", "> SA 100 901", "< SA 900 101"], "S1", "Ss"),
  ])
  func states(_ lines: [String], _ state: String, _ history: String) throws {
    let connection = try dialogue(lines)
    #expect(connection.state.rawValue == state)
    #expect(text(connection) == history)
    #expect(connection.originator.packets + connection.responder.packets == UInt64(lines.count))
    #expect(connection.missedBytes == 0)
  }

  /// Every byte counts once: repeated, overlapping, out of order, a keep-alive below the window.
  @Test func bytesOnce() throws {
    let connection = try dialogue(
      Self.handshake + [
        "> A 101 901 10", "> A 101 901 10", "> A 106 901 10", "> A 126 901 5", "> A 116 901 10",
        "> A 130 901 1", "< A 901 131",
      ])
    #expect(connection.originator.payloadBytes == 30)
    #expect(connection.responder.payloadBytes == 0)
    #expect(text(connection) == "ShADTa")
    #expect(connection.missedBytes == 0)
    #expect(connection.originator.ipBytes == 8 * 40 + 46)
    #expect(connection.duration == 900_000_000)
  }

  /// Acknowledged and never seen: the bytes are missed, a hole at a time, and later data is not counted.
  @Test func gaps() throws {
    let connection = try dialogue(
      Self.handshake + [
        "> A 101 901 10", "> A 121 901 10", "> A 141 901 10", "< A 901 151", "> A 111 901 10",
        "< A 901 161",
      ])
    #expect(connection.missedBytes == 10 + 10 + 10)
    #expect(connection.originator.payloadBytes == 30)
    #expect(text(connection) == "ShADaGT")
  }

  /// A gap before the FIN, as the acknowledgment of the FIN shows it; the FIN itself is no byte.
  @Test func gapBeforeFIN() throws {
    let connection = try dialogue(
      Self.handshake + ["< FA 1001 101", "> A 101 1002", "> FA 101 1002", "< A 1002 102"])
    #expect(connection.missedBytes == 100)
    #expect(connection.state == .finished)
    #expect(text(connection) == "ShAfgFa")
  }

  /// What an RST acknowledges, and what a connection lacks whose beginning was missed, is no gap.
  @Test func noGaps() throws {
    #expect(try dialogue(Self.handshake + ["< RA 901 5101"]).missedBytes == 0)
    #expect(try dialogue(["> A 101 901 10", "< A 901 500"]).missedBytes == 0)
    #expect(try dialogue(["> A 101 901 10", "< A 901 0"]).missedBytes == 0)
  }

  /// Ten, a hundred: letters at powers of ten.
  @Test func powersOfTen() throws {
    let again = Array(repeating: "> A 101 901 10", count: 101)
    let connection = try dialogue(Self.handshake + again)
    #expect(text(connection) == "ShADTTT")
    #expect(connection.originator.payloadBytes == 10)
    let zero = Array(repeating: "< AW 901 101", count: 9)
    #expect(text(try dialogue(Self.handshake + zero)) == "ShAaw")
    #expect(text(try dialogue(Self.handshake + zero + ["< AW 901 101"])) == "ShAaww")
    // Nobody waits for a window behind a FIN or with an RST.
    #expect(text(try dialogue(Self.handshake + ["> FA 101 901", "< AW 901 102"])) == "ShAFa")
    #expect(text(try dialogue(Self.handshake + ["< RW 901"])) == "ShAr")
  }

  /// Sequence numbers pass 2^32 and go on.
  @Test func wraps() throws {
    let connection = try dialogue([
      "> S 4294967290", "< SA 900 4294967291", "> A 4294967291 901 10", "> A 5 901 10",
      "< A 901 15", "> A 5 901 10", "> FA 15 901", "< FA 901 16",
    ])
    #expect(connection.originator.payloadBytes == 20)
    #expect(connection.missedBytes == 0)
    #expect(text(connection) == "ShDaTFf")
    #expect(connection.state == .finished)
  }

  /// A SYN may carry data, RFC 7413: it is counted and no retransmission.
  @Test func payloadInSYN() throws {
    let connection = try dialogue(["> S 100 0 20", "< SA 900 121", "> A 121 901 5"])
    #expect(connection.originator.payloadBytes == 25)
    #expect(text(connection) == "ShD")
  }

  /// What comes once both sides have closed does not lengthen the connection.
  @Test func durationEndsWithBothFINs() throws {
    let connection = try dialogue(
      Self.handshake + ["> FA 101 901", "< FA 901 102", "> A 102 902", "> A 102 902"])
    #expect(connection.duration == 400_000_000)
    #expect(connection.originator.packets == 5)
  }

  /// Letters are kept up to a limit: alternating RSTs write a new one each.
  @Test func letterLimit() throws {
    let connection = try dialogue(["> S 100"] + (0..<99).map { "> R \(200 + $0)" })
    #expect(connection.history.count == ConnectionHistory.mostLetters)
    #expect(connection.originator.packets == 100)
  }

  @Test func udpAndICMP() {
    var bench = FlowBench(recordsHistory: true)
    bench.add([
      packet(0, 1, 40000, 2, 53, payload: 30), packet(0.5, 2, 53, 1, 40000, payload: 90),
      packet(0, 1, 40001, 2, 53, payload: 30), packet(0, 9, 53, 8, 40000),
      packet(0, 1, 8, 2, 0, .icmp, payload: 60), packet(0, 2, 0, 1, 0, .icmp, payload: 3),
    ])
    bench.finish()
    let found = bench.connections.map {
      "\($0.state.rawValue) \(text($0)) \($0.originator.payloadBytes) \($0.responder.payloadBytes) "
        + "\($0.originator.ipBytes) \($0.responder.ipBytes)"
    }
    #expect(
      Set(found) == [
        "SF Dd 30 90 58 118", "S0 D 30 0 58 0", "SHR ^d 0 0 0 28", "OTH  56 0 84 27",
      ])
  }

  /// The active time-out splits the flow, not its history.
  @Test func splitsDoNotShow() {
    var bench = FlowBench(recordsHistory: true)
    for second in 0...40 { bench.add([packet(Double(second) * 50, 1, 1, 2, 2, payload: 1)]) }
    bench.finish()
    #expect(
      bench.story.filter { $0 != "resumed" } == ["opened", "ended.active", "ended.captureEnded"])
    #expect(bench.connections.map(\.originator.packets) == [41])
    #expect(bench.connections[0].duration == 2_000_000_000_000)
  }

  /// Connections of the same ends at the same moment have their own names.
  @Test func sequels() {
    var bench = FlowBench(recordsHistory: true)
    for _ in 0..<3 {
      bench.add([
        packet(5, 1, 50000, 2, 80, .tcp, flags: .syn),
        packet(5, 2, 80, 1, 50000, .tcp, flags: [.rst, .ack]),
      ])
    }
    bench.add([packet(6, 1, 50000, 2, 80, .tcp, flags: .syn)])
    bench.finish()
    #expect(bench.connections.map(\.sequel) == [0, 1, 2, 0])
    let opened = bench.all.filter { $0.kind == .opened }
    #expect(opened.map(\.sequel) == [0, 1, 2, 0])
    #expect(opened.map(\.flow.first) == bench.connections.map(\.start))
    #expect(bench.connections.map(\.state) == [.rejected, .rejected, .rejected, .attempted])
  }

  /// So have those that a clock that was set back made begin at the same moment.
  @Test func sequelsOfClockSteps() {
    var bench = FlowBench(recordsHistory: true)
    for time in [1_000_000.0, 100, 1_000_000] { bench.add([packet(time, 1, 1, 2, 2)]) }
    bench.add([packet(500, 3, 3, 4, 4)])
    bench.finish()
    #expect(
      Set(bench.connections.map { "\($0.start.rawValue) \($0.sequel)" }).count
        == bench.connections.count)
    #expect(bench.connections.count == 3)
  }

  /// A conversation that nobody wants to hear of has no history to tell.
  @Test func onlyWhatIsTold() {
    var bench = FlowBench(
      interest: FlowInterest(macs: [], addresses: [IPAddress(v4: 3)]), recordsHistory: true)
    bench.add([packet(0, 1, 1, 2, 2), packet(0, 3, 1, 2, 2)])
    bench.finish()
    #expect(bench.connections.count == 1)
  }

  /// Whatever the numbers and flags are: nothing traps, and a byte is never counted twice.
  @Test func anything() {
    var generator = Generator(state: 77)
    var bench = FlowBench(recordsHistory: true)
    var sent: UInt64 = 0
    for step in 0..<40_000 {
      let isForth = generator.next() >> 30 & 1 == 0
      var one = packet(
        Double(step) / 1000, isForth ? 1 : 2, 7, isForth ? 2 : 1, 7, .tcp,
        flags: TCPFlags(rawValue: UInt8(truncatingIfNeeded: generator.next() >> 20)),
        payload: UInt32(truncatingIfNeeded: generator.next() >> 40) % 2000,
        sequence: UInt32(truncatingIfNeeded: generator.next() >> 10))
      one.tcpAcknowledgment = UInt32(truncatingIfNeeded: generator.next() >> 10)
      if generator.next() >> 20 & 3 != 0 {
        one.tcpSequence %= 5000
        one.tcpAcknowledgment %= 5000
      }
      one.tcpWindow = UInt16(truncatingIfNeeded: generator.next() >> 20) & 1
      sent += UInt64(one.payloadLength)
      bench.add([one])
    }
    bench.finish()
    let counted = bench.connections.reduce(0) {
      $0 + $1.originator.payloadBytes + $1.responder.payloadBytes
    }
    #expect(counted < sent)
    #expect(
      bench.connections.reduce(0) { $0 + $1.originator.packets + $1.responder.packets } == 40_000)
    #expect(bench.connections.count > 1000)
  }
}
