import Testing

@testable import Packets

@Suite struct ICMPv6Tests {
  /// Router advertisement with address, MTU, prefix and DNS server.
  private static let advertisement = bytes(
    """
    86 00 5c 17 40 c8 07 08 00 00 75 30 00 00 03 e8 01 01 02 00
    00 00 00 01 05 01 00 00 00 00 05 dc 03 04 40 c0 00 01 51 80
    00 00 38 40 00 00 00 00 20 01 0d b8 00 01 00 00 00 00 00 00
    00 00 00 00 19 03 00 00 00 00 0e 10 20 01 0d b8 00 00 00 00
    00 00 00 00 00 00 00 53
    """)

  /// Who has fe80::7?
  private static let solicitation = bytes(
    """
    87 00 78 e6 00 00 00 00 fe 80 00 00 00 00 00 00 00 00 00 00
    00 00 00 07 01 01 02 00 00 00 00 07
    """)

  /// fe80::7 is at 02:00:00:00:00:07.
  private static let neighbor = bytes(
    """
    88 00 16 e6 60 00 00 00 fe 80 00 00 00 00 00 00 00 00 00 00
    00 00 00 07 02 01 02 00 00 00 00 07
    """)

  /// MLD version 2: a member of ff02::fb.
  private static let report = bytes(
    """
    8f 00 6f e8 00 00 00 01 04 00 00 01 ff 02 00 00 00 00 00 00
    00 00 00 00 00 00 00 fb fe 80 00 00 00 00 00 00 00 00 00 00
    00 00 00 01
    """)

  /// MLD version 2: general query with a long delay.
  private static let query = bytes(
    """
    82 00 fc fc 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 02 7d 00 00
    """)

  /// Echo request 2.
  private static let echo = bytes(
    """
    80 00 bc c0 00 01 00 02 61 62 63 64
    """)

  /// Too big: a DNS query of 2001:db8::1.
  private static let tooBig = bytes(
    """
    02 00 19 d4 00 00 05 00 60 00 00 00 00 0c 11 40 20 01 0d b8
    00 00 00 00 00 00 00 00 00 00 00 01 20 01 0d b8 00 00 00 00
    00 00 00 00 00 00 00 02 13 88 00 35 00 0c 00 00
    """)

  @Test func routerAdvertisement() {
    let reading = Reading(ICMPv6.self, Self.advertisement)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["current_hop_limit"] == .number(64))
    #expect(reading.fields["managed_address_configuration"] == .flag(true))
    #expect(reading.fields["default_router_preference"] == .number(1))
    #expect(reading.fields["router_lifetime_seconds"] == .number(1800))
    #expect(reading.fields["reachable_time_milliseconds"] == .number(30_000))
    let options = reading.fields["options"]?.values?.compactMap(\.fields)
    #expect(options?.count == 4)
    let router = MACAddress(rawValue: 0x0200_0000_0001)
    #expect(options?[0]["link_layer_address"] == .mac(router))
    #expect(options?[1]["mtu"] == .number(1500))
    #expect(options?[2]["prefix"] == .address(address("2001:db8:1::")))
    #expect(options?[2]["autonomous_address_configuration"] == .flag(true))
    #expect(options?[2]["preferred_lifetime_seconds"] == .number(14_400))
    #expect(
      options?[3]["recursive_dns_servers"] == .list([.address(address("2001:db8::53"))]))
  }

  @Test func neighbors() {
    let asked = Reading(ICMPv6.self, Self.solicitation).fields
    #expect(asked["target_address"] == .address(address("fe80::7")))
    let answer = Reading(ICMPv6.self, Self.neighbor).fields
    #expect(answer["router"] == .flag(false))
    #expect(answer["solicited"] == .flag(true))
    #expect(answer["override"] == .flag(true))
    let option = answer["options"]?.values?.first?.fields
    #expect(option?["link_layer_address"] == .mac(MACAddress(rawValue: 0x0200_0000_0007)))
  }

  @Test func listeners() {
    let reading = Reading(ICMPv6.self, Self.report)
    #expect(reading.fault == .none)
    let record = reading.fields["address_records"]?.values?.first?.fields
    #expect(record?["multicast_address"] == .address(address("ff02::fb")))
    #expect(record?["source_addresses"] == .list([.address(address("fe80::1"))]))
    let query = Reading(ICMPv6.self, Self.query).fields
    #expect(query["version"] == .number(2))
    // 0x8000: (0 | 0x1000) << (0 + 3).
    #expect(query["maximum_response_delay_milliseconds"] == .number(32_768))
    #expect(query["querier_query_interval_seconds"] == .number(125))
  }

  @Test func echoAndError() {
    #expect(Reading(ICMPv6.self, Self.echo).fields["sequence_number"] == .number(2))
    let error = Reading(ICMPv6.self, Self.tooBig).fields
    #expect(error["mtu"] == .number(1280))
    #expect(error["original"]?.fields?["destination_port"] == .number(53))
  }

  @Test func optionOfNoLength() {
    var other = Self.solicitation
    other[25] = 0
    #expect(Reading(ICMPv6.self, other).fault == .option)
  }

  @Test func unassignedTypeIsUnsure() {
    #expect(Reading(ICMPv6.self, bytes("20 00 00 00 00 00 00 00")).recognition == .unsure)
    #expect(Reading(ICMPv6.self, bytes("80 00")).recognition == .notMine)
  }

  @Test func whateverTheOctets() {
    for sample in [
      Self.advertisement, Self.solicitation, Self.neighbor, Self.report, Self.query, Self.echo,
      Self.tooBig,
    ] { expectTotal(ICMPv6.self, sample) }
  }
}
