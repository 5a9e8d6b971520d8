import Capture
import Packets
import Testing

@testable import Rules

@Suite struct TLSOddityTests {
  /// A ClientHello.
  static func hello(
    name: String? = "callhome.vendor.example", ja4: String = "t13d0402h2_a_b",
    version: UInt16 = 0x0304, alpn: [String] = [], fault: DecodeFault.Kind = .none
  ) -> Message {
    var fields = Fields()
    fields.add("handshake_type", 1 as UInt8)
    fields.add("version", version)
    if let name { fields.add("server_name", name) }
    if !alpn.isEmpty { fields.add("alpn", alpn.map { FieldValue.text($0) }) }
    fields.add("ja4", ja4)
    return Message(name: "tls", recognition: .certain, fields: fields, fault: fault)
  }

  /// A ServerHello, and the certificate behind it.
  static func answer(
    version: UInt16 = 0x0303, suite: UInt16? = 0xc02f, selfIssued: Bool = false,
    from start: String = "1970-01-01T00:00:00Z", until end: String = "1971-01-01T00:00:00Z",
    address: String? = nil, hasCertificate: Bool = true,
    fault: DecodeFault.Kind = .none
  ) -> Message {
    var fields = Fields()
    fields.add("handshake_type", 2 as UInt8)
    fields.add("version", version)
    if let suite { fields.add("cipher_suite", suite) }
    if hasCertificate {
      var certificate = Fields()
      certificate.add("issuer", "CN=Example Root")
      certificate.add("not_before", start)
      certificate.add("not_after", end)
      certificate.add("subject", address.map { "O=Example,CN=\($0)" } ?? "CN=vendor.example")
      certificate.add("self_issued", selfIssued)
      if address == nil { certificate.add("dns_names", [.text("vendor.example")]) }
      fields.add("certificate", certificate)
    }
    return Message(name: "tls", recognition: .certain, fields: fields, fault: fault)
  }

  /// A handshake of a device with a server.
  private func visit(
    _ bench: inout NamesBench, _ client: Machine = .bmc, _ server: Machine = .outside(),
    _ port: UInt16 = 443, from source: UInt16 = 40_000, at time: Double = 100_000, _ hello: Message,
    _ answer: Message?
  ) {
    bench.connect(client, server, port, from: source, at: time)
    bench.add(
      client.tcp(to: server, port, from: source, at: time + 0.01, [.ack, .psh], payload: 200), hello
    )
    if let answer {
      bench.add(
        server.tcp(to: client, source, from: port, at: time + 0.02, [.ack, .psh], payload: 900),
        answer)
    }
    bench.close(client, server, port, from: source, at: time + 0.03)
  }

  private func findings(
    _ hello: Message = TLSOddityTests.hello(), _ answer: Message? = TLSOddityTests.answer(),
    _ client: Machine = .bmc, _ server: Machine = .outside(), port: UInt16 = 443,
    policy: String = ""
  ) throws -> [Finding] {
    var bench = try NamesBench("protocol.tls", policy: policy)
    visit(&bench, client, server, port, hello, answer)
    bench.finish()
    return bench.findings
  }

  @Test func proper() throws {
    #expect(try findings().isEmpty)
    #expect(try findings(Self.hello(alpn: ["h2", "http/1.1"])).isEmpty)
    // Certificates of six days are common.
    #expect(
      try findings(
        answered(from: "1970-01-01T00:00:00Z", until: "1970-01-07T00:00:00Z")
      ).isEmpty)
  }

  /// What a short capture has not is not missing.
  @Test func cutMessages() throws {
    let hello = Self.hello(name: nil, alpn: ["foo/7"], fault: .truncated)
    #expect(try findings(hello, Self.answer()).isEmpty)
    #expect(
      try findings(hello, Self.answer(suite: nil, hasCertificate: false, fault: .truncated)).isEmpty
    )
    #expect(
      try findings(Self.hello(), Self.answer(address: "203.0.113.7", fault: .truncated)).isEmpty)
    // What was read counts, and an extension that is broken is no name.
    #expect(
      try findings(hello, Self.answer(selfIssued: true, fault: .truncated)).map(\.severity)
        == [.medium])
    #expect(
      try findings(Self.hello(name: nil, fault: .option), Self.answer()).map(\.severity)
        == [.medium])
  }

  private func answered(from start: String, until end: String) -> Message {
    Self.answer(from: start, until: end)
  }

  private func findings(_ answer: Message) throws -> [Finding] {
    try findings(Self.hello(), answer)
  }

  /// Packet time is 1970-01-02 03:46:40.
  @Test func oneFact() throws {
    let answers: [(Message, TLSFacts)] = [
      (Self.answer(selfIssued: true), .selfIssued),
      (answered(from: "1970-01-02T00:00:00Z", until: "1970-01-03T00:00:00Z"), .shortLived),
      (answered(from: "1970-01-02T00:00:00Z", until: "1970-01-04T00:00:01Z"), []),
      (answered(from: "1960-01-01T00:00:00Z", until: "1970-01-02T03:46:39Z"), .expired),
      (answered(from: "1970-01-02T04:46:39Z", until: "1980-01-01T00:00:00Z"), []),
      (answered(from: "1970-01-02T04:46:42Z", until: "9999-12-31T23:59:59Z"), .notYetValid),
      (Self.answer(address: "203.0.113.7"), .noName), (Self.answer(version: 0x0301), .oldVersion),
      (Self.answer(version: 0x0302), []), (Self.answer(suite: 0x0002), .weakCipher),
      (Self.answer(suite: 0xc018, hasCertificate: false), .weakCipher),
      (Self.answer(suite: 0x0003), .weakCipher),
    ]
    for (answer, fact) in answers {
      let found = try findings(answer)
      #expect(found.map(\.severity) == (fact.isEmpty ? [] : [.medium]), "\(answer)")
      #expect(found.allSatisfy { $0.value("tls.facts") == .texts(fact.texts) }, "\(answer)")
    }
    let hellos: [(Message, TLSFacts)] = [
      (Self.hello(name: nil), .noName), (Self.hello(version: 0x0301), .oldVersion),
      (Self.hello(alpn: ["foo/7"]), .oddProtocol),
    ]
    for (hello, fact) in hellos {
      let found = try findings(hello, Self.answer())
      #expect(found.map(\.severity) == [.medium], "\(hello)")
      #expect(found.first?.value("tls.facts") == .texts(fact.texts), "\(hello)")
    }
  }

  @Test func severities() throws {
    let nameless = Self.hello(name: nil)
    let own = Self.answer(selfIssued: true)
    #expect(try findings(nameless, own).map(\.severity) == [.high])
    #expect(try findings(nameless, own).first?.riskScore == 75)
    // Old software knows neither names nor new versions.
    #expect(try findings(nameless, Self.answer(version: 0x0301)).map(\.severity) == [.medium])
    // A certificate for an address goes with a client that names none.
    #expect(
      try findings(nameless, Self.answer(address: "203.0.113.7")).map(\.severity) == [.medium])
    // A name is no custom inside, and what the role does is its job.
    #expect(try findings(nameless, Self.answer(), .bmc, .stranger, port: 9443).isEmpty)
    #expect(try findings(nameless, own, .bmc, .stranger, port: 9443).map(\.severity) == [.low])
    #expect(
      try findings(
        nameless, Self.answer(version: 0x0300, selfIssued: true), .bmc, .stranger, port: 9443
      )
      .map(\.severity) == [.medium])
    #expect(try findings(nameless, own, .bmc, .server, port: 6514).isEmpty)
    let policy =
      "expected:\n  - role: bmc\n    peer: 203.0.113.7\n    port: 443\n    reason: ours\n"
    #expect(try findings(nameless, Self.answer(), policy: policy).isEmpty)
    #expect(try findings(nameless, own, policy: policy).map(\.severity) == [.low])
    // Cards belong to the operating system, and hosts to themselves.
    #expect(try findings(nameless, own, .card).isEmpty)
  }

  /// What the server never answered is judged when it is over.
  @Test func unanswered() throws {
    #expect(try findings(Self.hello(name: nil), nil).map(\.severity) == [.medium])
    #expect(try findings(Self.hello(), nil).isEmpty)
  }

  @Test func sentence() throws {
    let found = try findings(Self.hello(name: nil), Self.answer(suite: 0x0034, selfIssued: true))
    #expect(
      found.first?.reason
        == "bmc-1 (bmc) started TLS with 203.0.113.7 on tcp/443: no name of a server, a certificate that vouches "
        + "for itself, a cipher suite that leaves something out (no certificate and no other proof); the first "
        + "such conversation.")
  }

  /// Thirty greetings over ten days, then another client, which another device may have had just before.
  private func learned(
    days: Double = 10, count: Int = 30, otherDevice: Machine? = nil, restarts: Bool = false
  ) throws -> [Finding] {
    var bench = try NamesBench("protocol.tls")
    for number in 0..<count {
      let time = 100_000 + days * 86_400 / Double(count) * Double(number)
      visit(
        &bench, from: 40_000 + UInt16(number), at: time, Self.hello(ja4: "one"), Self.answer())
    }
    let end = 100_000 + days * 86_400
    if let otherDevice {
      visit(&bench, otherDevice, from: 41_000, at: end, Self.hello(ja4: "two"), Self.answer())
    }
    if restarts { try bench.restart() }
    visit(&bench, from: 42_000, at: end + 100, Self.hello(ja4: "two"), Self.answer())
    if restarts { try bench.restart() }
    visit(&bench, from: 42_001, at: end + 200, Self.hello(ja4: "two"), Self.answer())
    bench.finish()
    return bench.findings
  }

  @Test func newClient() throws {
    let found = try learned()
    #expect(found.map(\.severity) == [.medium])
    #expect(found.first?.value("tls.facts") == .texts(TLSFacts.newClient.texts))
    #expect(try learned(restarts: true).map(\.reason) == found.map(\.reason))
    // Too soon, too seldom, or seen at another one of the same maker and role.
    #expect(try learned(days: 2).isEmpty)
    #expect(try learned(count: 10).isEmpty)
    #expect(try learned(otherDevice: .otherBMC).isEmpty)
    #expect(try learned(otherDevice: .switch).count == 1)
  }

  @Test func growingDistances() throws {
    var bench = try NamesBench("protocol.tls")
    for number in 0..<20 {
      visit(
        &bench, from: 40_000 + UInt16(number), at: 1_000 + 10 * Double(number),
        Self.hello(name: nil),
        number == 10 ? Self.answer(selfIssued: true) : Self.answer())
      if number % 7 == 3 { try bench.restart() }
    }
    // The eleventh is worse.
    #expect(bench.findings.map(\.update) == [0, 1, 2, 3])
    #expect(bench.severities == [47, 47, 73, 47] && Set(bench.findings.map(\.id)).count == 1)
  }

  /// Three peers have a line each; all further ones have one together.
  @Test func rotatingPeers() throws {
    var bench = try NamesBench("protocol.tls")
    for number in 0..<12 {
      visit(
        &bench, .bmc, .outside(10 + UInt32(number)), from: 40_000 + UInt16(number),
        at: 1_000 + 10 * Double(number), Self.hello(name: nil), Self.answer())
      if number == 5 { try bench.restart() }
    }
    #expect(
      bench.findings.map(\.update) == [0, 0, 0, 0, 1] && Set(bench.findings.map(\.id)).count == 4)
    #expect(
      bench.findings.last?.reason
        == "bmc-1 (bmc) started TLS with 203.0.113.16 on tcp/443: no name of a server; 4 such conversations "
        + "with further peers so far.")
  }
}
