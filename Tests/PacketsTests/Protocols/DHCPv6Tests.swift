import Testing

@testable import Packets

@Suite struct DHCPv6Tests {
  /// A host that starts from the network.
  private static let solicit = bytes(
    """
    01 ab cd ef  // SOLICIT
    00 01 00 0e 00 01 00 01 2b 3c 4d 5e 02 00 00 00  // client: DUID-LLT
    00 07
    00 03 00 0c 00 00 00 07 00 00 00 00 00 00 00 00  // IA_NA
    00 19 00 0c 00 00 00 07 00 00 00 00 00 00 00 00  // IA_PD
    00 06 00 08 00 17 00 18 00 38 00 3b  // option request
    00 08 00 02 00 64  // elapsed time
    00 10 00 0a 00 00 01 57 00 04 50 58 45 21  // vendor class
    00 27 00 06 00 04 62 6d 63 31  // FQDN
    00 3d 00 02 00 07  // x64 UEFI
    00 3e 00 03 01 03 0a  // UNDI
    """)

  /// A reply on its way through a relay.
  private static let relayed = bytes(
    """
    0d 01 20 01 0d b8 00 00 00 00 00 00 00 00 00 00  // RELAY-REPL, one hop
    00 01 fe 80 00 00 00 00 00 00 00 00 00 00 00 00
    00 07
    00 12 00 08 67 65 2d 30 2f 30 2f 31  // interface identifier
    00 09 00 da  // relay message
    07 ab cd ef 00 01 00 0e 00 01 00 01 2b 3c 4d 5e  // REPLY
    02 00 00 00 00 07 00 02 00 0a 00 03 00 01 02 00
    00 00 00 01 00 03 00 28 00 00 00 07 00 00 07 08
    00 00 0b 40 00 05 00 18 20 01 0d b8 00 00 00 00
    00 00 00 00 00 00 01 07 00 00 0e 10 00 00 1c 20
    00 19 00 29 00 00 00 07 00 00 07 08 00 00 0b 40
    00 1a 00 19 00 00 0e 10 00 00 1c 20 38 20 01 0d
    b8 00 01 00 00 00 00 00 00 00 00 00 00 00 17 00
    10 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00
    53 00 18 00 05 03 6c 61 6e 00 00 38 00 14 00 01
    00 10 20 01 0d b8 00 00 00 00 00 00 00 00 00 00
    01 23 00 3b 00 1c 74 66 74 70 3a 2f 2f 5b 32 30
    30 31 3a 64 62 38 3a 3a 32 5d 2f 70 78 65 2e 65
    66 69 00 0d 00 04 00 00 6f 6b
    """)

  @Test func solicit() {
    let reading = Reading(DHCPv6.self, Self.solicit)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["message_type_name"] == .text("SOLICIT"))
    #expect(fields["transaction_identifier"] == .number(0xabcdef))
    let identifier = fields["client_identifier"]?.fields
    #expect(identifier?["type"] == .number(1))
    #expect(identifier?["time_seconds"] == .number(0x2b3c_4d5e))
    #expect(identifier?["link_layer_address"] == .mac(MACAddress(rawValue: 0x0200_0000_0007)))
    #expect(fields["option_request"]?.values?.map(\.number) == [23, 24, 56, 59])
    #expect(fields["elapsed_time_centiseconds"] == .number(100))
    #expect(fields["vendor_class"]?.fields?["enterprise_number"] == .number(343))
    #expect(fields["vendor_class"]?.fields?["data"] == .list([.text("PXE!")]))
    #expect(fields["client_fqdn"]?.fields?["name"] == .text("bmc1"))
    #expect(fields["client_architecture"] == .list([.number(7)]))
    #expect(fields["options"]?.values?.map(\.number) == [1, 3, 25, 6, 8, 16, 39, 61, 62])
  }

  @Test func replyInARelayedMessage() {
    let reading = Reading(DHCPv6.self, Self.relayed)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["link_address"] == .address(address("2001:db8::1")))
    #expect(reading.fields["peer_address"] == .address(address("fe80::7")))
    #expect(reading.fields["interface_identifier"] == .text("ge-0/0/1"))
    let reply = reading.fields["relay_message"]?.fields
    #expect(reply?["message_type_name"] == .text("REPLY"))
    let association = reply?["non_temporary_addresses"]?.values?.first?.fields
    #expect(association?["t1_seconds"] == .number(1800))
    let assigned = association?["assigned"]?.values?.first?.fields
    #expect(assigned?["address"] == .address(address("2001:db8::107")))
    #expect(assigned?["valid_lifetime_seconds"] == .number(7200))
    let prefix = reply?["delegated_prefixes"]?.values?.first?.fields?["assigned"]?.values?.first
    #expect(prefix?.fields?["prefix"] == .address(address("2001:db8:1::")))
    #expect(prefix?.fields?["prefix_length"] == .number(56))
    #expect(reply?["domain_name_servers"] == .list([.address(address("2001:db8::53"))]))
    #expect(reply?["domain_search"] == .list([.text("lan")]))
    #expect(reply?["ntp_servers"] == .list([.address(address("2001:db8::123"))]))
    #expect(reply?["boot_file_url"] == .text("tftp://[2001:db8::2]/pxe.efi"))
    #expect(reply?["status_message"] == .text("ok"))
  }

  /// Relays in relays, more than are followed.
  @Test func relaysAreBounded() {
    var message = Self.solicit
    for _ in 0..<12 {
      let header = [12, 0] + [UInt8](repeating: 0, count: 32)
      message = header + [0, 9, UInt8(message.count >> 8), UInt8(message.count & 255)] + message
    }
    let reading = Reading(DHCPv6.self, message)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .depth)
  }

  @Test func optionsFillTheMessage() {
    #expect(Reading(DHCPv6.self, Self.solicit + [0]).recognition == .notMine)
    #expect(Reading(DHCPv6.self, Array(Self.solicit.dropLast())).recognition == .notMine)
    var other = Self.solicit
    other[0] = 0
    #expect(Reading(DHCPv6.self, other).recognition == .notMine)
    // Without a DUID nothing makes sure.
    other = Array(Self.solicit.prefix(4) + Self.solicit.dropFirst(22))
    #expect(Reading(DHCPv6.self, other).recognition == .unsure)
  }

  @Test func userClassWithoutLength() {
    let message = Self.solicit + [0, 15, 0, 4] + Array("iPXE".utf8)
    let reading = Reading(DHCPv6.self, message)
    #expect(reading.fault == .none)
    #expect(reading.fields["user_class"] == .list([.text("iPXE")]))
  }

  @Test func whateverTheOctets() {
    expectTotal(DHCPv6.self, Self.solicit)
    expectTotal(DHCPv6.self, Self.relayed)
  }
}
