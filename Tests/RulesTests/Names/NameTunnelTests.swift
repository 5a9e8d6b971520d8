import Packets
import Testing

@testable import Rules

@Suite struct NameTunnelTests {
  private static func message(
    _ name: String, type: UInt16 = 1, isResponse: Bool = false, address: IPAddress? = nil
  ) -> Message {
    var question = Fields()
    question.add("name", name)
    question.add("type", type)
    question.add("class", 1 as UInt16)
    var fields = Fields()
    fields.add("response", isResponse)
    fields.add("opcode", 0 as UInt16)
    fields.add("questions", [.group(question)])
    if let address {
      var answer = Fields()
      answer.add("address", address)
      fields.add("answers", [.group(answer)])
    }
    return Message(name: "dns", recognition: .certain, fields: fields)
  }

  /// Asks for names, a second apart, each with its answer.
  private func findings(
    _ names: [String], type: UInt16 = 1, by client: Machine = .bmc, of server: Machine = .server,
    policy: String = "", restartBehind: Int? = nil, address: UInt32? = nil, addresses: UInt32 = 99
  ) throws -> [Finding] {
    var bench = try NamesBench("protocol.dns", policy: policy)
    for (number, name) in names.enumerated() {
      let port = 40_000 + UInt16(number)
      let time = 100 + Double(number)
      bench.add(
        client.udp(to: server, 53, from: port, at: time, payload: 80),
        Self.message(name, type: type))
      bench.add(
        server.udp(to: client, port, from: 53, at: time + 0.01, payload: 200),
        Self.message(
          name, type: type, isResponse: true,
          address: address.map { IPAddress(v4: $0 + UInt32(number) % addresses) }))
      if number + 1 == restartBehind { try bench.restart() }
    }
    return bench.findings
  }

  /// Labels of random hexadecimal digits.
  private static func coded(
    _ count: Int, below domain: String = "t.example", length: Int = 24
  ) -> [String] {
    var generator = FixedGenerator(state: 7)
    return (0..<count).map { _ in
      (0..<length).map { _ in String(UInt8.random(in: 0..<16, using: &generator), radix: 16) }
        .joined()
        + "." + domain
    }
  }

  /// Bits by the rule's own table, counted by hand.
  @Test(
    arguments: [
      ("www", 0), ("mail.corp-server", 0), ("web01", 6.6), ("a1b2c3d4", 32), ("a1b2c3g4", 40),
      ("x7QkPz", 36), ("ec2-52-23-4-5", 3.3), ("52-23-4-5", 0),
      ("2.0.0.127", 0), ("20260101", 26.4), ("123e4567-e89b-12d3-a456-426614174000", 0),
      ("xkqzrtwmbvnd", 56.4), ("internationalization", 0), ("Workstation", 0), ("WORKSTATION", 0),
      (String(repeating: "ab", count: 21), 168),
      (String(repeating: "alphabetago.", count: 5) + "alphabet", 126),
      (String(repeating: "alphabetago.", count: 5) + "abet", 0),
      (String(repeating: "a.", count: 32) + "zen", 0),
      (String(repeating: "a.", count: 32) + "a1b2c3d4", 32),
    ] as [(String, Double)])
  func information(text: String, bits: Double) {
    let labels = text.split(separator: ".").map { Array($0.utf8) }
    let counted = CarriedInformation.bits(of: labels, isCaseMeant: true)
    #expect((counted * 10).rounded() == (bits * 10).rounded(), "\(text)")
  }

  @Test func tunnel() throws {
    let found = try findings(Self.coded(40))
    #expect(found.map(\.update) == [0, 1, 2] && found.allSatisfy { $0.severity == .high })
    #expect(found.first?.value("dns.questions") == .integer(10))
    #expect(found.first?.value("dns.domain") == .text("t.example"))
    #expect(found.first?.value("dns.answer_octets") == .decimal(200, places: 1))
    #expect(
      found.first?.reason
        == "bmc-1 (bmc) asks 10.0.4.1 for ever new names below t.example: 10 of 10 questions could carry 96 "
        + "bits each, the longest label has 24 octets, type A; the chance that ordinary names look so is at most "
        + "1 in 34,000.")
  }

  @Test func roles() throws {
    #expect(try findings(Self.coded(12), by: .card).map(\.severity) == [.medium])
    #expect(try findings(Self.coded(12), by: .switch).map(\.severity) == [.high])
    #expect(try findings(Self.coded(12, below: "e5.sk")).map(\.severity) == [.low])
  }

  /// Names of the network's own machines, by their zone or their addresses, and what is only a little like them.
  @Test func ownMachines() throws {
    #expect(try findings(Self.coded(12, below: "mgmt.corp")).map(\.severity) == [.low])
    #expect(try findings(Self.coded(12, below: "pod.cluster.local")).map(\.severity) == [.low])
    #expect(
      try findings(Self.coded(12, below: "mgmt.corp"), of: .outside()).map(\.severity).contains(
        .high))
    #expect(try findings(Self.coded(12), address: 0x0a00_0700).map(\.severity) == [.low])
    #expect(
      try findings(Self.coded(12), address: 0x0a00_0700, addresses: 1).map(\.severity) == [.high])
    #expect(try findings(Self.coded(12), address: 0xcb00_7100).map(\.severity) == [.high])
    #expect(try findings(Self.coded(12), type: 16, address: 0x0a00_0700).map(\.severity) == [.high])
  }

  /// How many domains were judged is kept, those that gave way to others among them.
  @Test func forgottenDomains() throws {
    let names = (0..<400).map { "a1b2c3d4e5f6.x\($0).example" } + Self.coded(40)
    let plain = try findings(names)
    #expect(plain.first?.value("dns.domains_judged") == .integer(401))
    for moment in [300, 401, 410] {
      #expect(try findings(names, restartBehind: moment).map(\.reason) == plain.map(\.reason))
    }
  }

  /// Types that hardly any program asks for are found sooner, and below words, too.
  @Test func oddTypes() throws {
    let words = ["one", "two", "three", "four", "five", "six"].map { $0 + ".t.example" }
    for type in [10, 25, 65399] as [UInt16] {
      #expect(try findings(words, type: type).map(\.severity) == [.high], "\(type)")
    }
    #expect(try findings(words, type: 16).isEmpty)
  }

  @Test func restart() throws {
    let names = Self.coded(40)
    let plain = try findings(names)
    for moment in [1, 5, 9, 10, 20] {
      let found = try findings(names, restartBehind: moment)
      #expect(found.map(\.id) == plain.map(\.id) && found.map(\.reason) == plain.map(\.reason))
    }
  }

  /// What only looks like a tunnel: 60 names of a kind each.
  @Test func ordinary() throws {
    let hexadecimal = Self.coded(60, below: "", length: 32).map { $0.dropLast() }
    let kinds: [[String]] = [
      (0..<60).map { "\($0).2.0.192.zen.spamhaus.org" },
      (0..<60).map { "\($0).2.0.192.in-addr.arpa" },
      hexadecimal.map { $0.map { "\($0)" }.joined(separator: ".") + ".ip6.arpa" },
      hexadecimal.map { $0.map { "\($0)" }.joined(separator: ".") + ".dnsbl.example" },
      (0..<60).map { "ec2-52-23-4-\($0).us-west-2.compute.amazonaws.com" },
      (0..<60).map { "ip-10-0-0-\($0).ec2.internal" },
      (0..<60).map { "selector\($0)._domainkey.mail\($0).example" },
      (0..<60).map { "e\(10_000 + $0).dscb.akamaiedge.net" },
      hexadecimal.map {
        let text = String($0)
        let cuts = [text.prefix(8), text.dropFirst(8).prefix(4), text.dropFirst(12).prefix(4)]
        return (cuts + [text.dropFirst(16).prefix(4), text.dropFirst(20).prefix(12)])
          .joined(separator: "-") + ".telemetry.vendor.example"
      },
      Array(repeating: Self.coded(1)[0], count: 60),
      // A coded name among three ordinary ones.
      Self.coded(60).enumerated().map { $0 % 4 == 0 ? $1 : "www.t.example" },
    ]
    for names in kinds { #expect(try findings(names).isEmpty, "\(names[0])") }
  }

  /// A client that writes names in random case means nothing by it.
  @Test func randomCase() throws {
    var generator = FixedGenerator(state: 3)
    let words = ["alpha", "bravo", "charlie", "delta", "golf", "hotel", "juliett", "november"]
    let names = words.flatMap { one in words.map { "\(one)server.\($0)cluster.vendor.example" } }
    let mixed = names.map { name in
      String(name.map { Bool.random(using: &generator) ? Character($0.uppercased()) : $0 })
    }
    #expect(try findings(mixed).isEmpty)
  }

  /// An octet that is no ASCII is one octet of a label, and a point in a label ends none.
  @Test func escapes() throws {
    let question = try #require(
      DNSQuestion(Self.message("ab\\.c\\195\\164d.t.example", type: 10)))
    #expect(question.domain == "t.example" && question.labels.map(\.count) == [7])
    #expect(question.isOfOddType)
    #expect(DNSQuestion(Self.message("localhost")) == nil)
    #expect(DNSQuestion(Self.message("a..example")) == nil)
    #expect(DNSQuestion(Self.message("x1y2.corp.local"))?.domain == "corp.local")
  }

  @Test func policyNamesTheDomain() throws {
    let policy = """
      expected:
        - role: bmc
          peer: t.example
          port: 53
          reason: a test

      """
    #expect(try findings(Self.coded(40), policy: policy).isEmpty)
    #expect(try findings(Self.coded(12, below: "u.example"), policy: policy).count == 1)
  }

  @Test func resolverOutside() throws {
    let found = try findings(Array(repeating: "www.example", count: 5), of: .outside())
    #expect(found.map(\.severity) == [.medium, .medium] && found.map(\.update) == [0, 1])
    #expect(try findings(["www.example"], by: .card, of: .outside()).isEmpty)
    let policy = "expected:\n  - role: bmc\n    peer: 203.0.113.7\n    port: 53\n    reason: ours\n"
    #expect(try findings(["www.example"], of: .outside(), policy: policy).isEmpty)
    #expect(try findings(Self.coded(12), of: .outside(), policy: policy).count == 1)
  }

  /// Ville's inequality by trial: where a question is a carrier as often as the null model allows, hardly any series
  /// is ever told, and of series that are always carriers each is.
  @Test func boundHolds() {
    var generator = FixedGenerator(state: 11)
    var below = [0.1: 0, 0.01: 0]
    for _ in 0..<4_000 {
      var bets = CarrierBets()
      for _ in 0..<200 {
        let isOdd = generator.uniform() < CarrierBets.oddShare
        bets.note(isCarrier: isOdd || generator.uniform() < 0.2381, isOdd: isOdd)
      }
      for bound in below.keys where bets.chance <= bound { below[bound, default: 0] += 1 }
    }
    #expect(below[0.1, default: 0] < 480 && below[0.01, default: 0] < 60)
    #expect(below[0.1, default: 0] > 20)
    var sure = CarrierBets()
    for _ in 0..<10 { sure.note(isCarrier: true, isOdd: false) }
    #expect(sure.chance < 1e-4)
    // All in again and again must stay a number.
    for _ in 0..<10_000 { sure.note(isCarrier: true, isOdd: true) }
    #expect(sure.chance > 0)
  }

  /// New names are taken for known ones seldom, and known ones never for new.
  @Test func recentNames() {
    var names = RecentNames()
    var fresh = 0
    for number in 0..<1_000 where names.insert("name-\(number)") { fresh += 1 }
    #expect(fresh > 930)
    for number in 920..<1_000 {
      let isNew = names.insert("name-\(number)")
      #expect(!isNew)
    }
  }
}
