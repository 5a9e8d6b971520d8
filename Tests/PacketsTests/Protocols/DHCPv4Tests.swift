import Testing

@testable import Packets

@Suite struct DHCPv4Tests {
  /// A BMC starts from the network.
  private static let discover = bytes(
    """
    01 01 06 00 39 03 f3 26 00 04 80 00 00 00 00 00  // a request of 02:00:00:00:00:07, broadcast
    00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00
    00 07 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 63 82 53 63
    35 01 01  // DISCOVER
    3d 07 01 02 00 00 00 00 07  // client identifier
    39 02 05 c0
    5d 02 00 07  // x64 UEFI
    5e 03 01 03 0a  // UNDI 3.10
    61 11 00 00 01 02 03 04 05 06 07 08 09 0a 0b 0c  // machine identifier
    0d 0e 0f
    3c 20 50 58 45 43 6c 69 65 6e 74 3a 41 72 63 68  // PXEClient:Arch:00007:UNDI:003016
    3a 30 30 30 30 37 3a 55 4e 44 49 3a 30 30 33 30
    31 36
    0c 04 62 6d 63 31  // bmc1
    51 0d 05 00 00 04 62 6d 63 31 03 6c 61 6e 00  // bmc1.lan.
    4d 04 69 50 58 45  // user class without lengths
    37 07 01 03 06 0f 42 43 2b  // parameter request list
    ff  // end
    """)

  /// What a server answers through a relay.
  private static let acknowledgment = bytes(
    """
    02 01 06 01 39 03 f3 26 00 00 00 00 00 00 00 00  // a reply; options in the server name
    c0 a8 01 07 c0 a8 01 02 c0 a8 01 01 02 00 00 00
    00 07 00 00 00 00 00 00 00 00 00 00 42 08 74 66
    74 70 2e 6c 61 6e ff 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 70 78 65 2e
    65 66 69 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 63 82 53 63
    35 01 05  // ACK
    36 04 c0 a8 01 02
    33 04 00 01 51 80
    34 01 02  // the server name holds options
    01 04 ff ff ff 00
    03 08 c0 a8 01 01 c0 a8 01 fe
    06 04 c0 a8 01 35
    2a 04 c0 a8 01 7b
    0f 03 6c 61 6e
    79 0d 18 0a 01 02 c0 a8 01 01 00 c0 a8 01 01  // 10.1.2.0/24 and the default by 192.168.1.1
    77 04 03 65 6e 67  // domain search, first part
    77 0a 03 6c 61 6e 00 02 68 71 c0 04  // second part: eng.lan, hq.lan
    52 18 01 08 67 65 2d 30 2f 30 2f 31 02 06 02 00  // relay agent
    00 00 00 99 05 04 c0 a8 01 00
    ff
    """)

  private static let cookie = 236

  @Test func discover() {
    let reading = Reading(DHCPv4.self, Self.discover)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["operation"] == .number(1))
    #expect(fields["transaction_identifier"] == .number(0x3903_f326))
    #expect(fields["seconds"] == .number(4))
    #expect(fields["flags"] == .number(0x8000))
    #expect(fields["client_hardware_address"] == .mac(MACAddress(rawValue: 0x0200_0000_0007)))
    #expect(fields["message_type_name"] == .text("DISCOVER"))
    #expect(
      fields["options"]?.values?.map(\.number) == [53, 61, 57, 93, 94, 97, 60, 12, 81, 77, 55])
    #expect(fields["parameter_request_list"]?.values?.map(\.number) == [1, 3, 6, 15, 66, 67, 43])
    #expect(fields["vendor_class_identifier"] == .text("PXEClient:Arch:00007:UNDI:003016"))
    #expect(fields["host_name"] == .text("bmc1"))
    #expect(fields["maximum_message_size"] == .number(1472))
    #expect(fields["client_architecture"] == .list([.number(7)]))
    #expect(fields["client_network_interface"]?.fields?["minor"] == .number(10))
    #expect(
      fields["client_identifier"]?.fields?["hardware_address"]
        == .mac(MACAddress(rawValue: 0x0200_0000_0007)))
    #expect(
      fields["client_machine_identifier"]?.fields?["identifier"] == .octets(Array(0...15)))
    #expect(fields["client_fqdn"]?.fields?["name"] == .text("bmc1.lan"))
    #expect(fields["user_class"] == .list([.text("iPXE")]))
    #expect(fields["server_name"] == nil)
  }

  @Test func acknowledgment() {
    let reading = Reading(DHCPv4.self, Self.acknowledgment)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["your_address"] == .address(address("192.168.1.7")))
    #expect(fields["next_server_address"] == .address(address("192.168.1.2")))
    #expect(fields["relay_agent_address"] == .address(address("192.168.1.1")))
    #expect(fields["file"] == .text("pxe.efi"))
    #expect(fields["lease_time_seconds"] == .number(86400))
    #expect(fields["subnet_mask"] == .address(address("255.255.255.0")))
    #expect(
      fields["routers"]
        == .list([.address(address("192.168.1.1")), .address(address("192.168.1.254"))]))
    #expect(fields["ntp_servers"] == .list([.address(address("192.168.1.123"))]))
    #expect(fields["domain_name"] == .text("lan"))
    let information = fields["relay_agent_information"]?.fields
    #expect(information?["circuit_identifier"] == .text("ge-0/0/1"))
    #expect(information?["remote_identifier"] == .octets([2, 0, 0, 0, 0, 0x99]))
    #expect(information?["link_selection"] == .address(address("192.168.1.0")))
    let routes = (fields["classless_static_routes"]?.values ?? []).compactMap(\.fields)
    #expect(routes.map { $0["prefix_length"]?.number } == [24, 0])
    #expect(routes.first?["destination"] == .address(address("10.1.2.0")))
  }

  @Test func optionInPiecesIsOneValue() {
    let fields = Reading(DHCPv4.self, Self.acknowledgment).fields
    #expect(fields["domain_search"] == .list([.text("eng.lan"), .text("hq.lan")]))
    #expect(fields["options"]?.values?.filter { $0 == .number(119) }.count == 2)
  }

  @Test func serverNameHoldsOptions() {
    let fields = Reading(DHCPv4.self, Self.acknowledgment).fields
    #expect(fields["option_overload"] == .number(2))
    #expect(fields["tftp_server_name"] == .text("tftp.lan"))
    #expect(fields["server_name"] == nil)
    #expect(fields["options"]?.values?.last == .number(66))
  }

  @Test func withoutTheCookieItIsBOOTPOrNothing() {
    var other = Self.discover
    other[Self.cookie] = 0
    #expect(Reading(DHCPv4.self, other).recognition == .unsure)
    #expect(Reading(DHCPv4.self, other).fields["options"] == nil)
    other[40] = 1
    #expect(Reading(DHCPv4.self, other).recognition == .notMine)
    other = Self.discover
    other[0] = 3
    #expect(Reading(DHCPv4.self, other).recognition == .notMine)
  }

  @Test func brokenOptionIsAFaultAndEndsNothing() {
    // The message size becomes an option of one octet, and what was its second octet fills up.
    var other = Self.discover
    let position = Self.cookie + 4 + 3 + 9
    #expect(other[position] == 57)
    other[position + 1] = 1
    other[position + 3] = 0
    let reading = Reading(DHCPv4.self, other)
    #expect(reading.fault == .option)
    #expect(reading.fields["option_57"] == .octets([5]))
    #expect(reading.fields["host_name"] == .text("bmc1"))
    #expect(Reading(DHCPv4.self, Array(Self.discover.prefix(300))).fault == .truncated)
  }

  @Test func whateverTheOctets() {
    expectTotal(DHCPv4.self, Self.discover)
    expectTotal(DHCPv4.self, Self.acknowledgment)
  }
}
