import Testing

@testable import Packets

@Suite struct TelnetTests {
  /// Negotiations, a terminal type, no operation and a prompt.
  private static let server = bytes(
    """
    ff fd 18 ff fb 01 ff fa 18 00 78 74 65 72 6d ff f0 ff f1 0d
    0a 6c 6f 67 69 6e 3a 20
    """)

  @Test func negotiationsAreListed() {
    let reading = Reading(Telnet.self, Self.server)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let list = reading.fields["negotiations"]?.values?.compactMap(\.fields)
    #expect(list?.map { $0["command"] } == [253, 251, 250, 241].map { .number($0) })
    #expect(list?[0]["command_name"] == .text("DO"))
    #expect(list?[0]["option"] == .number(24))
    #expect(reading.fields["terminal_type"] == .text("xterm"))
    #expect(reading.fields["text"] == .text("login: "))
  }

  @Test func moreMustCome() {
    #expect(Reading(Telnet.self, Array(Self.server.prefix(3))).recognition == .unsure)
    #expect(Reading(Telnet.self, Array(Self.server.prefix(2))).fault == .truncated)
    #expect(Reading(Telnet.self, Array(Self.server.prefix(12))).fault == .truncated)
  }

  /// BGP's marker starts with the same octet; 200 is no option.
  @Test func nearMisses() {
    let marker = [UInt8](repeating: 0xff, count: 16)
    #expect(Reading(Telnet.self, marker).recognition == .notMine)
    #expect(Reading(Telnet.self, bytes("ff fd c8 ff fb 01")).recognition == .notMine)
    #expect(Reading(Telnet.self, Array("login: ".utf8)).recognition == .notMine)
  }

  @Test func onlyTheFirstLine() {
    let lines = bytes("ff fd 18 ff fb 01") + Array("\r\nWelcome\r\nsecret\r\n".utf8)
    #expect(Reading(Telnet.self, lines).fields["text"] == .text("Welcome"))
  }

  @Test func whateverTheOctets() {
    for sample in [Self.server] { expectTotal(Telnet.self, sample) }
  }
}
