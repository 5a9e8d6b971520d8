import Testing

@testable import Packets

@Suite struct IntelAMTRedirectionTests {
  /// A console wants the serial line, asks how to log in, and answers a digest's challenge as admin.
  private static let console = bytes(
    """
    10 00 00 00 53 4f 4c 20
    13 00 00 00 00 00 00 00 00
    13 00 00 00 04 19 00 00 00
    05 61 64 6d 69 6e 00 00 0c 2f 52 65 64 69 72 65 63 74 69 6f 6e 00 00 00 00
    """)
  /// The machine agrees, lists three kinds, sends a challenge, and lets in.
  private static let machine = bytes(
    """
    11 00 00 00 01 00 00 00 57 01 00 00 00
    14 00 00 00 00 03 00 00 00 01 03 04
    14 01 00 00 04 04 00 00 00 02 61 62 00
    14 00 00 00 04 00 00 00 00
    """)

  @Test func consoleSide() {
    let reading = Reading(IntelAMTRedirection.self, Self.console)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["service"]?.text == "SOL")
    #expect(reading.fields["authentication_types"] == .list([.number(0), .number(4)]))
    #expect(reading.fields["user_name"]?.text == "admin")
    // More may come.
    #expect(reading.fault == .truncated)
    let settled = Reading(IntelAMTRedirection.self, Self.console + [0x20])
    #expect(settled.fault == .none)
  }

  @Test func machineSide() {
    let reading = Reading(IntelAMTRedirection.self, Self.machine)
    #expect(reading.recognition == .unsure)
    #expect(reading.fault == .none)
    #expect(reading.fields["status_name"]?.text == "success")
    #expect(
      reading.fields["supported_authentication_types"]
        == .list([.number(1), .number(3), .number(4)]))
    #expect(reading.fields["authentication_type"]?.number == 4)
    #expect(reading.fields["authenticated"] == .flag(true))
  }

  @Test func passwordIsNotKept() {
    let octets = bytes(
      """
      10 01 00 00 4b 56 4d 52
      13 00 00 00 01 0d 00 00 00 05 61 64 6d 69 6e 06 73 65 63 72 65 74
      21
      """)
    let reading = Reading(IntelAMTRedirection.self, octets)
    #expect(reading.fault == .none)
    #expect(reading.fields["service"]?.text == "KVMR")
    #expect(reading.fields["user_name"]?.text == "admin")
    #expect(!"\(reading.fields)".contains("secret"))
    #expect(!"\(reading.fields)".contains("115, 101, 99, 114"))
  }

  @Test func busy() {
    let reading = Reading(IntelAMTRedirection.self, bytes("11 02 00 00"))
    #expect(reading.fault == .none)
    #expect(reading.fields["status_name"]?.text == "busy")
  }

  @Test func nearMisses() {
    var octets = Self.console
    octets[4] = 0x54
    #expect(Reading(IntelAMTRedirection.self, octets).recognition == .notMine)
    octets = Self.console
    octets[3] = 1
    #expect(Reading(IntelAMTRedirection.self, octets).recognition == .notMine)
    octets = Self.machine
    octets[2] = 1
    #expect(Reading(IntelAMTRedirection.self, octets).recognition == .notMine)
  }

  @Test func whateverTheOctets() {
    expectTotal(IntelAMTRedirection.self, Self.console)
    expectTotal(IntelAMTRedirection.self, Self.machine)
  }
}
