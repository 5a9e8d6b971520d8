import Capture
import Devices
import Packets
import Testing

@testable import Rules

@Suite struct TelemetrySilenceTests {
  private static let hour = 3600.0
  private static let day = 86_400.0

  private struct Log {
    var packets: [Packet] = []

    mutating func syslog(_ machine: Machine = .switch, at time: Double) {
      packets.append(machine.udp(to: .server, 514, from: 40_514, at: time))
    }

    mutating func sflow(_ machine: Machine = .switch, at time: Double) {
      packets.append(machine.udp(to: .host, 6343, from: 40_343, at: time))
    }

    mutating func lldp(_ machine: Machine = .switch, at time: Double) {
      packets.append(machine.frame(0x88cc, to: 0x0180_c200_000e, at: time))
    }

    mutating func stp(_ machine: Machine = .switch, at time: Double) {
      packets.append(
        machine.frame(LinkProtocol(.llc, 0x4242), to: 0x0180_c200_0000, at: time))
    }

    /// Signs of life: time is asked for.
    mutating func live(
      _ machine: Machine = .switch, from start: Double, to end: Double, every: Double = 600
    ) {
      for (number, time) in stride(from: start, to: end, by: every).enumerated() {
        packets.append(
          machine.udp(to: .server, 123, from: 30_000 + UInt16(number % 20_000), at: time))
      }
    }
  }

  private func findings(_ log: Log, until end: Double? = nil) throws -> [Finding] {
    var bench = try RuleBench(only: ["policy.silence"])
    bench.add(log.packets.sorted { $0.timestamp < $1.timestamp })
    if let end { bench.advance(to: end) }
    return bench.findings
  }

  /// A heartbeat by the clock that stops is told after five minutes or four gaps, once, and closed when it
  /// comes back.
  @Test func heartbeat() throws {
    var log = Log()
    log.live(from: 0, to: 4 * Self.hour)
    for beat in 0..<60 as Range<Int> { log.syslog(at: 10 + Double(beat) * 60) }
    let silent = try findings(log)
    #expect(silent.map(\.severity) == [.medium] && silent.map(\.state) == [.open])
    // The last beat is at 3550 s; three other conversations have begun later than 3640 s by 5400 s.
    #expect(silent.first.map { Double($0.time.rawValue) / 1e9 } == 5400)
    #expect(silent.first?.value("telemetry.longest_gap") == .decimal(60, places: 3))
    #expect(silent.first?.value("telemetry.is_regular") == .flag(true))
    log.syslog(at: 3 * Self.hour)
    let back = try findings(log)
    #expect(back.map(\.state) == [.open, .closed] && back.map(\.update) == [0, 1])
    #expect(back.last?.reason.contains("again, after 2.0 h without") == true)
  }

  /// Too few, too short, too young, or a device that says nothing at all.
  @Test func whatProvesNothing() throws {
    for (count, gap, silence, life) in [
      (23, 120.0, 3.0, true), (60, 20.0, 3.0, true), (60, 60.0, 0.05, true), (60, 60.0, 3.0, false),
    ] as [(Int, Double, Double, Bool)] {
      var log = Log()
      for beat in 0..<count { log.syslog(at: Double(beat) * gap) }
      let last = Double(count - 1) * gap
      log.live(from: 0, to: last + (life ? silence * Self.hour : 0), every: 60)
      #expect(try findings(log, until: last + silence * Self.hour).isEmpty)
    }
  }

  /// A device that is switched off at any moment between two messages, and one that boots later, fell silent
  /// altogether.
  @Test(arguments: [1, 14, 31, 46, 59]) func switchedOff(moment: Int) throws {
    var log = Log()
    let off = 2 * Self.hour + Double(moment)
    for time in stride(from: 0.5, to: off, by: 60) { log.lldp(at: time) }
    for time in stride(from: 1.7, to: off, by: 2) { log.stp(at: time) }
    log.live(from: 3.3, to: off, every: 7)
    #expect(try findings(log, until: 4 * Self.hour).isEmpty)
    // On again: what is heard first is not all that there was.
    let on = off + Self.hour / 2
    for time in stride(from: on, to: on + Self.hour, by: 2) { log.stp(at: time) }
    log.live(from: on + 5, to: on + Self.hour, every: 7)
    for time in stride(from: on + 45, to: on + Self.hour, by: 60) { log.lldp(at: time) }
    #expect(try findings(log, until: on + Self.hour).isEmpty)
  }

  /// Gaps that are within four of the longest are nothing new.
  @Test func longerGaps() throws {
    var log = Log()
    var time = 0.0
    for beat in 0..<200 as Range<Int> {
      log.syslog(at: time)
      time += beat % 20 == 19 ? 1200 : 100
    }
    log.live(from: 0, to: time + 1.2 * Self.hour, every: 300)
    #expect(try findings(log).isEmpty)
  }

  /// What is no clock is not judged by hours that were never seen, and matters little in its first week.
  @Test func people() throws {
    var generator = FixedGenerator(state: 3)
    var log = Log()
    var time = 8 * Self.hour
    while time < 12 * Self.hour {
      log.syslog(at: time)
      time += 5 + 240 * generator.uniform() * generator.uniform()
    }
    log.live(from: 0, to: 3 * Self.day)
    #expect(try findings(log).isEmpty)
    // The same hours on the next day say what an hour of silence is worth.
    for day in 1...2 as ClosedRange<Int> {
      time = Double(day) * Self.day + 8 * Self.hour
      let end = Double(day) * Self.day + (day == 1 ? 12 : 10) * Self.hour
      while time < end {
        log.syslog(at: time)
        time += 5 + 240 * generator.uniform() * generator.uniform()
      }
    }
    let found = try findings(log, until: 2 * Self.day + 12 * Self.hour)
    #expect(found.map(\.severity) == [.low])
    let told = try #require(found.first)
    let seconds = Double(told.time.rawValue) / 1e9 - 2 * Self.day
    #expect(seconds > 10 * Self.hour && seconds < 12 * Self.hour)
  }

  /// Nights are quiet every night, and the first one proves nothing.
  @Test func nights() throws {
    var generator = FixedGenerator(state: 7)
    var log = Log()
    for day in 0..<12 as Range<Int> {
      var time = Double(day) * Self.day + 8 * Self.hour
      while time < Double(day) * Self.day + 18 * Self.hour {
        log.syslog(at: time)
        time += 5 + 900 * generator.uniform() * generator.uniform()
      }
    }
    log.live(from: 0, to: 12.2 * Self.day)
    #expect(try findings(log).isEmpty)
  }

  /// Two kinds that stop together matter more; spanning tree alone matters little.
  @Test func together() throws {
    var log = Log()
    log.live(from: 0, to: 4 * Self.hour)
    for beat in 0..<120 as Range<Int> {
      log.syslog(at: 10 + Double(beat) * 60)
      log.sflow(at: 20 + Double(beat) * 60)
    }
    let found = try findings(log)
    #expect(found.count == 2 && found.last?.severity == .high)
    #expect(found.last?.value("telemetry.silent_with") != .texts([]))
    var tree = Log()
    tree.live(from: 0, to: 4 * Self.hour)
    for beat in 0..<3600 as Range<Int> { tree.stp(at: 10 + Double(beat) * 2) }
    #expect(try findings(tree).map(\.severity) == [.low])
  }

  /// Discovery counts for switches; a collector that changes, and cards, do not.
  @Test func kinds() throws {
    var log = Log()
    for machine in [Machine.switch, .bmc, .card] {
      log.live(machine, from: 0, to: 3 * Self.hour)
      for beat in 0..<120 as Range<Int> { log.lldp(machine, at: 10 + Double(beat) * 30) }
    }
    #expect(try findings(log).map(\.device.name) == ["sw-1"])
    var moved = Log()
    moved.live(from: 0, to: 3 * Self.hour)
    for beat in 0..<180 as Range<Int> {
      moved.packets.append(
        Machine.switch.udp(
          to: beat < 90 ? .server : .host, 514, from: 40_514, at: 10 + Double(beat) * 60))
    }
    #expect(try findings(moved).isEmpty)
  }

  /// A pause in which the device itself was off does not stretch what counts as long.
  @Test func deviceWasOff() throws {
    var log = Log()
    for beat in 0..<60 as Range<Int> {
      log.syslog(at: Double(beat) * 60)
      log.syslog(at: 9 * Self.hour + Double(beat) * 60)
    }
    log.live(from: 0, to: Self.hour)
    log.live(from: 9 * Self.hour, to: 12 * Self.hour)
    let found = try findings(log)
    #expect(found.map(\.state) == [.open])
    #expect(found.first?.value("telemetry.longest_gap") == .decimal(60, places: 3))
  }

  /// Frames of discovery do not show that log messages should have come.
  @Test func onlyBelowIP() throws {
    var log = Log()
    log.live(from: 0, to: Self.hour)
    for beat in 0..<60 as Range<Int> { log.syslog(at: 10 + Double(beat) * 60) }
    for beat in 0..<900 as Range<Int> { log.lldp(at: 20 + Double(beat) * 30) }
    #expect(try findings(log).isEmpty)
  }
}
