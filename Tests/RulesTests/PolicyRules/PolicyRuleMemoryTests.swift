import Capture
import Devices
import Packets
import Testing

@testable import Rules

/// The rules about the policy go on over a restart as if there had been none.
@Suite struct PolicyRuleMemoryTests {
  private static let policy = """
    vlans:
      - {role: bmc, vlan: 100}

    """

  /// A day with everything that these rules remember.
  private static let scene: Scene = {
    var scene = Scene()
    for round in 0..<60 as Range<UInt16> {
      let time = 100 + Double(round) * 300
      scene.connect(.outside(UInt32(round % 5)), .bmc, 4444, at: time)
      scene.connect(.outside(), .bmc, 443, at: time + 20, says: 0, answers: 0)
      scene.connect(.bmc, .stranger, 8080, at: time + 40)
      scene.connect(.stranger, .switch, 9000 + round, at: time + 60)
      scene.connect(.host, .switch, 22, at: time + 80)
      scene.connect(.switch, .host, 50_010, at: time + 81)
      scene.ask(.host, .bmc, 623, at: time + 90, from: 50_623)
      scene.add(Machine.bmc.udp(to: .host, 50_623, from: 623, at: time + 200))
      scene.add(Machine.bmc.udp(to: .stranger, 5555, from: 40_000 + round, at: time + 210))
      if round < 40 {
        for beat in 0..<5 as Range<Int> {
          scene.add(
            Machine.switch.udp(to: .server, 514, from: 40_514, at: time + Double(beat) * 60 + 5))
        }
      }
      scene.add(Machine.switch.udp(to: .server, 123, from: 30_000 + round, at: time + 220))
    }
    return scene
  }()

  private static let packets = scene.packets.sorted { $0.timestamp < $1.timestamp }

  private func lines(cutAt cuts: [Int]) throws -> [String] {
    var shelf: [String: StoredEntry] = [:]
    var bench = try RuleBench(
      only: [
        "policy.outside", "policy.exposed", "policy.role", "policy.vlan", "policy.new-service",
        "policy.silence", "policy.first-contact",
      ], policy: PolicyRuleMemoryTests.policy, isRemembered: !cuts.isEmpty)
    bench.isMarked = true
    var lines: [String] = []
    var start = 0
    for cut in cuts + [PolicyRuleMemoryTests.packets.count] {
      bench.add(Array(PolicyRuleMemoryTests.packets[start..<cut]))
      start = cut
      lines += bench.findings.map { "\($0.time.rawValue) \($0.id) \($0.update) \($0.reason)" }
      bench.findings = []
      guard cut < PolicyRuleMemoryTests.packets.count else { break }
      for entry in bench.changes() {
        let name = "\(entry.rule) \(entry.kind) \(entry.key)"
        shelf[name] = entry.body == nil ? nil : entry
      }
      try bench.startAnew()
      let left = try bench.restore(shelf.values.sorted { $0.hashValue < $1.hashValue })
      #expect(left == 0)
    }
    bench.finish()
    return lines + bench.findings.map { "\($0.time.rawValue) \($0.id) \($0.update) \($0.reason)" }
  }

  @Test func cutAnywhere() throws {
    let whole = try lines(cutAt: [])
    #expect(whole.count > 30)
    for seed in 1...3 as ClosedRange<UInt64> {
      var generator = FixedGenerator(state: seed)
      let cuts = (0..<Int(seed * 3)).map { _ in
        Int(generator.next() % UInt64(PolicyRuleMemoryTests.packets.count))
      }
      let pieces = try lines(cutAt: cuts.sorted())
      let different = zip(pieces, whole).first { $0 != $1 }
      #expect(different?.0 == different?.1)
      #expect(pieces.count == whole.count)
    }
  }

  /// What is told is bounded, whatever comes.
  @Test func bounded() {
    var lines = LineLedger<ServiceKind>(limit: 8, isRemembered: true)
    for port in 0..<1000 as Range<UInt16> {
      _ = lines.note(
        ServiceKind(transport: .tcp, port: port), of: Int(port % 100), .low,
        at: Timestamp(rawValue: Int64(port)))
    }
    #expect(lines.changes().count <= 16)
  }
}
