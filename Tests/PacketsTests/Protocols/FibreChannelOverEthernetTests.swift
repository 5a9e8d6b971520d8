import Testing

@testable import Packets

@Suite struct FibreChannelOverEthernetTests {
  /// A request of an extended link service to the name server, by hand.
  private static let request = bytes(
    """
    00 00 00 00 00 00 00 00 00 00 00 00 00 2e  // version, SOFi3
    22 ff ff fc 00 01 0a 01 01 29 00 00 01 00 00 02 12 34 ff ff
    00 00 00 00  // Fibre Channel header
    00 00 00 00 41 00 00 00  // CRC, EOF
    """)

  @Test func requestIsRead() {
    let reading = Reading(FibreChannelOverEthernet.self, Self.request)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["version"] == .number(0))
    #expect(fields["start_of_frame"] == .number(46))
    #expect(fields["r_ctl"] == .number(34))
    #expect(fields["d_id"] == .number(16777212))
    #expect(fields["s_id"] == .number(68097))
    #expect(fields["type"] == .number(1))
    #expect(fields["f_ctl"] == .number(2686976))
    #expect(fields["seq_id"] == .number(1))
    #expect(fields["seq_cnt"] == .number(2))
    #expect(fields["ox_id"] == .number(4660))
    #expect(fields["rx_id"] == .number(65535))
  }

  @Test func reservedBitsAndUnknownStartAreUnsure() {
    for position in [0, 5, 12] {
      var other = Self.request
      other[position] = 0x01
      #expect(
        Reading(FibreChannelOverEthernet.self, other).recognition
          == (position == 12 ? .certain : .unsure))
    }
    var other = Self.request
    other[13] = 0x41
    #expect(Reading(FibreChannelOverEthernet.self, other).recognition == .unsure)
  }

  @Test func otherVersion() {
    var other = Self.request
    other[0] = 0x10
    #expect(Reading(FibreChannelOverEthernet.self, other).fault == .version)
  }

  @Test func whateverTheOctets() {
    expectTotal(FibreChannelOverEthernet.self, Self.request)
  }
}
