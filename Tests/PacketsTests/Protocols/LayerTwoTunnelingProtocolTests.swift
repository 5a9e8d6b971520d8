import Testing

@testable import Packets

@Suite struct LayerTwoTunnelingProtocolTests {
  /// A start of version 2 by "lac1", vendor "lab", with tunnel 5; and one of version 3 straight in IP.
  private let start = bytes(
    """
    c8 02 00 50 00 00 00 00 00 00 00 00 80 08 00 00 00 00 00 01 80 08 00 00 00 02 01 00
    80 0a 00 00 00 03 00 00 00 03 80 0a 00 00 00 07 6c 61 63 31 00 09 00 00 00 08 6c 61 62
    80 08 00 00 00 09 00 05 80 08 00 00 00 0a 00 04 00 07 0c 35 00 01 ff
    """)
  private let startOfThird = bytes(
    """
    00 00 00 00 c8 03 00 28 00 00 00 00 00 00 00 00 80 08 00 00 00 00 00 01
    80 0a 00 00 00 3d 00 00 00 09 80 0a 00 00 00 3c 0a 00 00 01
    """)

  @Test func reads() {
    let reading = Reading(LayerTwoTunnelingProtocol.self, start)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["version"]?.number == 2)
    #expect(reading.fields["tunnel_id"]?.number == 0)
    #expect(reading.fields["message_type"]?.number == 1)
    #expect(reading.fields["protocol_version"]?.number == 0x100)
    #expect(reading.fields["framing_capabilities"]?.number == 3)
    #expect(reading.fields["host_name"]?.text == "lac1")
    #expect(reading.fields["vendor_name"]?.text == "lab")
    #expect(reading.fields["assigned_tunnel_id"]?.number == 5)
    #expect(reading.fields["receive_window_size"]?.number == 4)
    #expect(reading.fault == .none)
  }

  @Test func readsThirdVersion() {
    let reading = Reading(LayerTwoTunnelingProtocol.self, startOfThird, in: .ip(.l2tp))
    #expect(reading.recognition == .certain)
    #expect(reading.fields["version"]?.number == 3)
    #expect(reading.fields["assigned_control_connection_id"]?.number == 9)
    #expect(reading.fields["router_id"]?.number == 0x0a00_0001)
    #expect(reading.fault == .none)
  }

  /// An acknowledgment has no pairs, and only the port makes it one.
  @Test func acknowledgment() {
    let reading = Reading(
      LayerTwoTunnelingProtocol.self, bytes("c8 02 00 0c 00 05 00 00 00 01 00 01"))
    #expect(reading.recognition == .unsure)
    #expect(reading.fields["nr"]?.number == 1)
    #expect(reading.fault == .none)
  }

  @Test(arguments: [
    "40 02 00 0c 00 05 00 00 00 01 00 01", "c8 01 00 0c 00 05 00 00 00 01 00 01",
    "c8 02 00 0d 00 05 00 00 00 01 00 01", "c8 02 00 0c 00 05",
  ])
  func isNot(message: String) {
    #expect(Reading(LayerTwoTunnelingProtocol.self, bytes(message)).recognition == .notMine)
  }

  @Test func faults() {
    let short = bytes("c8 02 00 12 00 05 00 00 00 01 00 01 80 05 00 00 00 00")
    #expect(Reading(LayerTwoTunnelingProtocol.self, short).fault == .option)
    let long = bytes("c8 02 00 12 00 05 00 00 00 01 00 01 80 07 00 00 00 00")
    #expect(Reading(LayerTwoTunnelingProtocol.self, long).fault == .option)
    let cut = Reading(
      LayerTwoTunnelingProtocol.self, Array(start.prefix(40)), wireLength: start.count)
    #expect(cut.recognition == .certain)
    #expect(cut.fields["framing_capabilities"] != nil)
    #expect(cut.fault == .truncated)
  }

  @Test func total() {
    expectTotal(LayerTwoTunnelingProtocol.self, start)
    expectTotal(LayerTwoTunnelingProtocol.self, startOfThird, in: .ip(.l2tp))
  }
}
