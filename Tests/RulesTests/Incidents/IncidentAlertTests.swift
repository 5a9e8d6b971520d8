import Capture
import Devices
import Packets
import Testing

@testable import Rules

/// Which findings a person reads, and what is one incident.
@Suite struct IncidentAlertTests {
  /// What joins an incident: whether it is an alert, and at which severity.
  @Test(
    arguments: [
      (Severity.critical, Severity.low, nil), (.critical, .medium, nil),
      (.critical, .high, .critical),
      (.high, .low, nil), (.high, .medium, nil), (.high, .high, .high),
      (.high, .critical, .critical),
      (.medium, .low, nil), (.medium, .medium, .medium), (.medium, .high, .high),
      (.low, .low, .low),
    ] as [(Severity, Severity, Severity?)])
  func whatJoins(_ there: Severity, _ joining: Severity, told: Severity?) {
    // Two that are there already, so that their number is not due.
    let lines = FindingMaker.lines([
      FindingMaker.finding("policy.role", there, at: 0),
      FindingMaker.finding("policy.exposed", there, at: 1),
      FindingMaker.finding("protocol.tls", joining, at: 2),
    ])
    #expect(lines.count == (told == nil ? 4 : 5))
    #expect(lines.last?.isPart == (told == nil) && (told == nil || lines.last?.severity == told))
    #expect(told == nil || lines.last?.incident?.news == lines[3].id)
  }

  /// What was silent and rises to high is read; what was an alert is known.
  @Test func whatRises() {
    let lines = FindingMaker.lines([
      FindingMaker.finding("policy.role", .high, at: 0),
      FindingMaker.finding("policy.exposed", .high, at: 1),
      FindingMaker.finding("protocol.tls", .medium, at: 2),
      FindingMaker.finding("protocol.tls", .high, at: 3, update: 1),
      FindingMaker.finding("protocol.tls", .high, at: 4, update: 2),
    ])
    #expect(
      lines.map { $0.isPart } == [false, true, false, true, true, false, true])
  }

  /// Each high finding of one rule is an alert, up to eight, and then at powers of two; lesser ones at 2, 8, 32.
  @Test func everyHighFinding() {
    let lines = FindingMaker.lines(
      (0..<40).map { FindingMaker.finding("protocol.dns", .high, at: Double($0), channel: "\($0)") }
    )
    #expect(
      lines.filter { !$0.isPart }.compactMap { $0.incident.map { $0.parts.count + $0.further } }
        == [1, 2, 3, 4, 5, 6, 7, 8, 16, 32])
  }

  /// What comes behind the end of an incident starts it again, unless it hardly matters.
  @Test(arguments: [(Severity.high, true), (.medium, true), (.low, false)])
  func behindTheEnd(_ severity: Severity, startsAgain: Bool) {
    let lines = FindingMaker.lines([
      FindingMaker.finding("policy.first-contact", .high, at: 0),
      FindingMaker.finding("beacon.periodic", .high, at: 20),
      FindingMaker.finding("beacon.periodic", .high, at: 60, update: 1, state: .closed),
      FindingMaker.finding("policy.first-contact", severity, at: 200, channel: "8443"),
      FindingMaker.finding("beacon.periodic", .high, at: 220, channel: "8443"),
      FindingMaker.finding(
        "beacon.periodic", .high, at: 400, channel: "8443", update: 1, state: .closed),
    ])
    let states = lines.filter { !$0.isPart }.map(\.state)
    #expect(
      states == [.open, .open, .closed]
        + (startsAgain ? [.reopened, .open, .closed] : [.reopened, .closed]))
  }

  /// Findings that are not listed are known: an update is nothing new, and the end of a rhythm is the end of it.
  @Test func behindTheList() throws {
    var findings = (0..<60).map {
      FindingMaker.finding("policy.new-service", .medium, at: Double($0), channel: "\($0)")
    }
    findings.append(FindingMaker.finding("beacon.periodic", .high, at: 100))
    for update in 1..<4 {
      findings.append(FindingMaker.finding("beacon.periodic", .high, at: 3000, update: update))
    }
    // A rhythm goes on: another finding days later joins.
    findings.append(FindingMaker.finding("policy.role", .high, at: 6000))
    findings.append(
      FindingMaker.finding("beacon.periodic", .high, at: 6001, update: 4, state: .closed))
    let alerts = FindingMaker.lines(findings).filter { !$0.isPart }
    #expect(
      alerts.map { ($0.incident?.parts.count ?? 0) + ($0.incident?.further ?? 0) }
        == [1, 2, 8, 32, 61, 62, 62])
    #expect(alerts.map(\.state).suffix(2) == [.open, .closed])
    let beacon = alerts[4]
    #expect(beacon.reason.hasSuffix("69.0 min later called by the clock (beacon.periodic)."))
    #expect(beacon.reason.contains("(policy.new-service, 32 findings); and 28 more"))
  }

  /// A packet of a wrong time does not keep an incident from being told again.
  @Test func aWrongTime() {
    let day = 1440.0
    let lines = FindingMaker.lines(
      [0, 40_000 * day, 3 * day, 10 * day, 20 * day].enumerated().map {
        FindingMaker.finding("policy.first-contact", .high, at: $1, channel: "\($0)")
      })
    #expect(lines.count == 5 && lines.allSatisfy { !$0.isPart })
    #expect(lines.dropFirst().allSatisfy { $0.incident?.state == .reopened })
    #expect(lines.last.map { $0.incident?.last == $0.end } == true)
  }

  /// The deeds that are alike are told once, what is news last, and what makes it critical first.
  @Test func sentence() throws {
    var findings: [Finding] = []
    for port in 0..<4 {
      var contact = FindingMaker.finding(
        "policy.first-contact", .high, at: Double(port), channel: "\(port)")
      contact.peerEnd.port = UInt16(8000 + port)
      findings.append(contact)
    }
    var lines = FindingMaker.lines(findings)
    #expect(
      lines.last?.reason
        == "bmc-01 (bmc) and 203.0.113.9: called it on ports 8000, 8001, 8002 (policy.first-contact); "
        + "60.00 s later called it on port 8003 (policy.first-contact).")
    for number in 0..<9 {
      let name = "protocol.odd-\(number)"
      findings.append(FindingMaker.finding(name, .high, at: 10 + Double(number)))
    }
    findings.append(FindingMaker.finding("beacon.periodic", .high, at: 30))
    findings.append(FindingMaker.finding("identity.self-reset", .high, at: 40))
    lines = FindingMaker.lines(findings)
    let reason = try #require(lines.last?.reason)
    #expect(reason.hasPrefix("Critical together: a second system behind an address and a call by"))
    #expect(reason.contains("(protocol.odd-0); "))
    #expect(reason.hasSuffix("reset a connection that it went on with (identity.self-reset)."))
    #expect(reason.utf8.count <= 800)
  }

  /// A finding that names another incident's peer makes both of them one, under the name of the older one.
  @Test func twoThatAreOne() throws {
    var callBack = FindingMaker.finding("signal.callback", .critical, at: 2)
    callBack.relatedAddresses = [IPAddress(v4: 0xcb00_7107)]
    let lines = FindingMaker.lines([
      FindingMaker.finding("implant.known", .medium, at: 0, peer: 7),
      FindingMaker.finding("policy.first-contact", .high, at: 1), callBack,
      FindingMaker.finding("policy.role", .high, at: 3),
      FindingMaker.finding("policy.first-contact", .high, at: 4, peer: 10),
    ])
    let ids = lines.map { $0.incident?.id }
    #expect(ids[0] != ids[1] && ids[2...5].allSatisfy { $0 == ids[0] } && ids[6] != ids[0])
    #expect(lines[3].incident?.former == [ids[1]].compactMap(\.self))
    #expect(
      lines[3].incident?.parts.map(\.rule)
        == ["implant.known", "policy.first-contact", "signal.callback"])
    #expect(
      lines[3].reason.contains(
        "called it on port 443, here with 203.0.113.9 (policy.first-contact)"))
    #expect(
      lines[3].severity == .critical && lines[3].peerEnd.address?.description == "203.0.113.7")
  }

  /// The end of what several devices share is told once, begins nothing, and ends the incident of each of them.
  @Test func theEndForAll() {
    func shared(_ device: Int, at minutes: Double, _ severity: Severity, update: Int) -> Finding {
      var finding = FindingMaker.finding(
        "fleet.shared-peer", severity, at: minutes, device: device, update: update)
      finding.id = "shared"
      return finding
    }
    var end = shared(0, at: 30, .critical, update: 2)
    end.state = .closed
    let lines = FindingMaker.lines([
      FindingMaker.finding("policy.new-service", .medium, at: 0),
      shared(1, at: 10, .high, update: 0), shared(1, at: 20, .critical, update: 1), end,
    ])
    #expect(lines.map(\.isPart) == [false, false, false, true, false])
    #expect(lines[4].device.name == "sw-01" && lines[4].state == .closed)
    #expect(lines[4].deviceEnd.address?.description == "10.0.1.2")
    #expect(lines[4].incident?.id == lines[1].incident?.id)
    var other = end
    other.id = "of nobody"
    #expect(FindingMaker.lines([other]).map(\.isPart) == [true])
  }
}
