import Testing

@testable import Packets

@Suite struct NetworkControllerSidebandTests {
  /// Set MAC address on channel 1, by hand.
  private static let request = bytes(
    """
    00 01 00 2a 0e 01 00 08 00 00 00 00 00 00 00 00  // set MAC address, package 0 channel 1
    02 00 00 00 00 01 01 01  // payload
    ff ff ee ca  // checksum
    """)

  /// The version of a card in package 1, by hand.
  private static let response = bytes(
    """
    00 01 00 2b 95 20 00 28 00 00 00 00 00 00 00 00  // get version id, package 1
    00 00 00 00 f1 f1 f0 00 00 00 00 00 4e 49 43 20 66 77 00 00
    00 00 00 00 01 02 03 04 15 33 80 86 00 01 80 86 00 00 01 57  // payload
    ff fb 75 1e  // checksum
    """)

  /// A link that came up at 1000 Mb/s, by hand.
  private static let event = bytes(
    """
    00 01 00 00 ff 00 00 0c 00 00 00 00 00 00 00 00  // link status change
    00 00 00 00 00 00 00 0f 00 00 00 00  // payload
    ff ff 00 e4  // checksum
    """)

  @Test func requestIsRead() {
    let reading = Reading(NetworkControllerSideband.self, Self.request)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["management_controller_id"] == .number(0))
    #expect(fields["header_revision"] == .number(1))
    #expect(fields["instance_id"] == .number(42))
    #expect(fields["control_packet_type"] == .number(14))
    #expect(fields["control_packet_type_name"] == .text("set_mac_address"))
    #expect(fields["response"] == .flag(false))
    #expect(fields["package_id"] == .number(0))
    #expect(fields["internal_channel_id"] == .number(1))
    #expect(fields["payload_length"] == .number(8))
    #expect(fields["mac_address"] == .mac(MACAddress(rawValue: 0x0200_0000_0001)))
    #expect(fields["mac_address_number"] == .number(1))
    #expect(fields["address_type"] == .number(0))
    #expect(fields["enable"] == .flag(true))
    #expect(fields["checksum_valid"] == .flag(true))
  }

  @Test func responseIsRead() {
    let reading = Reading(NetworkControllerSideband.self, Self.response)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["control_packet_type"] == .number(149))
    #expect(fields["control_packet_type_name"] == .text("get_version_id"))
    #expect(fields["response"] == .flag(true))
    #expect(fields["package_id"] == .number(1))
    #expect(fields["internal_channel_id"] == .number(0))
    #expect(fields["response_code"] == .number(0))
    #expect(fields["reason_code"] == .number(0))
    #expect(fields["nc_si_version"] == .octets(bytes("f1 f1 f0 00 00 00 00 00")))
    #expect(fields["firmware_name"] == .text("NIC fw"))
    #expect(fields["firmware_version"] == .number(16909060))
    #expect(fields["pci_device_id"] == .number(5427))
    #expect(fields["pci_vendor_id"] == .number(32902))
    #expect(fields["manufacturer_id"] == .number(343))
    #expect(fields["checksum_valid"] == .flag(true))
  }

  @Test func eventIsRead() {
    let reading = Reading(NetworkControllerSideband.self, Self.event)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["control_packet_type"] == .number(255))
    #expect(fields["response"] == .flag(false))
    #expect(fields["aen_type"] == .number(0))
    #expect(fields["link_up"] == .flag(true))
    #expect(fields["speed_and_duplex"] == .number(7))
    #expect(fields["checksum_valid"] == .flag(true))
  }

  /// A command of a manufacturer as the Linux kernel sent it, padded to the shortest frame.
  @Test func manufacturersCommand() {
    let octets =
      bytes("00 01 00 03 50 00 00 06 00 00 00 00 00 00 00 00 00 00 81 19 13 02")
      + [UInt8](repeating: 0, count: 24)
    let reading = Reading(NetworkControllerSideband.self, octets)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["manufacturer_id"] == .number(0x8119))
    #expect(reading.fields["oem_data"] == .octets(bytes("13 02")))
    #expect(reading.fields["checksum"] == .number(0))
    #expect(reading.fields["checksum_valid"] == nil)
  }

  @Test func changedOctetBreaksTheChecksum() {
    var other = Self.request
    other[21] ^= 1
    #expect(
      Reading(NetworkControllerSideband.self, other).fields["checksum_valid"] == .flag(false))
  }

  @Test func otherRevisionAndOtherLengths() {
    var other = Self.request
    other[1] = 2
    #expect(Reading(NetworkControllerSideband.self, other).recognition == .unsure)
    #expect(Reading(NetworkControllerSideband.self, other).fault == .version)
    var long = Self.request
    long[6] = 0x0f
    #expect(Reading(NetworkControllerSideband.self, long).fault == .totalLength)
    var short = Self.request
    short[7] = 4
    #expect(Reading(NetworkControllerSideband.self, short).fault == .totalLength)
  }

  @Test func whateverTheOctets() {
    expectTotal(NetworkControllerSideband.self, Self.request)
    expectTotal(NetworkControllerSideband.self, Self.response)
    expectTotal(NetworkControllerSideband.self, Self.event)
  }
}
