import Capture
import Devices
import Packets
import Testing

@testable import Rules

/// What an attacker sends so that a beacon is not seen.
@Suite struct BeaconFloodTests {
  /// A junk SYN every three seconds to the peer and port of the beacon: the clock behind it stays seen.
  @Test func junkOnTheChannel() throws {
    var bench = try RuleBench(only: ["beacon.periodic"])
    var packets: [Packet] = []
    var generator = FixedGenerator(state: 8)
    for beat in 0..<40 {
      packets.append(
        Machine.bmc.tcp(
          to: .outside(), 443, from: UInt16(30000 + beat), at: 1000 + Double(beat) * 300,
          sequence: UInt32(beat)))
    }
    for junk in 0..<4000 {
      packets.append(
        Machine.bmc.tcp(
          to: .outside(), 443, from: UInt16(40000 + junk),
          at: 1000 + Double(junk) * 3 + 0.2 * generator.uniform(), sequence: UInt32(junk)))
    }
    bench.add(packets.sorted { $0.timestamp < $1.timestamp })
    #expect(bench.findings.contains { $0.rule.name == "beacon.periodic" })
  }

  /// A device that opens a hundred thousand channels, under its own address and under spoofed ones of
  /// another device, pushes out no series that had a few beats before, of either; and memory stays bounded.
  @Test func spoofedSeries() throws {
    var settings = RuleSettings()
    settings.seriesLimit = 4096
    var bench = try RuleBench(only: ["beacon.periodic"], settings: settings)
    for beat in 0..<5 {
      let time = 1000 + Double(beat) * 600
      bench.add([Machine.switch.udp(to: .outside(1), 9999, at: time)])
      bench.add([Machine.bmc.udp(to: .outside(1), 9999, at: time)])
    }
    for beat in 5..<15 {
      let time = 1000 + Double(beat) * 600
      bench.add([Machine.switch.udp(to: .outside(1), 9999, at: time)])
      bench.add([Machine.bmc.udp(to: .outside(1), 9999, at: time)])
      let junk = (0..<10_000).map { number in
        let peer = Machine(
          0x0200_0000_0001, 0xc000_0000 + UInt32(truncatingIfNeeded: beat * 10_000 + number))
        let machine = number % 2 == 0 ? Machine.bmc : Machine.switch
        return machine.udp(
          to: peer, UInt16(1024 + number % 60_000), at: time + 1 + Double(number) * 0.055)
      }
      bench.add(junk)
      let series = bench.counter("beacon.periodic", "series")
      #expect(series.map { $0 <= 4096 } == true)
    }
    let told = Set(
      bench.findings.filter { $0.update == 0 }
        .map { "\($0.device.name) \($0.peerEnd.address?.description ?? "")" })
    #expect(told == ["sw-1 203.0.113.1", "bmc-1 203.0.113.1"])
    #expect(bench.findings.allSatisfy { $0.state != .closed })
  }
}
