import Testing

@testable import Packets

@Suite struct RADIUSTests {
  /// The example of RFC 2865 section 7.1: nemo logs in.
  private static let request = bytes(
    """
    01 00 00 38 0f 40 3f 94 73 97 80 57 bd 83 d5 cb 98 f4 22 7a
    01 06 6e 65 6d 6f 02 12 0d be 70 8d 93 d4 13 ce 31 96 e4 3f
    78 2a 0a ee 04 06 c0 a8 01 10 05 06 00 00 00 03
    """)

  /// A switch asks for the station at its port 1.
  private static let port = bytes(
    """
    01 2a 00 46 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f
    20 05 73 77 31 1f 13 30 32 2d 30 30 2d 30 30 2d 30 30 2d 30
    30 2d 30 37 1e 08 70 6f 72 74 2d 31 1a 0c 00 00 00 09 01 06
    61 3d 62 63 3d 06 00 00 00 0f
    """)

  @Test func requestOfTheStandard() {
    let reading = Reading(RADIUS.self, Self.request)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["code"] == .number(1))
    #expect(reading.fields["user_name"] == .text("nemo"))
    #expect(reading.fields["nas_ip_address"] == .address(address("192.168.1.16")))
    #expect(reading.fields["nas_port"] == .number(3))
    #expect(reading.fields["attribute_types"] == .list([1, 2, 4, 5].map { .number($0) }))
    #expect(
      reading.fields["authenticator"]
        == .octets(bytes("0f 40 3f 94 73 97 80 57 bd 83 d5 cb 98 f4 22 7a")))
  }

  @Test func stationsAndVendor() {
    let fields = Reading(RADIUS.self, Self.port).fields
    #expect(fields["nas_identifier"] == .text("sw1"))
    #expect(fields["calling_station_id"] == .text("02-00-00-00-00-07"))
    #expect(fields["called_station_id"] == .text("port-1"))
    #expect(fields["nas_port_type"] == .number(15))
    #expect(fields["vendor_ids"] == .list([.number(9)]))
  }

  @Test func brokenAttribute() {
    var other = Self.request
    other[21] = 1
    let reading = Reading(RADIUS.self, other)
    #expect(reading.recognition == .unsure)
    #expect(reading.fault == .option)
  }

  /// A NAS address of three octets and one more attribute in its place: those behind it are read.
  @Test func attributeOfAnotherLength() {
    var other = Self.request
    other[45] = 3
    other[48] = 3
    let reading = Reading(RADIUS.self, other)
    #expect(reading.recognition == .unsure)
    #expect(reading.fault == .option)
    #expect(reading.fields["nas_ip_address"] == nil)
    #expect(reading.fields["nas_port"] == .number(3))
  }

  @Test func nearMisses() {
    var other = Self.request
    other[0] = 9
    #expect(Reading(RADIUS.self, other).recognition == .notMine)
    other = Self.request
    other[3] = 57
    #expect(Reading(RADIUS.self, other).recognition == .notMine)
    #expect(Reading(RADIUS.self, other).fault == .totalLength)
  }

  @Test func whateverTheOctets() {
    for sample in [Self.request, Self.port] { expectTotal(RADIUS.self, sample) }
  }
}
