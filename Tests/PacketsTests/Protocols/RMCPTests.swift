import Testing

@testable import Packets

@Suite struct RMCPTests {
  /// A console asks whether anybody is there, and a managed system answers that it speaks IPMI.
  private static let ping = bytes("06 00 ff 06 00 00 11 be 80 00 00 00")
  private static let pong = bytes(
    """
    06 00 ff 06 00 00 11 be 40 00 00 10
    00 00 11 be 00 00 00 00 81 00 00 00 00 00 00 00
    """)
  /// Power cycle with a forced boot from the network, Intel's number 343.
  private static let powerCycle = bytes(
    """
    06 00 00 06 00 00 11 be 13 07 00 0b
    00 00 01 57 11 00 00 00 00 00 00
    """)
  private static let openSession = bytes(
    """
    06 00 ff 06 00 00 11 be 83 01 00 1c
    00 00 00 2a
    01 00 00 08 01 00 00 00  02 00 00 08 01 00 00 00  00 00 00 08 00 00 00 00
    """)
  private static let openSessionRefused = bytes(
    "06 00 ff 06 00 00 11 be 43 01 00 08 04 00 00 00 00 00 00 2a")
  /// RAKP message 1 of the user admin on the secure port, where a session id of 0 comes first.
  private static let keyMessage = bytes(
    """
    00 00 00 00 00 00 00 01
    06 00 ff 06 00 00 11 be c0 02 00 1d
    00 00 00 07  01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10  01 00 00 05 61 64 6d 69 6e
    """)
  private static let acknowledgment = bytes("06 00 09 86")

  @Test func presence() {
    let ping = Reading(RMCP.self, Self.ping)
    #expect(ping.recognition == .certain)
    #expect(ping.fault == .none)
    #expect(ping.fields["message_type_name"]?.text == "presence_ping")
    #expect(Reading(IPMI.self, Self.ping).recognition == .notMine)
    let pong = Reading(RMCP.self, Self.pong)
    #expect(pong.recognition == .certain)
    #expect(pong.fields["supports_ipmi"] == .flag(true))
    #expect(pong.fields["asf_version"]?.number == 1)
    #expect(pong.fields["supports_security_extensions"] == .flag(false))
    #expect(pong.fields["manufacturer_iana_enterprise_number"]?.number == 4542)
  }

  @Test func remoteControl() {
    let reading = Reading(RMCP.self, Self.powerCycle)
    #expect(reading.fault == .none)
    #expect(reading.fields["message_type_name"]?.text == "power_cycle_reset")
    #expect(reading.fields["manufacturer_iana_enterprise_number"]?.number == 343)
    #expect(reading.fields["special_command"]?.number == 0x11)
    #expect(reading.fields["sequence_number"]?.number == 0)
  }

  @Test func session() {
    let request = Reading(RMCP.self, Self.openSession)
    #expect(request.fault == .none)
    #expect(request.fields["management_console_session_id"]?.number == 42)
    #expect(request.fields["authentication_algorithms"] == .list([.number(1)]))
    #expect(request.fields["integrity_algorithms"] == .list([.number(1)]))
    let refused = Reading(RMCP.self, Self.openSessionRefused)
    #expect(refused.fault == .none)
    #expect(refused.fields["status_code_name"]?.text == "invalid_authentication_algorithm")
    let key = Reading(RMCP.self, Self.keyMessage)
    #expect(key.recognition == .certain)
    #expect(key.fault == .none)
    #expect(key.fields["session_sequence_number"]?.number == 1)
    #expect(key.fields["user_name"]?.text == "admin")
    #expect(key.fields["requested_role"]?.number == 1)
  }

  @Test func acknowledgmentHasNoData() {
    let reading = Reading(RMCP.self, Self.acknowledgment)
    #expect(reading.recognition == .unsure)
    #expect(reading.fault == .none)
    #expect(reading.fields["acknowledgment"] == .flag(true))
    #expect(reading.fields["sequence_number"]?.number == 9)
    #expect(Reading(RMCP.self, Self.acknowledgment + [0]).recognition == .notMine)
  }

  @Test func nearMisses() {
    var octets = Self.ping
    octets[7] = 0xbf
    #expect(Reading(RMCP.self, octets).recognition == .unsure)
    octets[0] = 7
    #expect(Reading(RMCP.self, octets).recognition == .notMine)
    octets = Self.pong
    octets[11] = 0x11
    #expect(Reading(RMCP.self, octets).fault == .totalLength)
    #expect(Reading(RMCP.self, octets, wireLength: 100).fault == .none)
    octets = Self.openSession
    octets[19] = 3
    #expect(Reading(RMCP.self, octets).fault == .option)
  }

  @Test func whateverTheOctets() {
    for octets in [
      Self.ping, Self.pong, Self.powerCycle, Self.openSession, Self.openSessionRefused,
      Self.keyMessage, Self.acknowledgment,
    ] {
      expectTotal(RMCP.self, octets)
    }
  }

  /// A user name that says that it is longer than the message, or than names may be.
  @Test func nameThatLies() {
    var octets = Self.keyMessage
    let place = octets.count - 6
    #expect(octets[place] == 5)
    #expect(Reading(RMCP.self, octets).fields["user_name_length"]?.number == 5)
    octets[place] = 200
    #expect(Reading(RMCP.self, octets).fault == .totalLength)
    #expect(Reading(RMCP.self, octets).fields["user_name_length"]?.number == 200)
    var long = Self.keyMessage
    long[place] = 17
    long[19] += 12
    long += Array(repeating: 0x41, count: 12)
    #expect(Reading(RMCP.self, long).fault == .field)
    // What the capture has cut is no lie.
    #expect(Reading(RMCP.self, octets, wireLength: 400).fault == .truncated)
  }
}
