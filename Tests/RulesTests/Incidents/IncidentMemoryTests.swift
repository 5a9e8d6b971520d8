import Capture
import Testing

@testable import Rules

/// Ledgers that go on from each other's memory tell what one tells.
@Suite struct IncidentMemoryTests {
  /// Findings of all sorts, the same at each call.
  private static func stream(_ count: Int, seed: UInt64) -> [Finding] {
    var generator = FixedGenerator(state: seed)
    let names = [
      "policy.first-contact", "policy.role", "beacon.periodic", "beacon.stopped",
      "identity.two-stacks", "identity.role-mismatch", "signal.callback", "implant.known",
    ]
    let severities: [Severity] = [.low, .medium, .high, .critical]
    let states: [Finding.State] = [.open, .open, .open, .closed, .reopened]
    var minutes = 0.0
    return (0..<count).map { _ in
      minutes += generator.uniform() * 500
      let peer = generator.next() % 5
      return FindingMaker.finding(
        names[Int(generator.next() % 8)], severities[Int(generator.next() % 4)], at: minutes,
        peer: peer == 0 ? nil : UInt8(peer), device: Int(generator.next() % 2),
        channel: "\(generator.next() % 4)", update: Int(generator.next() % 3),
        state: states[Int(generator.next() % 5)])
    }
  }

  private static func text(_ lines: [Finding]) -> [String] {
    lines.map {
      "\($0.id) \($0.update) \($0.state) \($0.severity) \($0.riskScore) \($0.isPart) \($0.reason) "
        + "\($0.peerEnd) \($0.incident.map { "\($0)" } ?? "")"
    }
  }

  @Test(arguments: [1, 2, 3]) func cutAnywhere(seed: Int) throws {
    let stream = Self.stream(300, seed: UInt64(seed))
    var ledger = IncidentLedger(settings: RuleSettings())
    let whole = stream.flatMap { ledger.take($0, at: FindingMaker.site) }
    #expect(whole.contains { $0.rule.name == Incident.name && $0.severity == .critical })
    #expect(whole.contains { $0.state == .closed && !$0.isPart })
    #expect(whole.contains { $0.incident?.state == .reopened })
    var entries: [[UInt8]: StoredEntry] = [:]
    var pieces: [Finding] = []
    for start in stride(from: 0, to: stream.count, by: 7) {
      var piece = IncidentLedger(settings: RuleSettings(), isRemembered: true)
      try piece.restore(Array(entries.values))
      for finding in stream[start..<min(start + 7, stream.count)] {
        pieces += piece.take(finding, at: FindingMaker.site)
      }
      for entry in piece.changes() { entries[entry.key] = entry }
    }
    #expect(Self.text(pieces) == Self.text(whole))
  }

  /// Octets that are cut or changed are refused, or are another incident; nothing else happens.
  @Test func brokenMemory() throws {
    var ledger = IncidentLedger(settings: RuleSettings(), isRemembered: true)
    for finding in Self.stream(40, seed: 5) { _ = ledger.take(finding, at: FindingMaker.site) }
    let entries = ledger.changes()
    #expect(entries.count > 4)
    for entry in entries.prefix(4) {
      let body = try #require(entry.body)
      for length in 0..<body.count {
        #expect(throws: StoredFault.self) {
          _ = try IncidentStory(stored: Array(body.prefix(length)))
        }
      }
      for place in body.indices {
        var broken = body
        broken[place] ^= 0x81
        _ = try? IncidentStory(stored: broken)
      }
    }
  }
}
