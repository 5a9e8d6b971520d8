import Capture
import Devices
import Packets
import Reports
import Rules
import Testing

/// What lines say of the incident that they belong to.
@Suite struct AlertIncidentTests {
  /// An incident's own line, as the ledger makes it from two findings or more.
  private static func lines(_ count: Int, of sample: Finding = Sample.beacon()) -> [Finding] {
    let site = Site(inventory: .empty, policy: .none)
    var ledger = IncidentLedger(settings: RuleSettings())
    return (0..<count).flatMap { number in
      var finding = sample
      finding.update = 0
      finding.id = "finding \(number)"
      return ledger.take(finding, at: site)
    }
  }

  private static func json(_ finding: Finding) throws -> JSONValue {
    let format = AlertLine(observer: Observer(name: "sensor", version: "0"))
    let line = written { format.write(finding, to: &$0) }
    #expect(line.count < 10_000)
    return try JSONValue(line)
  }

  @Test func alertAndPart() throws {
    let lines = Self.lines(2)
    try #require(lines.count == 3)
    let alert = try Self.json(lines[0])
    #expect(alert["event.kind"] == .text("alert"))
    #expect(alert["event.dataset"] == .text("undertick.alert"))
    #expect(alert["undertick.incident.state"] == .text("open"))
    #expect(alert["undertick.incident.kinds"] == .array([.text("rhythm")]))
    guard case .array(let findings) = alert["undertick.incident.findings"] else {
      Issue.record("no findings")
      return
    }
    #expect(findings.count == 1)
    #expect(findings[0]["id"] == alert["event.id"] && findings[0]["rule"] == alert["rule.id"])
    #expect(findings[0]["severity"] == alert["event.severity"])
    let part = try Self.json(lines[1])
    #expect(part["event.kind"] == .text("event"))
    #expect(part["event.dataset"] == .text("undertick.finding"))
    #expect(part["undertick.incident.id"] == alert["undertick.incident.id"])
    #expect(part["undertick.incident.findings"] == nil)
    #expect(part["undertick.beacon.period"] == alert["undertick.beacon.period"])
    let story = try Self.json(lines[2])
    #expect(story["event.kind"] == .text("alert"))
    #expect(story["event.id"] == alert["undertick.incident.id"])
    #expect(story["rule.id"] == .text("incident.story"))
    #expect(story["destination.ip"] == alert["destination.ip"])
  }

  @Test(arguments: ["x", String(repeating: "long ", count: 400), "\u{1b}\u{202e}\u{0}"])
  func flood(_ text: String) throws {
    for line in Self.lines(40, of: Sample.flood(text, evidence: 8)) {
      let value = try Self.json(line)
      guard line.rule.name == Incident.name else { continue }
      guard case .array(let findings) = value["undertick.incident.findings"] else {
        Issue.record("no findings")
        return
      }
      let listed = line.incident?.parts.count ?? 0
      #expect(!findings.isEmpty && findings.count <= listed)
      if text == "x" { #expect(findings.count == listed) }
    }
  }

  @Test func text() throws {
    let lines = Self.lines(2)
    let texts = lines.map { line in
      writtenText { AlertText(isColored: false).write(line, to: &$0) }
    }
    let pair = "bmc-7 (192.0.2.17) -> 203.0.113.77:443"
    let reason = "period 300.02 s, 41 of 42 beats seen"
    #expect(
      texts == [
        "2026-11-21T08:15:30Z HIGH     beacon.periodic \(pair): \(reason)\n",
        "2026-11-21T08:15:30Z high     beacon.periodic \(pair): \(reason)\n",
        "2026-11-21T08:15:30Z HIGH     incident.story \(pair): also beacon.periodic: \(reason) "
          + "[2 findings]\n",
      ])
    let colored = writtenText { AlertText(isColored: true).write(lines[1], to: &$0) }
    #expect(!colored.contains("\u{1b}"))
  }
}
