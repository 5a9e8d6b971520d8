import Testing

@testable import Packets

@Suite struct SNMPTests {
  /// Get of `sysDescr.0` and `sysName.0`, version 2c.
  private static let get = bytes(
    """
    30 35 02 01 01 04 06 70 75 62 6c 69 63 a0 28 02 02 04 d2 02 01 00 02 01
    00 30 1c 30 0c 06 08 2b 06 01 02 01 01 01 00 05 00 30 0c 06 08 2b 06 01
    02 01 01 05 00 05 00
    """)
  /// Response with a name, time ticks, a hardware address, a 64-bit counter, an address and nothing.
  private static let response = bytes(
    """
    30 81 90 02 01 01 04 06 70 75 62 6c 69 63 a2 81 82 02 02 04 d2 02 01 00
    02 01 00 30 76 30 12 06 08 2b 06 01 02 01 01 05 00 04 06 73 77 69 74 63
    68 30 0f 06 08 2b 06 01 02 01 01 03 00 43 03 01 00 00 30 14 06 0a 2b 06
    01 02 01 02 02 01 06 01 04 06 02 00 00 00 00 07 30 18 06 0b 2b 06 01 02
    01 1f 01 01 01 06 01 46 09 00 ff ff ff ff ff ff ff ff 30 11 06 09 2b 06
    01 02 01 04 14 01 01 40 04 0a 00 00 01 30 0c 06 08 2b 06 01 02 01 01 09
    00 81 00
    """)
  /// Platform event trap of a managed system, version 1, as IPMI's "Platform Event Trap Format" has it.
  private static let trap = bytes(
    """
    30 3e 02 01 00 04 06 70 75 62 6c 69 63 a4 31 06 09 2b 06 01 04 01 98 6f
    01 01 40 04 0a 63 00 02 02 01 06 02 03 25 6f 01 43 01 2a 30 13 30 11 06
    0a 2b 06 01 04 01 98 6f 01 01 01 04 03 00 01 02
    """)
  /// A link went down, version 2.
  private static let linkDown = bytes(
    """
    30 40 02 01 01 04 06 70 75 62 6c 69 63 a7 33 02 01 07 02 01 00 02 01 00
    30 28 30 0d 06 08 2b 06 01 02 01 01 03 00 43 01 05 30 17 06 0a 2b 06 01
    06 03 01 01 04 01 00 06 09 2b 06 01 06 03 01 01 05 03
    """)
  /// Version 3 in clear: an unknown engine is reported.
  private static let report = bytes(
    """
    30 67 02 01 03 30 0e 02 01 63 02 03 00 ff e3 04 01 00 02 01 03 04 23 30
    21 04 0b 80 00 00 09 03 02 00 00 00 00 07 02 01 03 02 02 04 b0 04 07 6d
    6f 6e 69 74 6f 72 04 00 04 00 30 2d 04 0b 80 00 00 09 03 02 00 00 00 00
    07 04 00 a8 1c 02 01 05 02 01 00 02 01 00 30 11 30 0f 06 0a 2b 06 01 06
    03 0f 01 01 04 00 41 01 01
    """)
  /// Version 3, authenticated and encrypted.
  private static let encrypted = bytes(
    """
    30 66 02 01 03 30 0e 02 01 64 02 03 00 ff e3 04 01 07 02 01 03 04 37 30
    35 04 0b 80 00 00 09 03 02 00 00 00 00 07 02 01 03 02 02 04 b1 04 07 6d
    6f 6e 69 74 6f 72 04 0c 01 01 01 01 01 01 01 01 01 01 01 01 04 08 02 02
    02 02 02 02 02 02 04 18 55 55 55 55 55 55 55 55 55 55 55 55 55 55 55 55
    55 55 55 55 55 55 55 55
    """)

  private func binding(_ fields: Fields, _ index: Int) -> Fields? {
    guard let values = fields["variable_bindings"]?.values, index < values.count else { return nil }
    return values[index].fields
  }

  @Test func request() {
    let reading = Reading(SNMP.self, Self.get)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["version_name"]?.text == "snmpv2c")
    #expect(reading.fields["community"]?.text == "public")
    #expect(reading.fields["pdu_type_name"]?.text == "get_request")
    #expect(reading.fields["request_id"] == .signed(1234))
    #expect(binding(reading.fields, 1)?["name"]?.text == "1.3.6.1.2.1.1.5.0")
    #expect(binding(reading.fields, 1)?["type"]?.text == "null")
  }

  @Test func valuesOfAllKinds() {
    let fields = Reading(SNMP.self, Self.response).fields
    #expect(fields["error_status"] == .signed(0))
    #expect(binding(fields, 0)?["value"]?.text == "switch")
    #expect(binding(fields, 1)?["value"]?.number == 65536)
    #expect(binding(fields, 2)?["value"] == .octets([2, 0, 0, 0, 0, 7]))
    #expect(binding(fields, 3)?["type"]?.text == "counter64")
    #expect(binding(fields, 3)?["value"]?.number == UInt64.max)
    #expect(binding(fields, 4)?["value"] == .address(IPAddress(v4: 0x0a00_0001)))
    #expect(binding(fields, 5)?["type"]?.text == "no_such_instance")
    #expect(binding(fields, 6) == nil)
  }

  @Test func traps() {
    let fields = Reading(SNMP.self, Self.trap).fields
    #expect(fields["version_name"]?.text == "snmpv1")
    #expect(fields["enterprise"]?.text == "1.3.6.1.4.1.3183.1.1")
    #expect(fields["agent_address"] == .address(IPAddress(v4: 0x0a63_0002)))
    #expect(fields["generic_trap_name"]?.text == "enterprise_specific")
    #expect(fields["specific_trap"] == .signed(0x256f01))
    #expect(fields["time_stamp_centiseconds"]?.number == 42)
    let second = Reading(SNMP.self, Self.linkDown).fields
    #expect(second["pdu_type_name"]?.text == "snmpv2_trap")
    #expect(second["trap_oid"]?.text == "1.3.6.1.6.3.1.1.5.3")
  }

  @Test func version3() {
    let fields = Reading(SNMP.self, Self.report).fields
    #expect(fields["version"]?.number == 3)
    #expect(fields["encrypted"] == .flag(false))
    #expect(fields["engine_enterprise"]?.number == 9)
    #expect(fields["engine_mac_address"] == .mac(MACAddress(rawValue: 0x0200_0000_0007)))
    #expect(fields["engine_boots"] == .signed(3))
    #expect(fields["engine_time_seconds"] == .signed(1200))
    #expect(fields["user_name"]?.text == "monitor")
    #expect(fields["pdu_type_name"]?.text == "report")
    let hidden = Reading(SNMP.self, Self.encrypted)
    #expect(hidden.recognition == .certain)
    #expect(hidden.fault == .none)
    #expect(hidden.fields["authenticated"] == .flag(true))
    #expect(hidden.fields["encrypted"] == .flag(true))
    #expect(hidden.fields["pdu_type"] == nil)
  }

  @Test func bindingsAreKeptUpToSixteen() {
    let binding = bytes("30 0c 06 08 2b 06 01 02 01 01 05 00 05 00")
    let list = (0..<20).flatMap { _ in binding }
    let pdu =
      bytes("02 01 01 02 01 00 02 01 00 30 82") + [UInt8(list.count >> 8), UInt8(list.count & 255)]
      + list
    let inner =
      bytes("02 01 01 04 00 a0 82") + [UInt8(pdu.count >> 8), UInt8(pdu.count & 255)] + pdu
    let octets = bytes("30 82") + [UInt8(inner.count >> 8), UInt8(inner.count & 255)] + inner
    let reading = Reading(SNMP.self, octets)
    #expect(reading.fault == .none)
    #expect(reading.fields["variable_bindings"]?.values?.count == 16)
  }

  @Test func nearMisses() {
    var octets = Self.get
    octets[4] = 2  // A version that was never published.
    #expect(Reading(SNMP.self, octets).recognition == .notMine)
    octets = Self.get
    octets[13] = 0x60  // LDAP's first operation in the place of a PDU.
    #expect(Reading(SNMP.self, octets).recognition == .notMine)
    octets = Self.get
    octets[1] += 1  // One octet more than there is.
    #expect(Reading(SNMP.self, octets).recognition == .notMine)
    #expect(Reading(SNMP.self, Self.get + [0]).recognition == .unsure)
    octets = Self.get
    octets[14] += 1  // The PDU reaches past the message.
    #expect(Reading(SNMP.self, octets).fault == .totalLength)
    #expect(Reading(SNMP.self, octets).fields["community"]?.text == "public")
  }

  @Test func cutByTheCapture() {
    let cut = Reading(SNMP.self, Array(Self.get.prefix(45)), wireLength: Self.get.count)
    #expect(cut.recognition == .certain)
    #expect(cut.fault == .truncated)
    #expect(cut.fields["variable_bindings"]?.values?.count == 1)
  }

  @Test func whateverTheOctets() {
    for octets in [
      Self.get, Self.response, Self.trap, Self.linkDown, Self.report, Self.encrypted,
    ] {
      expectTotal(SNMP.self, octets)
    }
  }
}
