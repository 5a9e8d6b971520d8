import Capture
import Devices
import Packets
import Testing

@testable import Rules

@Suite struct IncidentLedgerTests {
  /// What of a line is told: `rule severity`, of parts in brackets.
  private static func told(_ findings: [Finding]) -> [String] {
    FindingMaker.lines(findings).map { line in
      let text = "\(line.rule.name) \(line.severity.rawValue)"
      return line.isPart ? "(\(text))" : text
    }
  }

  @Test func oneFindingIsItsOwnAlert() throws {
    let lines = FindingMaker.lines([FindingMaker.finding("policy.first-contact", .high, at: 0)])
    #expect(lines.count == 1)
    let incident = try #require(lines[0].incident)
    #expect(!lines[0].isPart && lines[0].rule.name == "policy.first-contact")
    #expect(incident.id.utf8.count == 16 && incident.id != lines[0].id)
    #expect(incident.parts.map(\.id) == [lines[0].id])
    #expect(incident.kinds == [.policy])
  }

  @Test func whatGoesOnIsAPart() {
    #expect(
      Self.told([
        FindingMaker.finding("policy.first-contact", .high, at: 0),
        FindingMaker.finding("policy.first-contact", .high, at: 30, update: 1),
        FindingMaker.finding("policy.first-contact", .high, at: 90, update: 2),
      ]) == ["policy.first-contact 73", "(policy.first-contact 73)", "(policy.first-contact 73)"])
  }

  @Test func aRisingFindingIsToldAgain() {
    #expect(
      Self.told([
        FindingMaker.finding("ethernet.unknown-ethertype", .medium, at: 0),
        FindingMaker.finding("ethernet.unknown-ethertype", .high, at: 30, update: 1),
        FindingMaker.finding("ethernet.unknown-ethertype", .high, at: 90, update: 2),
      ]) == [
        "ethernet.unknown-ethertype 47", "ethernet.unknown-ethertype 73",
        "(ethernet.unknown-ethertype 73)",
      ])
  }

  @Test func anotherFindingGivesTheIncidentsLine() throws {
    let lines = FindingMaker.lines([
      FindingMaker.finding("policy.first-contact", .high, at: 0),
      FindingMaker.finding("beacon.periodic", .high, at: 25),
    ])
    try #require(lines.count == 3)
    #expect(lines[1].isPart && lines[1].rule.name == "beacon.periodic")
    let line = lines[2]
    let incident = try #require(line.incident)
    #expect(!line.isPart && line.rule.name == Incident.name && line.update == 1)
    #expect(line.id == incident.id && incident.id == lines[0].incident?.id)
    #expect(line.severity == .high && line.peerEnd.address == lines[0].peerEnd.address)
    #expect(incident.parts.map(\.rule) == ["policy.first-contact", "beacon.periodic"])
    #expect(incident.kinds == [.policy, .rhythm])
    #expect(
      line.reason
        == "bmc-01 (bmc) and 203.0.113.9: called it on port 443 (policy.first-contact); 25.0 min later "
        + "called by the clock (beacon.periodic).")
    #expect(line.rule.techniques.map(\.id) == ["T1071", "T1095", "T1029"])
    #expect(line.start == lines[0].start && line.end == lines[1].end)
  }

  @Test func theNumberOfFindingsNeverCounts() throws {
    let findings = (0..<100).map {
      FindingMaker.finding("policy.new-service", .medium, at: Double($0), channel: "\($0)")
    }
    let lines = FindingMaker.lines(findings)
    #expect(lines.allSatisfy { $0.severity == .medium })
    let alerts = lines.filter { !$0.isPart }
    // The first, then at 2, 8 and 32.
    #expect(alerts.map { $0.incident.map { $0.parts.count + $0.further } } == [1, 2, 8, 32])
    let last = try #require(lines.last?.incident)
    #expect(last.parts.count == Incident.mostParts && last.further == 100 - Incident.mostParts)
  }

  @Test(arguments: [
    ("beacon.periodic", Severity.high, "identity.self-reset", Severity.high, Severity.critical),
    ("beacon.periodic", .high, "signal.callback", .high, .critical),
    ("beacon.periodic", .high, "implant.known", .high, .critical),
    ("signal.callback", .high, "implant.known", .medium, .critical),
    ("identity.two-stacks", .high, "signal.callback", .high, .critical),
    ("identity.two-stacks", .high, "implant.known", .high, .critical),
    ("beacon.periodic", .medium, "identity.self-reset", .high, .high),
    ("beacon.periodic", .high, "implant.known", .medium, .high),
    ("signal.callback", .medium, "implant.known", .medium, .medium),
    ("policy.first-contact", .high, "beacon.periodic", .high, .high),
    ("policy.role", .high, "identity.two-stacks", .high, .high),
    ("beacon.periodic", .high, "identity.mac-moved", .high, .high),
    ("identity.two-stacks", .high, "identity.double-reply", .high, .high),
  ])
  func onlyTheTableMakesItCritical(
    one: String, _ first: Severity, other: String, _ second: Severity, expected: Severity
  ) {
    for isTurned in [false, true] {
      let findings =
        isTurned
        ? [FindingMaker.finding(other, second, at: 0), FindingMaker.finding(one, first, at: 5)]
        : [FindingMaker.finding(one, first, at: 0), FindingMaker.finding(other, second, at: 5)]
      let line = FindingMaker.lines(findings).last
      #expect(line?.severity == expected && line?.rule.name == Incident.name)
      let isRaised = expected == .critical && max(first, second) < .critical
      #expect(line?.reason.contains("Critical together") == isRaised)
      #expect(line?.riskScore == (isRaised ? 99 : Double(max(first, second).rawValue)))
    }
  }

  @Test func devicesAndPeersAreKeptApart() {
    let lines = FindingMaker.lines([
      FindingMaker.finding("policy.first-contact", .high, at: 0),
      FindingMaker.finding("policy.first-contact", .high, at: 1, peer: 10),
      FindingMaker.finding("policy.first-contact", .high, at: 2, device: 1),
    ])
    #expect(lines.allSatisfy { !$0.isPart })
    #expect(Set(lines.compactMap { $0.incident?.id }).count == 3)
  }

  @Test func whatIsAboutTheDeviceJoinsWhatMattersMost() {
    let lines = FindingMaker.lines([
      FindingMaker.finding("policy.role", .medium, at: 0, peer: 20),
      FindingMaker.finding("policy.first-contact", .high, at: 1),
      FindingMaker.finding("policy.role", .medium, at: 2, peer: 30),
      // Its other end is the one that asked.
      FindingMaker.finding("identity.double-reply", .high, at: 3, peer: 77),
    ])
    #expect(lines.count == 5)
    #expect(
      lines[4].incident?.parts.map(\.rule) == ["policy.first-contact", "identity.double-reply"])
    #expect(lines[4].peerEnd.address?.description == "203.0.113.9")
  }

  @Test func whatBeganWithTheDeviceTakesTheFirstPeer() {
    let lines = FindingMaker.lines([
      FindingMaker.finding("identity.two-stacks", .high, at: 0, peer: 77),
      // Nothing that hardly matters.
      FindingMaker.finding("beacon.periodic", .low, at: 1, peer: 50),
      FindingMaker.finding("beacon.periodic", .high, at: 2),
      FindingMaker.finding("policy.first-contact", .high, at: 3, peer: 10),
    ])
    let ids = lines.map { $0.incident?.id }
    #expect(ids[0] != ids[1] && ids[0] == ids[2] && ids[0] == ids[3] && ids[0] != ids[4])
    #expect(lines[3].severity == .critical && lines[3].reason.contains("and 203.0.113.9: showed"))
  }

  @Test func anIncidentThatHardlyMattersIsNotRaisedByTheDevice() {
    let lines = FindingMaker.lines([
      FindingMaker.finding("beacon.periodic", .low, at: 0),
      FindingMaker.finding("identity.self-reset", .critical, at: 1, peer: 77),
    ])
    #expect(lines.count == 2 && lines[0].incident?.id != lines[1].incident?.id)
  }

  @Test func furtherAddressesJoin() {
    var stack = FindingMaker.finding("beacon.stack", .critical, at: 5, peer: 22)
    stack.relatedAddresses = [IPAddress(v4: 0xcb00_7109)]
    let lines = FindingMaker.lines([
      FindingMaker.finding("policy.first-contact", .high, at: 0), stack,
    ])
    #expect(lines.count == 3 && lines[2].peerEnd.address?.description == "203.0.113.9")
    #expect(lines[2].reason.contains("second system, here with 203.0.113.22 (beacon.stack)"))
    #expect(lines[2].relatedAddresses.map(\.description) == ["203.0.113.22", "203.0.113.9"])
  }

  @Test func closingAndStartingAgain() {
    let lines = FindingMaker.lines([
      FindingMaker.finding("policy.first-contact", .high, at: 0),
      FindingMaker.finding("beacon.periodic", .high, at: 20),
      FindingMaker.finding("beacon.periodic", .high, at: 60, update: 1, state: .closed),
      FindingMaker.finding("beacon.stopped", .low, at: 60),
      FindingMaker.finding("beacon.periodic", .high, at: 90, update: 2, state: .reopened),
      FindingMaker.finding("beacon.periodic", .high, at: 120, update: 3, state: .closed),
      FindingMaker.finding("beacon.stopped", .low, at: 120, update: 1),
    ])
    let alerts = lines.filter { !$0.isPart }
    #expect(alerts.map(\.state) == [.open, .open, .closed, .reopened, .closed])
    #expect(alerts.map(\.update) == [0, 1, 2, 3, 4])
    #expect(alerts[2].reason.hasSuffix("(beacon.periodic); it is over. Reason of beacon.periodic."))
    // The closing line says that the rhythm has stopped; the finding that says it, too, is a part.
    #expect(!lines.contains { $0.rule.name == "beacon.stopped" && !$0.isPart })
  }

  @Test func oneRhythmOfTwoThatStops() {
    #expect(
      Self.told([
        FindingMaker.finding("beacon.periodic", .high, at: 0),
        FindingMaker.finding("beacon.periodic", .high, at: 1, channel: "other"),
        FindingMaker.finding("beacon.periodic", .high, at: 60, update: 1, state: .closed),
        FindingMaker.finding(
          "beacon.periodic", .high, at: 61, channel: "other", update: 1, state: .closed),
      ]) == [
        "beacon.periodic 73", "(beacon.periodic 73)", "incident.story 73", "(beacon.periodic 73)",
        "(beacon.periodic 73)", "incident.story 73",
      ])
  }

  @Test func aDayOfSilenceEndsIt() {
    let lines = FindingMaker.lines([
      FindingMaker.finding("policy.first-contact", .high, at: 0),
      FindingMaker.finding("policy.role", .medium, at: 1),
      // A day and a minute later.
      FindingMaker.finding("policy.new-service", .medium, at: 1442),
    ])
    #expect(lines.count == 4)
    #expect(lines[3].incident?.id == lines[0].incident?.id)
    #expect(lines[3].incident?.state == .reopened && !lines[3].isPart)
    #expect(lines[3].incident?.parts.map(\.rule) == ["policy.new-service"])
    #expect(lines[3].severity == .medium)
  }

  @Test func aRhythmKeepsItOpen() {
    let lines = FindingMaker.lines([
      FindingMaker.finding("beacon.periodic", .high, at: 0),
      FindingMaker.finding("policy.new-service", .medium, at: 5 * 1440),
    ])
    #expect(lines.count == 3 && lines[2].rule.name == Incident.name)
  }

  @Test func updatesAfterADayStayParts() {
    #expect(
      Self.told([
        FindingMaker.finding("policy.first-contact", .high, at: 0),
        FindingMaker.finding("policy.first-contact", .high, at: 3000, update: 1),
        FindingMaker.finding("policy.first-contact", .high, at: 3001, channel: "b"),
      ]) == [
        "policy.first-contact 73", "(policy.first-contact 73)", "(policy.first-contact 73)",
        "incident.story 73",
      ])
  }

  @Test func memoryIsBounded() {
    var ledger = IncidentLedger(settings: RuleSettings())
    for number in 0..<600 {
      var finding = FindingMaker.finding("policy.first-contact", .high, at: Double(number))
      finding.id = "\(number)"
      finding.peerEnd.address = IPAddress(v4: 0xc633_0000 + UInt32(number))
      #expect(ledger.take(finding, at: FindingMaker.site).count == 1)
    }
    #expect(ledger.counters.map(\.value) == [256, 344])
    // The one that was forgotten begins a new incident; the update is not lost.
    var again = FindingMaker.finding("policy.first-contact", .high, at: 601, update: 3)
    again.id = "0"
    again.peerEnd.address = IPAddress(v4: 0xc633_0000)
    #expect(ledger.take(again, at: FindingMaker.site).map(\.isPart) == [false])
  }

  @Test func switchedOff() {
    var settings = RuleSettings()
    settings.disabledRules = [Incident.name]
    var ledger = IncidentLedger(settings: settings)
    for update in 0..<5 {
      let lines = ledger.take(
        FindingMaker.finding("policy.first-contact", .high, at: Double(update), update: update),
        at: FindingMaker.site)
      #expect(lines.count == 1 && !lines[0].isPart && lines[0].incident == nil)
    }
    #expect(ledger.counters.isEmpty)
  }

  @Test(arguments: RuleCatalog.all.flatMap { [$0.identity] + $0.further })
  func everyRuleGivesSomeKindOfEvidence(_ rule: RuleIdentity) {
    #expect(!EvidenceKind.of(rule.name).contains(.other))
  }
}
