import Testing

@testable import Packets

@Suite struct ICMPTests {
  /// Echo request 7 with eight octets.
  private static let echo = bytes(
    """
    08 00 54 2f 12 34 00 07 61 62 63 64 65 66 67 68
    """)

  /// Fragmentation needed for a DNS query of 10.0.0.1, next MTU 1400.
  private static let unreachable = bytes(
    """
    03 04 0a 65 00 00 05 78 45 00 00 30 00 01 40 00 40 11 00 00
    0a 00 00 01 0a 00 00 02 13 88 00 35 00 1c 00 00
    """)

  /// Redirect of the same query to 10.0.0.254.
  private static let redirect = bytes(
    """
    05 01 02 e2 0a 00 00 fe 45 00 00 30 00 01 40 00 40 11 00 00
    0a 00 00 01 0a 00 00 02 13 88 00 35 00 1c 00 00
    """)

  /// Timestamp reply.
  private static let timestamp = bytes(
    """
    0e 00 f0 07 00 01 00 02 00 00 00 64 00 00 00 c8 00 00 00 c9
    """)

  /// Two routers advertised for half an hour.
  private static let routers = bytes(
    """
    09 00 59 f2 02 02 07 08 0a 00 00 01 00 00 00 00 0a 00 00 02
    80 00 00 00
    """)

  @Test func echoIsRead() {
    let reading = Reading(ICMP.self, Self.echo)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["type"] == .number(8))
    #expect(reading.fields["identifier"] == .number(0x1234))
    #expect(reading.fields["sequence_number"] == .number(7))
    #expect(reading.fields["data_length"] == .number(8))
  }

  @Test func originalIsQuoted() {
    let reading = Reading(ICMP.self, Self.unreachable)
    #expect(reading.fields["next_hop_mtu"] == .number(1400))
    let original = reading.fields["original"]?.fields
    #expect(original?["source_address"] == .address(address("10.0.0.1")))
    #expect(original?["protocol"] == .number(17))
    #expect(original?["destination_port"] == .number(53))
    let redirect = Reading(ICMP.self, Self.redirect).fields
    #expect(redirect["gateway_address"] == .address(address("10.0.0.254")))
    #expect(redirect["original"]?.fields?["source_port"] == .number(5000))
  }

  @Test func originalWithoutPorts() {
    let reading = Reading(ICMP.self, Array(Self.unreachable.prefix(28)))
    let original = reading.fields["original"]?.fields
    #expect(original?["destination_address"] == .address(address("10.0.0.2")))
    #expect(original?["source_port"] == nil)
    #expect(Reading(ICMP.self, Array(Self.unreachable.prefix(27))).fields["original"] == nil)
  }

  @Test func timestamps() {
    let fields = Reading(ICMP.self, Self.timestamp).fields
    #expect(fields["originate_timestamp_milliseconds"] == .number(100))
    #expect(fields["transmit_timestamp_milliseconds"] == .number(201))
  }

  @Test func routersAreListed() {
    let fields = Reading(ICMP.self, Self.routers).fields
    #expect(fields["lifetime_seconds"] == .number(1800))
    let last = fields["routers"]?.values?.last?.fields
    #expect(last?["address"] == .address(address("10.0.0.2")))
    #expect(last?["preference_level"] == .signed(-0x8000_0000))
  }

  @Test func unknownTypeIsNot() {
    var other = Self.echo
    other[0] = 200
    #expect(Reading(ICMP.self, other).recognition == .notMine)
  }

  @Test func whateverTheOctets() {
    for sample in [Self.echo, Self.unreachable, Self.redirect, Self.timestamp, Self.routers] {
      expectTotal(ICMP.self, sample)
    }
  }
}
