import Testing

@testable import Packets

@Suite struct PPPoEDiscoveryTests {
  /// A request for any service, and an offer of one by "lab-ac" with a cookie.
  private let initiation = bytes("11 09 00 00 00 0c 01 01 00 00 01 03 00 04 aa bb cc dd")
  private let offer = bytes(
    """
    11 07 00 00 00 20 01 01 00 04 69 73 70 31 01 02 00 06 6c 61 62 2d 61 63
    01 04 00 02 12 34 01 03 00 04 aa bb cc dd
    """)

  @Test func readsInitiation() {
    let reading = Reading(PPPoEDiscovery.self, initiation)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["code"]?.number == 9)
    #expect(reading.fields["code_name"]?.text == "PADI")
    #expect(reading.fields["session_id"]?.number == 0)
    #expect(reading.fields["service_names"]?.values == [.text("")])
    #expect(reading.fields["host_uniq"] == .octets([0xaa, 0xbb, 0xcc, 0xdd]))
    #expect(reading.fault == .none)
  }

  @Test func readsOffer() {
    let reading = Reading(PPPoEDiscovery.self, offer)
    #expect(reading.fields["code_name"]?.text == "PADO")
    #expect(reading.fields["service_names"]?.values == [.text("isp1")])
    #expect(reading.fields["ac_name"]?.text == "lab-ac")
    #expect(reading.fields["ac_cookie"] == .octets([0x12, 0x34]))
    #expect(reading.fault == .none)
  }

  /// Padding behind the length is not read, nor what follows the end of the list.
  @Test func ends() {
    let reading = Reading(PPPoEDiscovery.self, initiation + [1, 2, 0, 1, 0x61])
    #expect(reading.fields["ac_name"] == nil)
    #expect(reading.fault == .none)
    let end = Reading(PPPoEDiscovery.self, bytes("11 a7 00 05 00 09 00 00 00 00 01 02 00 01 61"))
    #expect(end.fields["code_name"]?.text == "PADT")
    #expect(end.fields["ac_name"] == nil)
    #expect(end.fault == .none)
  }

  @Test func faults() {
    #expect(Reading(PPPoEDiscovery.self, bytes("21 09 00 00 00 00")).fault == .version)
    #expect(Reading(PPPoEDiscovery.self, bytes("11 00 00 00 00 00")).recognition == .notMine)
    #expect(Reading(PPPoEDiscovery.self, bytes("11 09 00 00 00 01")).fault == .totalLength)
    #expect(
      Reading(PPPoEDiscovery.self, bytes("11 09 00 00 00 04 01 02 00 01")).fault == .option)
    let cut = Reading(PPPoEDiscovery.self, Array(offer.prefix(24)), wireLength: offer.count)
    #expect(cut.fields["ac_name"]?.text == "lab-ac")
    #expect(cut.fault == .truncated)
  }

  @Test func total() {
    expectTotal(PPPoEDiscovery.self, initiation)
    expectTotal(PPPoEDiscovery.self, offer)
  }
}
