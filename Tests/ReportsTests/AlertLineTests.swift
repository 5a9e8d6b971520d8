import Packets
import Rules
import Testing

@testable import Reports

@Suite struct AlertLineTests {
  let format = AlertLine(observer: Sample.observer)

  @Test func beacon() {
    let finding = Sample.beacon(evidence: [
      Evidence("beacon.period", .decimal(300.02, places: 2)),
      Evidence("beacon.beats", .integer(41)),
    ])
    #expect(
      writtenText { format.write(finding, to: &$0) } == #"""
        {"@timestamp":"2026-11-21T08:15:30.123456789Z","ecs":{"version":"9.5.0"},\#
        "message":"Periodic beacon: bmc-7 (192.0.2.17) -> 203.0.113.77:443",\#
        "event":{"kind":"alert","category":["network","intrusion_detection"],"type":["info"],\#
        "action":"beacon.periodic","module":"undertick","dataset":"undertick.alert",\#
        "id":"00112233aabbccdd","sequence":2,"severity":73,"risk_score":97.12,\#
        "start":"2026-11-21T04:50:29.001233000Z","end":"2026-11-21T08:15:30.123456789Z",\#
        "duration":12301122223789,"reason":"period 300.02 s, 41 of 42 beats seen"},\#
        "rule":{"id":"beacon.periodic","name":"Periodic beacon","version":"2",\#
        "category":"Command and Control"},"source":{"ip":"192.0.2.17","port":40112,\#
        "mac":"0C-C4-7A-11-22-33","packets":6,"bytes":540},"destination":{"ip":"203.0.113.77",\#
        "port":443,"mac":"00-1B-54-3A-33-9B","packets":5,"bytes":510},\#
        "network":{"transport":"tcp","iana_number":"6","type":"ipv4","direction":"outbound",\#
        "community_id":"1:LQU9qZlK+B5F3KDmev6m5PMibrg=","vlan":{"id":"120"},\#
        "inner":{"vlan":{"id":"7"}},"bytes":1050,"packets":11},"observer":{"type":"ids",\#
        "name":"sensor-a","vendor":"Undertick","product":"undertick","version":"1.2.3",\#
        "ingress":{"interface":{"name":"span0"}}},"related":{"ip":["192.0.2.17",\#
        "203.0.113.77"],"mac":["0C-C4-7A-11-22-33","00-1B-54-3A-33-9B"]},\#
        "threat":{"framework":"MITRE ATT&CK","technique":{"id":["T1071","T1029"],\#
        "name":["Application Layer Protocol","Scheduled Transfer"],\#
        "subtechnique":{"id":["T1071.001"],"name":["Web Protocols"]}}},\#
        "undertick":{"state":"updated","device":{"role":"bmc","name":"bmc-7","vendor":"Supermicro",\#
        "tags":["rack-12","prod"],"mac":["0C-C4-7A-11-22-33"],"ip":["192.0.2.17",\#
        "2001:db8::11"]},"beacon":{"period":300.02,"beats":41}}}

        """#)
  }

  @Test func notIP() {
    let finding = Sample.frames()
    let format = AlertLine(observer: Observer(name: "b", version: "0.1"))
    #expect(
      writtenText { format.write(finding, to: &$0) } == #"""
        {"@timestamp":"1969-12-31T23:59:59.999999999Z","ecs":{"version":"9.5.0"},\#
        "message":"Unknown EtherType: 00:1b:54:3a:33:9b <- probe (02:00:00:00:00:01)",\#
        "event":{"kind":"alert","category":["network","intrusion_detection"],"type":["info"],\#
        "action":"policy.ether-type","module":"undertick","dataset":"undertick.alert",\#
        "id":"ffffffffffffffff","sequence":0,"severity":21,"risk_score":3.00,\#
        "start":"1969-12-31T23:59:54.999999999Z","end":"1969-12-31T23:59:59.999999999Z",\#
        "duration":5000000000,"reason":"4 frames"},"rule":{"id":"policy.ether-type",\#
        "name":"Unknown EtherType","version":"1","category":"Policy"},\#
        "source":{"mac":"00-1B-54-3A-33-9B","packets":0,"bytes":18446744073709551615},\#
        "destination":{"mac":"02-00-00-00-00-01","packets":4,"bytes":256},\#
        "network":{"direction":"unknown","vlan":{"id":"1"},"inner":{"vlan":{"id":"2"}},\#
        "bytes":18446744073709551615,"packets":4},"observer":{"type":"ids","name":"b",\#
        "vendor":"Undertick","product":"undertick","version":"0.1"},\#
        "related":{"mac":["00-1B-54-3A-33-9B","02-00-00-00-00-01"]},\#
        "undertick":{"state":"open","device":{"role":"switch"},"peer":{"role":"host","name":"probe"},\#
        "link_protocol":"0x88b5","vlans":[1,2,3]}}

        """#)
  }

  @Test func everyKindOfEvidence() {
    let finding = Sample.beacon(evidence: [
      Evidence("a.integer", .integer(-7)),
      Evidence("a.decimal", .decimal(2.0 / 3, places: 4)),
      Evidence("a.probability", .probability(1.2e-7)),
      Evidence("a.text", .text("one \"two\"\u{1b}[2J")),
      Evidence("b.flag", .flag(true)),
      Evidence("b.c.texts", .texts(["x", "y"])),
      Evidence("b.c.decimals", .decimals([0.5, .nan, -0.001], places: 1)),
      Evidence("moment", .moment(1_795_248_930_123_456_789)),
      Evidence("empty", .texts([])),
    ])
    #expect(
      writtenText { format.write(finding, to: &$0) }.hasSuffix(
        #""a":{"integer":-7,"decimal":0.6667,"probability":1.2e-07,"#
          + #""text":"one \"two\"\u001b[2J"},"b":{"flag":true,"c":{"texts":["x","y"],"#
          + #""decimals":[0.5,null,0.0]}},"moment":"2026-11-21T08:15:30.123456789Z","empty":[]}}"#
          + "\n"))
  }

  /// Heads that come apart are brought together; what cannot have its key is counted.
  @Test func evidenceOutOfOrder() throws {
    let line = try value(
      Sample.beacon(evidence: [
        Evidence("a.x", .integer(1)),
        Evidence("b", .integer(2)),
        Evidence("a.y.z", .integer(3)),
        Evidence("c.d", .integer(4)),
        Evidence("a.x", .integer(5)),
        Evidence("a", .integer(6)),
        Evidence("b.c", .integer(7)),
        Evidence("a.y.w", .integer(8)),
        Evidence("device.first_seen", .integer(9)),
        Evidence("", .integer(10)),
      ]))
    #expect(line["undertick"]?.keys == ["state", "device", "a", "b", "c", "evidence", "omitted"])
    #expect(line["undertick.a"]?.keys == ["x", "y"])
    #expect(line["undertick.a.x"] == .number("1"))
    #expect(line["undertick.a.y"]?.keys == ["z", "w"])
    #expect(line["undertick.b"] == .number("2"))
    #expect(line["undertick.evidence.device.first_seen"] == .number("9"))
    #expect(line["undertick.omitted"] == .array([.text("4 of evidence")]))
  }

  /// Whatever a finding holds, its line is JSON and short enough, and says what it leaves out.
  @Test(arguments: [
    "", "a", String(repeating: "\u{0}", count: 3000), String(repeating: "\"", count: 20_000),
    String(repeating: "漢", count: 5000), String(repeating: "a.", count: 3000), "\u{2028}",
  ])
  func flood(_ text: String) throws {
    for evidence in [0, 1, 2, 8, 128, 400] {
      let finding = Sample.flood(text, evidence: evidence)
      let line = written { format.write(finding, to: &$0) }
      #expect(line.count < 10_000)
      #expect(line.count(where: { $0 == 0x0a }) == 1 && line.last == 0x0a)
      let value = try JSONValue(line)
      #expect(value.keys.first == "@timestamp")
      guard case .array(let notes) = value["undertick.omitted"] else {
        Issue.record("nothing is said")
        continue
      }
      for note in [
        "988 of related.ip", "494 of device.tags", "492 of peer.mac", "46 of threat.technique",
      ] {
        #expect(notes.contains(.text(note)))
      }
    }
  }

  /// A line that is full of evidence is filled up, and the rest is counted exactly.
  @Test func fillsTheLine() throws {
    let evidence = (0..<100).map {
      Evidence("e\($0)", .text(String(repeating: "x", count: 200)))
    }
    let finding = Sample.beacon(evidence: evidence)
    let line = written { format.write(finding, to: &$0) }
    #expect(line.count > 9_400 && line.count < 10_000)
    let value = try JSONValue(line)
    let kept = (0..<100).filter { value["undertick.e\($0)"] != nil }.count
    #expect(value["undertick.omitted"] == .array([.text("\(100 - kept) of evidence")]))
    #expect(kept > 30)
  }

  /// What the writer holds already takes no room from a line.
  @Test func manyLinesInOneWriter() {
    let finding = Sample.beacon(
      evidence: (0..<20).map { Evidence("beacon.number\($0)", .integer($0)) })
    let one = writtenText { format.write(finding, to: &$0) }
    let many = writtenText { for _ in 0..<20 { format.write(finding, to: &$0) } }
    #expect(many == String(repeating: one, count: 20))
  }

  @Test func longTextsAndLists() throws {
    var finding = Sample.beacon(evidence: [
      Evidence("b.times", .decimals(Array(repeating: 1.5, count: 60), places: 1))
    ])
    finding.reason = String(repeating: "r", count: 1000)
    let line = try value(finding)
    #expect(line["event.reason"] == .text(String(repeating: "r", count: 797) + "…"))
    #expect(line["undertick.b.times"] == .array(Array(repeating: .number("1.5"), count: 48)))
    #expect(line["undertick.omitted"] == .array([.text("12 of b.times")]))
  }

  @Test func whoIsWhere() throws {
    var finding = Sample.beacon()
    finding.conversation.deviceStarted = false
    finding.relatedAddresses = [IPAddress(v4: 0xc000_0211), IPAddress(v4: 1)]
    let line = try value(finding)
    #expect(line["message"] == .text("Periodic beacon: bmc-7 (192.0.2.17:40112) <- 203.0.113.77"))
    #expect(line["source.ip"] == .text("192.0.2.17"))
    #expect(line["destination.ip"] == .text("203.0.113.77"))
    #expect(
      line["related.ip"]
        == .array([.text("192.0.2.17"), .text("203.0.113.77"), .text("0.0.0.1")]))
  }

  @Test(arguments: [(1, "icmp"), (6, "tcp"), (17, "udp"), (58, "ipv6-icmp"), (136, "udplite")])
  func transports(_ number: UInt8, _ keyword: String) throws {
    var finding = Sample.beacon()
    finding.conversation.transport = IPProtocol(rawValue: number)
    let line = try value(finding)
    #expect(line["network.transport"] == .text(keyword))
    #expect(line["network.iana_number"] == .text(String(number)))
  }

  @Test func transportWithoutAName() throws {
    var finding = Sample.beacon()
    finding.conversation.transport = IPProtocol(rawValue: 253)
    let line = try value(finding)
    #expect(line["network.transport"] == nil)
    #expect(line["network.iana_number"] == .text("253"))
  }

  private func value(_ finding: Finding) throws -> JSONValue {
    try JSONValue(written { format.write(finding, to: &$0) })
  }
}
