import Testing

@testable import Packets

@Suite struct DTLSTests {
  @Test func firstClientHello() {
    let reading = Reading(DTLS.self, DTLSSamples.client)
    let fields = reading.fields
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(fields["record_version"] == .number(0xfeff))
    #expect(fields["epoch"] == .number(0))
    #expect(fields["handshake_type"] == .number(1))
    #expect(fields["version_name"] == .text("DTLS 1.2"))
    #expect(
      fields["cipher_suites"]
        == .list([.number(0xc02b), .number(0xc02c), .number(0xff)]))
    #expect(fields["ja4"] == .text("dd2i030600_d2d16fa5f279_e7e480e5a997"))
  }

  @Test func cookieAndSecondHello() {
    let request = Reading(DTLS.self, DTLSSamples.verify)
    #expect(request.recognition == .certain)
    #expect(request.fields["handshake_type"] == .number(3))
    #expect(request.fields["cookie_length"] == .number(20))
    let again = Reading(DTLS.self, DTLSSamples.clientAgain)
    #expect(again.fault == .none)
    #expect(again.fields["sequence_number"] == .number(1))
    #expect(again.fields["ja4"] == Reading(DTLS.self, DTLSSamples.client).fields["ja4"])
  }

  @Test func serverWithCertificate() {
    let reading = Reading(DTLS.self, DTLSSamples.server)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["cipher_suite"] == .number(0xc02b))
    let certificate = reading.fields["certificate"]?.fields
    #expect(
      certificate?["subject"] == .text("CN=bmc-7.example,OU=Racks,O=Example\\, Inc.,C=DE"))
    // What the standard of JA4S does not define is not told.
    #expect(reading.fields["ja4s"] == nil)
  }

  @Test func cutByTheCapture() {
    let cut = Array(DTLSSamples.client.prefix(100))
    let reading = Reading(DTLS.self, cut, wireLength: DTLSSamples.client.count)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .truncated)
    #expect(Reading(DTLS.self, cut).recognition == .notMine)
  }

  @Test func encryptedRecordsThatFillTheDatagram() {
    let record = bytes("17 fe fd 00 01 00 00 00 00 00 05 00 04 aa bb cc dd")
    #expect(Reading(DTLS.self, record + record).recognition == .certain)
    #expect(Reading(DTLS.self, record + [0x17]).recognition == .notMine)
    let reading = Reading(DTLS.self, record)
    #expect(reading.fields["epoch"] == .number(1))
    #expect(reading.fields["sequence_number"] == .number(5))
    var other = record
    other[1] = 3
    #expect(Reading(DTLS.self, other).recognition == .notMine)
  }

  @Test func whateverTheOctets() { expectTotal(DTLS.self, DTLSSamples.verify) }

  @Test(arguments: [DTLSSamples.client, DTLSSamples.server])
  func edgesOfEveryOctet(sample: [UInt8]) { expectTotalAtEdges(DTLS.self, sample) }
}
