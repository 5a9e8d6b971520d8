import Testing

@testable import Packets

@Suite struct MulticastDNSTests {
  /// A BMC tells its console service.
  private static let response = bytes(
    """
    00 00 84 00 00 00 00 02 00 00 00 01  // a response, two answers and one more
    05 5f 69 70 6d 69 04 5f 75 64 70 05 6c 6f 63 61  // PTR bmc-1._ipmi._udp.local
    6c 00 00 0c 00 01 00 00 11 94 00 08 05 62 6d 63
    2d 31 c0 0c
    05 62 6d 63 20 31 c0 17 00 0d 80 01 00 00 00 78  // bmc 1.local HINFO, cache flush
    00 0a 03 41 52 4d 05 4c 49 4e 55 58
    05 62 6d 63 2d 31 c0 0c 00 21 80 01 00 00 00 78  // SRV, cache flush
    00 0e 00 00 00 00 02 6f 05 62 6d 63 2d 31 c0 17
    """)

  /// Who has a console service?
  private static let query = bytes(
    """
    00 00 00 00 00 01 00 00 00 00 00 00
    05 5f 69 70 6d 69 04 5f 75 64 70 05 6c 6f 63 61  // PTR, unicast response
    6c 00 00 0c 80 01
    """)

  private func reading(_ octets: [UInt8], from port: UInt16 = 5353) -> Reading {
    Reading(MulticastDNS.self, octets, sourcePort: port, destinationPort: 5353)
  }

  @Test func recordsAndTheirFlag() {
    let reading = reading(Self.response)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let answers = (reading.fields["answers"]?.values ?? []).compactMap(\.fields)
    #expect(answers[0]["name"] == .text("_ipmi._udp.local"))
    #expect(answers[0]["target"] == .text("bmc-1._ipmi._udp.local"))
    #expect(answers[0]["cache_flush"] == .flag(false))
    #expect(answers[1]["name"] == .text(#"bmc\0321.local"#))
    #expect(answers[1]["class"] == .number(1))
    #expect(answers[1]["cache_flush"] == .flag(true))
    #expect(answers[1]["os"] == .text("LINUX"))
    let service = reading.fields["additional"]?.values?.first?.fields
    #expect(service?["port"] == .number(623))
    #expect(service?["target"] == .text("bmc-1.local"))
  }

  @Test func questionForAUnicastResponse() {
    let reading = reading(Self.query)
    #expect(reading.recognition == .certain)
    let question = reading.fields["questions"]?.values?.first?.fields
    #expect(question?["type_name"] == .text("PTR"))
    #expect(question?["class"] == .number(1))
    #expect(question?["unicast_response"] == .flag(true))
  }

  @Test func otherPortsAreOfDNS() {
    #expect(Reading(MulticastDNS.self, Self.response).recognition == .notMine)
    #expect(reading(Self.response, from: 53).recognition == .notMine)
    #expect(reading(Array(repeating: 7, count: 60)).recognition == .notMine)
  }

  @Test func whateverTheOctets() { expectTotal(MulticastDNS.self, Self.response) }
}
