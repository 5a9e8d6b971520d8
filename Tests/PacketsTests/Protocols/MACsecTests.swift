import Testing

@testable import Packets

@Suite struct MACsecTests {
  /// An encrypted frame of association 1, with the channel of 02:00:00:00:00:01, port 1.
  private let packet = bytes(
    """
    2d 00 00 00 00 51 02 00 00 00 00 01 00 01 6b 0f 83 c2 11 9d 7a 4e 50 33 a1 cc 09 75
    5f 20 de 41 88 b7 16 fa 63 94 2c 0d e8 71 5a b3 46 9f 12 d4 07 c9 3e 85 60 1b f2
    """)

  @Test func reads() {
    let reading = Reading(MACsec.self, packet)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["encryption"] == .flag(true))
    #expect(reading.fields["changed_text"] == .flag(true))
    #expect(reading.fields["end_station"] == .flag(false))
    #expect(reading.fields["association_number"]?.number == 1)
    #expect(reading.fields["short_length"]?.number == 0)
    #expect(reading.fields["packet_number"]?.number == 0x51)
    #expect(reading.fields["system_identifier"] == .mac(MACAddress(rawValue: 0x0200_0000_0001)))
    #expect(reading.fields["port_identifier"]?.number == 1)
    #expect(reading.fault == .none)
  }

  /// The channel of an end station is implied.
  @Test func withoutChannel() {
    let reading = Reading(MACsec.self, bytes("4c 10 00 00 00 07"))
    #expect(reading.fields["end_station"] == .flag(true))
    #expect(reading.fields["short_length"]?.number == 16)
    #expect(reading.fields["system_identifier"] == nil)
    #expect(reading.fault == .none)
  }

  @Test(arguments: [
    ("8d 00 00 00 00 01", DecodeFault.Kind.version), ("6c 00 00 00 00 01", .field),
    ("0c 30 00 00 00 01", .totalLength), ("2c 00 00 00 00 01 02", .truncated),
    ("0c 00 00", .truncated),
  ])
  func isNot(tag: String, fault: DecodeFault.Kind) {
    let reading = Reading(MACsec.self, bytes(tag))
    #expect(reading.recognition == .notMine)
    #expect(reading.fault == fault)
  }

  @Test func total() { expectTotal(MACsec.self, packet) }
}
