import Testing

@testable import Packets

@Suite struct OSPFTests {
  /// Version 2: hello of router 10.0.0.1 with one neighbor.
  private static let hello = bytes(
    """
    02 01 00 30 0a 00 00 01 00 00 00 00 67 43 00 00 00 00 00 00
    00 00 00 00 ff ff ff 00 00 0a 02 01 00 00 00 28 c0 a8 00 01
    c0 a8 00 02 0a 00 00 02
    """)

  /// Version 2: one router LSA.
  private static let update = bytes(
    """
    02 04 00 40 0a 00 00 01 00 00 00 00 68 a7 00 00 00 00 00 00
    00 00 00 00 00 00 00 01 00 01 22 01 0a 00 00 01 0a 00 00 01
    80 00 00 01 12 34 00 24 00 00 00 01 c0 a8 00 00 ff ff ff 00
    03 00 00 0a
    """)

  /// Version 2: a database of one LSA.
  private static let description = bytes(
    """
    02 02 00 34 0a 00 00 01 00 00 00 00 d5 77 00 00 00 00 00 00
    00 00 00 00 05 dc 42 07 00 00 0e 10 00 01 22 01 0a 00 00 01
    0a 00 00 01 80 00 00 01 12 34 00 24
    """)

  /// Version 2: request of one LSA.
  private static let request = bytes(
    """
    02 03 00 24 0a 00 00 01 00 00 00 00 df d2 00 00 00 00 00 00
    00 00 00 00 00 00 00 01 0a 00 00 02 0a 00 00 02
    """)

  /// Version 3: hello in area 0.0.0.1.
  private static let third = bytes(
    """
    03 01 00 28 0a 00 00 01 00 00 00 01 de d7 00 00 00 00 00 05
    01 00 00 13 00 0a 00 28 0a 00 00 01 00 00 00 00 0a 00 00 02
    """)

  @Test func helloOfVersion2() {
    let reading = Reading(OSPF.self, Self.hello)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["type_name"] == .text("Hello"))
    #expect(reading.fields["router_id"] == .address(address("10.0.0.1")))
    #expect(reading.fields["area_id"] == .address(address("0.0.0.0")))
    #expect(reading.fields["network_mask"] == .address(address("255.255.255.0")))
    #expect(reading.fields["hello_interval_seconds"] == .number(10))
    #expect(reading.fields["router_dead_interval_seconds"] == .number(40))
    #expect(reading.fields["designated_router"] == .address(address("192.168.0.1")))
    #expect(reading.fields["neighbors"] == .list([.address(address("10.0.0.2"))]))
  }

  @Test func helloOfVersion3() {
    let reading = Reading(OSPF.self, Self.third)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["area_id"] == .address(address("0.0.0.1")))
    #expect(reading.fields["interface_id"] == .number(5))
    #expect(reading.fields["options"] == .number(0x13))
    #expect(reading.fields["neighbors"] == .list([.address(address("10.0.0.2"))]))
  }

  @Test func advertisements() {
    for sample in [Self.update, Self.description] {
      let reading = Reading(OSPF.self, sample)
      #expect(reading.fault == .none)
      let first = reading.fields["link_state_advertisements"]?.values?.first?.fields
      #expect(first?["link_state_type"] == .number(1))
      #expect(first?["advertising_router"] == .address(address("10.0.0.1")))
      #expect(first?["sequence_number"] == .number(0x8000_0001))
    }
    #expect(Reading(OSPF.self, Self.description).fields["interface_mtu"] == .number(1500))
    let requests = Reading(OSPF.self, Self.request).fields["requests"]?.values
    #expect(requests?.first?.fields?["link_state_id"] == .address(address("10.0.0.2")))
  }

  @Test func nearMisses() {
    var other = Self.hello
    other[0] = 4
    #expect(Reading(OSPF.self, other).recognition == .notMine)
    other = Self.hello
    other[3] = 0xff
    #expect(Reading(OSPF.self, other).recognition == .notMine)
    #expect(Reading(OSPF.self, other).fault == .totalLength)
  }

  @Test func fieldsBeforeTheCutStay() {
    let reading = Reading(OSPF.self, Array(Self.hello.prefix(30)), wireLength: 48)
    #expect(reading.fault == .truncated)
    #expect(reading.fields["hello_interval_seconds"] == .number(10))
  }

  @Test func whateverTheOctets() {
    for sample in [Self.hello, Self.update, Self.description, Self.request, Self.third] {
      expectTotal(OSPF.self, sample)
    }
  }
}
