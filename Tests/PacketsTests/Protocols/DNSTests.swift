import Testing

@testable import Packets

@Suite struct DNSTests {
  /// The address of bmc1.example.com, with EDNS and a cookie.
  private static let query = bytes(
    """
    // identifier, recursion desired and authentic data, counts 1 0 0 1
    1a 2b 01 20 00 01 00 00 00 00 00 01
    04 62 6d 63 31 07 65 78 61 6d 70 6c 65 03 63 6f  // bmc1.example.com AAAA IN
    6d 00 00 1c 00 01
    00 00 29 04 d0 00 00 80 00 00 0c 00 0a 00 08 01  // OPT: 1232 octets, DO, a cookie
    02 03 04 05 06 07 08
    """)

  /// Everything about www.example.com, with a signature.
  private static let response = bytes(
    """
    1a 2b 85 80 00 01 00 08 00 01 00 01  // a response with authority, counts 1 8 1 1
    03 77 77 77 07 65 78 61 6d 70 6c 65 03 63 6f 6d  // www.example.com ANY IN
    00 00 ff 00 01
    c0 0c 00 05 00 01 00 00 01 2c 00 05 02 68 31 c0  // CNAME h1.example.com
    10
    02 68 31 c0 10 00 01 00 01 00 00 00 3c 00 04 c0  // A 192.0.2.1
    00 02 01
    02 68 31 c0 10 00 1c 00 01 00 00 00 3c 00 10 20  // AAAA 2001:db8::1
    01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01
    c0 10 00 0f 00 01 00 00 00 3c 00 07 00 0a 02 6d  // MX 10 mx.example.com
    78 c0 10
    c0 10 00 10 00 01 00 00 00 3c 00 07 03 61 62 63  // TXT "abc" "de"
    02 64 65
    04 5f 73 69 70 04 5f 75 64 70 c0 10 00 21 00 01  // SRV 1 2 5060 h1.example.com
    00 00 00 3c 00 16 00 01 00 02 13 c4 02 68 31 07
    65 78 61 6d 70 6c 65 03 63 6f 6d 00
    c0 10 01 01 00 01 00 00 00 3c 00 0e 00 05 69 73  // CAA 0 issue "ca.test"
    73 75 65 63 61 2e 74 65 73 74
    c0 0c 00 41 00 01 00 00 00 3c 00 0a 00 01 00 00  // HTTPS 1 . alpn=h2
    01 00 03 02 68 32
    c0 10 00 06 00 01 00 00 00 3c 00 21 02 6e 73 c0  // SOA
    10 05 61 64 6d 69 6e c0 10 78 a3 f1 75 00 00 1c
    20 00 00 0e 10 00 12 75 00 00 00 01 2c
    03 6b 65 79 00 00 fa 00 ff 00 00 00 00 00 21 0b  // TSIG key
    68 6d 61 63 2d 73 68 61 32 35 36 00 00 00 65 53
    f1 00 01 2c 00 04 de ad be ef 1a 2b 00 00 00 00
    """)

  @Test func questionAndExtension() {
    let reading = Reading(DNS.self, Self.query)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["identifier"] == .number(0x1a2b))
    #expect(reading.fields["response"] == .flag(false))
    #expect(reading.fields["recursion_desired"] == .flag(true))
    #expect(reading.fields["authentic_data"] == .flag(true))
    let question = reading.fields["questions"]?.values?.first?.fields
    #expect(question?["name"] == .text("bmc1.example.com"))
    #expect(question?["type_name"] == .text("AAAA"))
    let edns = reading.fields["edns"]?.fields
    #expect(edns?["udp_payload_size"] == .number(1232))
    #expect(edns?["dnssec_ok"] == .flag(true))
    #expect(edns?["options"] == .list([.number(10)]))
    #expect(reading.fields["additional"] == nil)
  }

  @Test func recordsOfEveryKindThatIsRead() {
    let reading = Reading(DNS.self, Self.response)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["response_code_name"] == .text("NOERROR"))
    let answers = (reading.fields["answers"]?.values ?? []).compactMap(\.fields)
    #expect(
      answers.map { $0["name"]?.text } == [
        "www.example.com", "h1.example.com", "h1.example.com", "example.com", "example.com",
        "_sip._udp.example.com", "example.com", "www.example.com",
      ])
    #expect(answers[0]["target"] == .text("h1.example.com"))
    #expect(answers[0]["time_to_live_seconds"] == .number(300))
    #expect(answers[1]["address"] == .address(address("192.0.2.1")))
    #expect(answers[2]["address"] == .address(address("2001:db8::1")))
    #expect(answers[3]["preference"] == .number(10))
    #expect(answers[3]["exchange"] == .text("mx.example.com"))
    #expect(answers[4]["text"] == .list([.text("abc"), .text("de")]))
    #expect(answers[5]["port"] == .number(5060))
    #expect(answers[5]["target"] == .text("h1.example.com"))
    #expect(answers[6]["tag"] == .text("issue"))
    #expect(answers[6]["value"] == .text("ca.test"))
    #expect(answers[7]["target"] == .text("."))
    #expect(answers[7]["alpn"] == .list([.text("h2")]))
    let authority = reading.fields["authority"]?.values?.first?.fields
    #expect(authority?["rname"] == .text("admin.example.com"))
    #expect(authority?["serial"] == .number(2_024_010_101))
    let signature = reading.fields["additional"]?.values?.first?.fields
    #expect(signature?["algorithm_name"] == .text("hmac-sha256"))
    #expect(signature?["time_signed_seconds"] == .number(1_700_000_000))
  }

  @Test func firstMessageOfAStream() {
    let stream = [0, UInt8(Self.query.count)] + Self.query + [0, 40, 1, 2]
    let reading = Reading(DNS.self, stream, in: .tcp)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["length"] == .number(UInt64(Self.query.count)))
    #expect(Reading(DNS.self, Array(stream.prefix(5)), in: .tcp).recognition == .unsure)
    #expect(Reading(DNS.self, Array(stream.prefix(20)), in: .tcp).recognition == .unsure)
    #expect(Reading(DNS.self, Array(stream.prefix(50)), in: .tcp).fault == .truncated)
    #expect(Reading(DNS.self, Array("GET / HTTP/1.1\r\n".utf8), in: .tcp).recognition == .notMine)
  }

  /// A tunnel's question: type NULL, and octets in the name that no host has.
  @Test func tunnelStaysReadable() {
    let tunnel = bytes(
      """
      00 01 01 00 00 01 00 00 00 00 00 00
      05 61 e4 2e 20 5c 02 74 31 04 74 65 73 74 00 00 0a 00 01
      """)
    let reading = Reading(DNS.self, tunnel)
    #expect(reading.recognition == .certain)
    let question = reading.fields["questions"]?.values?.first?.fields
    #expect(question?["name"] == .text(#"a\228\.\032\\.t1.test"#))
    #expect(question?["type_name"] == .text("NULL"))
  }

  /// A name of which the continuation is the name itself, and two that continue with each other.
  @Test(arguments: ["c0 0c", "01 61 c0 0c", "c0 0e c0 0c", "c0 40"])
  func continuationMustLeadBackward(name: String) {
    let header = bytes("00 01 81 80 00 01 00 00 00 00 00 00")
    let reading = Reading(DNS.self, header + bytes(name) + bytes("00 01 00 01"))
    #expect(reading.fault == .field)
    #expect(reading.fields["question_count"] == .number(1))
  }

  /// 65 names, each a continuation of the one before.
  @Test func continuationsAreBounded() {
    var message = bytes("00 01 80 00 00 41 00 00 00 00 00 00 01 61 00 00 01 00 01")
    var last: UInt8 = 12
    for _ in 0..<64 {
      let position = message.count
      message += [0xc0, last, 0, 1, 0, 1]
      last = UInt8(truncatingIfNeeded: position)
      if position > 0xff { message[message.count - 6] = 0xc0 | 1 }
    }
    #expect(Reading(DNS.self, message).fault != .none)
  }

  @Test func recordShorterThanItsType() {
    let short = bytes(
      """
      00 01 81 80 00 00 00 01 00 00 00 00
      01 61 00 00 01 00 01 00 00 00 3c 00 03 c0 00 02
      """)
    let reading = Reading(DNS.self, short)
    #expect(reading.fault == .option)
    #expect(reading.fields["answers"]?.values?.first?.fields?["name"] == .text("a"))
  }

  @Test func whatIsNotDNS() {
    // Another class; an opcode that nobody has; a set Z; more records than fit.
    for (position, value) in [(33, 9), (2, 0x19), (3, 0x60), (7, 9)] as [(Int, UInt8)] {
      var other = Self.query
      other[position] = value
      #expect(Reading(DNS.self, other).recognition == .notMine)
    }
    // Octets behind the end.
    var lone = Array(Self.query.prefix(34))
    lone[11] = 0
    #expect(Reading(DNS.self, lone).recognition == .certain)
    #expect(Reading(DNS.self, lone + [1]).recognition == .unsure)
    #expect(Reading(DNS.self, lone + [1]).fields["trailing_length"] == .number(1))
  }

  @Test func whateverTheOctets() {
    expectTotal(DNS.self, Self.query)
    expectTotal(DNS.self, Self.response)
    expectTotal(DNS.self, [0, UInt8(Self.query.count)] + Self.query, in: .tcp)
  }
}
