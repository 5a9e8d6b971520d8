import Testing

@testable import Packets

@Suite struct BGPTests {
  /// Open of system 65001 with three capabilities, and a keepalive.
  private static let open = bytes(
    """
    ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff 00 31 01 04
    fd e9 00 b4 0a 00 00 01 14 02 06 01 04 00 01 00 01 02 02 02
    00 02 06 41 04 00 01 00 f1 ff ff ff ff ff ff ff ff ff ff ff
    ff ff ff ff ff 00 13 04
    """)

  /// Update with three attributes, one with a long length, and a route.
  private static let update = bytes(
    """
    ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff 00 2d 02 00
    00 00 13 40 01 01 00 40 02 04 02 01 fd e9 50 03 00 04 0a 00
    00 01 10 0a 01
    """)

  /// Cease, administrative shutdown.
  private static let notification = bytes(
    """
    ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff 00 15 03 06
    02
    """)

  @Test func openIsRead() {
    let reading = Reading(BGP.self, Self.open)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let messages = reading.fields["messages"]?.values?.compactMap(\.fields)
    #expect(messages?.map { $0["type"] } == [.number(1), .number(4)])
    #expect(messages?[0]["my_autonomous_system"] == .number(65_001))
    #expect(messages?[0]["hold_time_seconds"] == .number(180))
    #expect(messages?[0]["bgp_identifier"] == .address(address("10.0.0.1")))
    let capabilities = messages?[0]["capabilities"]?.values?.compactMap(\.fields)
    #expect(capabilities?.map { $0["code"] } == [.number(1), .number(2), .number(65)])
    #expect(capabilities?[0]["address_family_identifier"] == .number(1))
    #expect(capabilities?[2]["four_octet_as_number"] == .number(65_777))
  }

  @Test func updateAndNotification() {
    let update = Reading(BGP.self, Self.update)
    #expect(update.fault == .none)
    let first = update.fields["messages"]?.values?.first?.fields
    #expect(first?["path_attribute_types"] == .list([.number(1), .number(2), .number(3)]))
    let last = Reading(BGP.self, Self.notification).fields["messages"]?.values?.last?.fields
    #expect(last?["error_code"] == .number(6))
    #expect(last?["error_subcode"] == .number(2))
  }

  @Test func moreMustCome() {
    let some = Reading(BGP.self, Array(Self.open.prefix(10)))
    #expect(some.recognition == .unsure)
    #expect(some.fault == .truncated)
    #expect(Reading(BGP.self, Array(Self.open.prefix(30))).fault == .truncated)
    // The open is whole, the keepalive is not.
    let most = Reading(BGP.self, Array(Self.open.dropLast(3)))
    #expect(most.fault == .none)
    #expect(most.fields["messages"]?.values?.count == 1)
  }

  @Test func nearMisses() {
    var other = Self.open
    other[15] = 0
    #expect(Reading(BGP.self, other).recognition == .notMine)
    other = Self.open
    other[18] = 6
    #expect(Reading(BGP.self, other).recognition == .notMine)
    other = Self.update
    other[22] = 0xff
    #expect(Reading(BGP.self, other).fault == .totalLength)
  }

  @Test func whateverTheOctets() {
    for sample in [Self.open, Self.update, Self.notification] { expectTotal(BGP.self, sample) }
  }
}
