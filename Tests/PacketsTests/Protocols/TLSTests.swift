import Testing

@testable import Packets

@Suite struct TLSTests {
  private func numbers(_ field: FieldValue?) -> [UInt64]? { field?.values?.compactMap(\.number) }

  @Test func clientOfTLS12() {
    let reading = Reading(TLS.self, TLSSamples.client12)
    let fields = reading.fields
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(fields["handshake_type"] == .number(1))
    #expect(fields["version_name"] == .text("TLS 1.2"))
    #expect(fields["legacy_version"] == .number(0x0303))
    #expect(fields["record_version"] == .number(0x0301))
    #expect(fields["server_name"] == .text("bmc-7.example"))
    #expect(fields["alpn"] == .list([.text("http/1.1")]))
    #expect(fields["session_id_length"] == .number(0))
    #expect(fields["cipher_suites"]?.values?.count == 28)
    #expect(numbers(fields["extensions"]) == [0, 11, 10, 35, 16, 22, 23, 13])
    #expect(numbers(fields["supported_groups"]) == [0x1d, 0x17, 0x1e, 0x19, 0x18])
    #expect(fields["signature_algorithms"]?.values?.first == .number(0x0403))
    #expect(fields["ja4"] == .text("t12d2808h1_d943125447b4_e7e480e5a997"))
  }

  @Test func clientOfTLS13() {
    let fields = Reading(TLS.self, TLSSamples.client13).fields
    #expect(fields["version"] == .number(0x0304))
    #expect(fields["version_name"] == .text("TLS 1.3"))
    #expect(fields["legacy_version"] == .number(0x0303))
    #expect(numbers(fields["supported_versions"]) == [0x0304])
    #expect(fields["session_id_length"] == .number(32))
    #expect(fields["ja4"] == .text("t13d041000_16476d049b0b_78f1d400d464"))
  }

  @Test func serverWithCertificate() {
    let reading = Reading(TLS.self, TLSSamples.server12)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["cipher_suite"] == .number(0xc02c))
    #expect(reading.fields["version_name"] == .text("TLS 1.2"))
    #expect(numbers(reading.fields["extensions"]) == [65281, 11, 35, 23])
    #expect(reading.fields["hello_retry_request"] == .flag(false))
    let certificate = reading.fields["certificate"]?.fields
    #expect(
      certificate?["subject"] == .text("CN=bmc-7.example,OU=Racks,O=Example\\, Inc.,C=DE"))
    #expect(certificate?["issuer"] == certificate?["subject"])
    #expect(certificate?["self_issued"] == .flag(true))
    #expect(certificate?["serial_number"] == .octets([0x7f, 0x01]))
    #expect(certificate?["not_before"] == .text("2026-11-21T15:29:35Z"))
    #expect(certificate?["not_after"] == .text("2051-07-13T15:29:35Z"))
    #expect(certificate?["public_key_algorithm_name"] == .text("id-ecPublicKey"))
    #expect(certificate?["named_curve_name"] == .text("secp256r1"))
    #expect(certificate?["signature_algorithm_name"] == .text("ecdsa-with-SHA256"))
    #expect(certificate?["dns_names"] == .list([.text("bmc-7.example"), .text("bmc-7")]))
    #expect(certificate?["ip_addresses"] == .list([.address(IPAddress(v4: 0xc000_0207))]))
    #expect(certificate?["ca"] == .flag(true))
    #expect(certificate?["version"] == .number(3))
    // The fingerprint that `openssl x509 -fingerprint -sha256` prints.
    #expect(
      certificate?["sha256"]
        == .octets(
          bytes(
            "c4 62 71 82 9a 6f c1 cd 7c 93 de 8b 6e f7 56 04 15 e5 13 9b ea 16 01 a4 d2 ed d7 cb b8 61 25 01"
          )))
  }

  /// Octet for octet the stream says only that it needs more, until the certificate is there.
  @Test func aGrowingStreamAsksForMore() {
    let whole = TLSSamples.server12
    for length in 0..<whole.count {
      let reading = Reading(TLS.self, Array(whole.prefix(length)))
      #expect(reading.fault == .truncated, "\(length) octets")
      #expect(reading.recognition != .notMine || length == 0)
    }
  }

  @Test func serverOfTLS13NeedsNoMore() {
    let reading = Reading(TLS.self, TLSSamples.server13)
    #expect(reading.fault == .none)
    #expect(reading.fields["version_name"] == .text("TLS 1.3"))
    #expect(reading.fields["change_cipher_spec"] == .flag(true))
    #expect(reading.fields["hello_retry_request"] == .flag(false))
    #expect(numbers(reading.fields["extensions"]) == [43, 51])
  }

  @Test func helloRetryRequestIsTold() {
    let reading = Reading(TLS.self, TLSSamples.retry)
    #expect(reading.fields["hello_retry_request"] == .flag(true))
    // RFC 8446 section 4.1.3 says how the number is made.
    let digest = SHA256.digest(Array("HelloRetryRequest".utf8))
    let words = stride(from: 0, to: 32, by: 8).map { start in
      digest[start..<start + 8].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    }
    #expect(words == TLSServerHello.retryRequestRandom)
  }

  @Test func alertInClear() {
    let reading = Reading(TLS.self, TLSSamples.alert)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let alert = reading.fields["alert"]?.fields
    #expect(alert?["level"] == .number(2))
    #expect(alert?["description"] == .number(70))
    #expect(alert?["description_name"] == .text("protocol_version"))
  }

  /// The same messages in records of sixteen octets, as one who hides would send them.
  @Test func messagesInManyRecords() {
    let message = Array(TLSSamples.client12.dropFirst(5))
    var split: [UInt8] = []
    for start in stride(from: 0, to: message.count, by: 16) {
      let piece = message[start..<min(start + 16, message.count)]
      split += [22, 3, 1, 0, UInt8(piece.count)] + piece
    }
    let reading = Reading(TLS.self, split)
    #expect(reading.recognition == .certain)
    #expect(reading.fields == Reading(TLS.self, TLSSamples.client12).fields)
  }

  /// Both messages of the server in one record.
  @Test func messagesInOneRecord() {
    let whole = TLSSamples.server12
    let first = Int(whole[3]) << 8 | Int(whole[4])
    let messages = Array(whole[5..<5 + first] + whole[(10 + first)...])
    let joined = [22, 3, 3, UInt8(messages.count >> 8), UInt8(messages.count & 0xff)] + messages
    #expect(Reading(TLS.self, joined).fields == Reading(TLS.self, whole).fields)
  }

  /// A list that reaches beyond a message that is all there will not grow.
  @Test func lengthsThatContradict() {
    var hello = TLSSamples.client12
    hello[5 + 4 + 2 + 32 + 1] = 0xff
    #expect(Reading(TLS.self, hello).fault == .totalLength)
    var long = TLSSamples.client12
    long[3] = 0x49
    #expect(Reading(TLS.self, long).fault == .totalLength)
  }

  /// A broken extension among good ones: these are read, and the fingerprint is made.
  @Test func brokenExtension() {
    var hello = HelloBuilder.client(
      suites: [0x1301], extensions: [16, 0, 43], versions: [0x0304],
      protocols: [Array("h2".utf8)])
    guard let name = hello.firstRange(of: Array("h2".utf8)) else { return #expect(Bool(false)) }
    hello[name.lowerBound - 1] = 9
    let reading = Reading(TLS.self, hello)
    #expect(reading.fault == .option)
    #expect(reading.fields["server_name"] == .text("example.com"))
    #expect(reading.fields["version"] == .number(0x0304))
    #expect(reading.fields["ja4"] != nil)
  }

  /// CLIENT-HELLO of SSL 2.0 form that offers TLS 1.0 and three cipher specs, with a challenge of 16.
  private static let ssl2 = bytes(
    """
    80 22 01 03 01 00 09 00 00 00 10 00 00 2f 00 00 0a 01 00 80 01 02 03 04 05 06 07 08 09 0a 0b 0c
    0d 0e 0f 10
    """)

  @Test func clientHelloOfSSL2() {
    let reading = Reading(TLS.self, Self.ssl2)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["version_name"] == .text("TLS 1.0"))
    #expect(numbers(reading.fields["cipher_specs"]) == [0x2f, 0x0a, 0x010080])
    #expect(reading.fields["challenge_length"] == .number(16))
    var other = Self.ssl2
    other[1] += 1
    #expect(Reading(TLS.self, other).recognition == .notMine)
  }

  @Test func whatIsNoTLS() {
    #expect(Reading(TLS.self, Array("SSH-2.0-OpenSSH_9.6\r\n".utf8)).recognition == .notMine)
    #expect(Reading(TLS.self, Array("GET / HTTP/1.1\r\n\r\n".utf8)).recognition == .notMine)
    // A version of four, a length beyond the longest record, and a handshake of another kind.
    var other = TLSSamples.client12
    other[1] = 4
    #expect(Reading(TLS.self, other).recognition == .notMine)
    other = TLSSamples.client12
    other[3] = 0x60
    #expect(Reading(TLS.self, other).recognition == .notMine)
    other = TLSSamples.client12
    other[9] = 4
    #expect(Reading(TLS.self, other).recognition == .unsure)
    // Application data alone could be anything's.
    #expect(Reading(TLS.self, bytes("17 03 03 00 20 01 02")).recognition == .unsure)
  }

  @Test(arguments: [HelloBuilder.client(suites: [0x1301], extensions: [0, 13, 16, 43]), ssl2])
  func whateverTheOctets(sample: [UInt8]) { expectTotal(TLS.self, sample) }

  @Test(arguments: [TLSSamples.client12, TLSSamples.server12, TLSSamples.server13])
  func edgesOfEveryOctet(sample: [UInt8]) { expectTotalAtEdges(TLS.self, sample) }
}
