import Capture
import Devices
import Flows
import Packets
import Testing

@testable import Rules

/// The rules of one run take over where those of the last stopped.
@Suite struct RuleMemoryTests {
  /// What a state file does with entries: the latest of each rule, kind and key.
  private struct Shelf {
    private struct Name: Hashable {
      var rule: String
      var kind: StoredEntry.Kind
      var key: [UInt8]
    }

    private var rows: [Name: StoredEntry] = [:]

    mutating func take(_ entries: [StoredEntry]) {
      for entry in entries {
        let name = Name(rule: entry.rule, kind: entry.kind, key: entry.key)
        rows[name] = entry.body == nil ? nil : entry
      }
    }

    /// In an order that has nothing to do with that in which they came.
    var entries: [StoredEntry] { rows.values.sorted { $0.hashValue < $1.hashValue } }
  }

  /// A few days of a network with every kind of thing that rules remember.
  private static let traffic: [Packet] = {
    var generator = FixedGenerator(state: 5)
    var packets: [Packet] = []
    for beat in 0..<300 {
      let time = 1000 + Double(beat) * 600
      packets.append(
        Machine.bmc.udp(to: .outside(1), 9999, at: time + 20 * generator.uniform()))
      // An hour of this one, then silence, then again.
      if beat % 100 < 60 {
        packets.append(
          Machine.switch.tcp(to: .outside(2), 443, from: UInt16(1024 + beat), at: time))
      }
      // This one grows faster midway.
      let step = beat < 150 ? 1 : 4
      for part in 0..<step {
        packets.append(
          Machine.otherBMC.udp(
            to: .stranger, 7777, at: time + Double(part) * 600 / Double(step)))
      }
      packets.append(Machine.bmc.frame(0x88b5, to: 0x0200_0000_0999, at: time + 7))
      // Peers that change with each beat.
      packets.append(
        Machine.switch.udp(
          to: Machine(0x0200_0000_0001, 0xc633_6400 + UInt32(beat % 200)),
          UInt16(3000 + beat), at: time + 100))
      for _ in 0..<3 {
        packets.append(
          Machine.otherBMC.tcp(
            to: .outside(UInt32(3 + generator.next() % 30)), 80,
            at: time + 599 * generator.uniform()))
      }
    }
    return packets.sorted { $0.timestamp < $1.timestamp }
  }()

  /// Questions in some of the packets.
  private static let names: [Int64: SightedName] = {
    var names: [Int64: SightedName] = [:]
    for (position, packet) in traffic.enumerated() where packet.destinationPort == 7777 {
      names[packet.timestamp.rawValue] = SightedName(
        kind: .question, text: "n\(position).beacon.example")
    }
    return names
  }()

  private func lines(_ findings: [Finding]) -> [String] {
    findings.map { finding in
      "\(finding.time.rawValue) \(finding.rule.name) \(finding.id) \(finding.update) "
        + "\(finding.state) \(finding.riskScore) \(finding.reason) \(finding.evidence)"
    }
  }

  /// Flow events of all the traffic, so that only the rules are cut, not the flows.
  private func judge(cutAt cuts: [Int]) throws -> [String] {
    var shelf = Shelf()
    var bench = try RuleBench(isRemembered: !cuts.isEmpty)
    bench.names = RuleMemoryTests.names
    var lines: [String] = []
    var start = 0
    for cut in cuts + [RuleMemoryTests.traffic.count] {
      bench.add(Array(RuleMemoryTests.traffic[start..<cut]))
      start = cut
      lines += self.lines(bench.findings)
      bench.findings = []
      guard cut < RuleMemoryTests.traffic.count else { break }
      shelf.take(bench.changes())
      try bench.startAnew()
      let left = try bench.restore(shelf.entries)
      #expect(left == 0)
    }
    bench.advance(to: 1e6)
    return lines + self.lines(bench.findings)
  }

  @Test func cutAnywhere() throws {
    let whole = try judge(cutAt: [])
    #expect(whole.count > 60)
    for seed in 1...6 as ClosedRange<UInt64> {
      var generator = FixedGenerator(state: seed)
      let cuts = (0..<Int(seed * 3)).map { _ in
        Int(generator.next() % UInt64(RuleMemoryTests.traffic.count))
      }
      let pieces = try judge(cutAt: cuts.sorted())
      #expect(pieces.count == whole.count)
      let different = zip(pieces, whole).first { $0 != $1 }
      #expect(different?.0 == different?.1)
    }
  }

  /// Devices that were taken out of the inventory are left out; the others go on.
  @Test func editedInventory() throws {
    var bench = try RuleBench(isRemembered: true)
    bench.add(RuleMemoryTests.traffic)
    let entries = bench.changes()
    let inventory = RuleBench.inventory.split(separator: "\n").filter { !$0.contains("bmc-2") }
    var edited = try RuleBench(
      inventory: inventory.reversed().filter { !$0.hasPrefix("mac") }
        .reduce("mac,ip,role,name\n") { $0 + $1 + "\n" },
      isRemembered: true)
    let left = try edited.restore(entries)
    #expect(left == entries.count { $0.device == "bmc-2" } && left > 0)
    let last = RuleMemoryTests.traffic.count / 2
    edited.add(Array(RuleMemoryTests.traffic[last...]))
    // Known peers of known devices are not met for the first time again.
    #expect(!edited.findings.contains { $0.update == 0 && $0.device.name == "bmc-1" })
  }

  /// Machines that are watched without an inventory are remembered by their addresses.
  @Test func watched() throws {
    var bench = try RuleBench(
      inventory: "mac,ip,role,name\n", watch: .everybody, isRemembered: true)
    let packets = (0..<20).map {
      Machine.stranger.udp(to: .outside(), 9999, at: 1000 + Double($0) * 300)
    }
    bench.add(Array(packets[..<4]))
    let entries = bench.changes()
    var next = try RuleBench(
      inventory: "mac,ip,role,name\n", watch: .everybody, isRemembered: true)
    let left = try next.restore(entries)
    #expect(left == 0)
    next.add(Array(packets[4...]))
    #expect(next.findings.first?.time == packets[5].timestamp)
    var nobody = try RuleBench(inventory: "mac,ip,role,name\n")
    let leftOut = try nobody.restore(entries)
    #expect(leftOut == entries.count)
  }

  /// Damaged entries are refused, never trapped on.
  @Test func damaged() throws {
    var bench = try RuleBench(isRemembered: true)
    bench.names = RuleMemoryTests.names
    bench.add(Array(RuleMemoryTests.traffic[..<200]))
    let entries = bench.changes()
    #expect(Set(entries.map(\.kind)) == Set(StoredEntry.Kind.allCases))
    for (position, entry) in entries.enumerated() {
      guard let body = entry.body else { continue }
      for length in stride(from: 0, to: body.count, by: max(1, body.count / 17)) {
        var damaged = entry
        damaged.body = Array(body[..<length])
        var other = try RuleBench(isRemembered: true)
        let isRefused: Bool
        do {
          _ = try other.restore([damaged])
          isRefused = false
        } catch is StoredFault { isRefused = true }
        #expect(isRefused, "entry \(position), \(length) octets")
      }
    }
  }

  /// What did not change is not given again.
  @Test func onlyChanges() throws {
    var bench = try RuleBench(isRemembered: true)
    bench.add(Array(RuleMemoryTests.traffic[..<400]))
    #expect(!bench.changes().isEmpty)
    #expect(bench.changes().isEmpty)
    let last = Double(RuleMemoryTests.traffic[399].timestamp.rawValue) / 1e9
    bench.add([Machine.bmc.udp(to: .outside(1), 9999, from: 40_001, at: last + 2)])
    let changes = bench.changes()
    #expect(changes.contains { $0.label == "udp/9999 203.0.113.1 true" && $0.kind == .series })
    #expect(changes.allSatisfy { $0.device == "bmc-1" || $0.device.isEmpty })
  }
}
