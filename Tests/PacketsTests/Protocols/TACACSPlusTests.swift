import Testing

@testable import Packets

@Suite struct TACACSPlusTests {
  /// A login of admin on vty0, not obfuscated.
  private static let start = bytes(
    """
    c0 01 01 01 11 22 33 44 00 00 00 19 01 0f 01 01 05 04 08 00
    61 64 6d 69 6e 76 74 79 30 31 30 2e 30 2e 30 2e 35
    """)

  /// May admin run show? Not obfuscated.
  private static let authorization = bytes(
    """
    c0 02 01 01 11 22 33 44 00 00 00 30 06 0f 01 01 05 04 08 02
    0d 08 61 64 6d 69 6e 76 74 79 30 31 30 2e 30 2e 30 2e 35 73
    65 72 76 69 63 65 3d 73 68 65 6c 6c 63 6d 64 3d 73 68 6f 77
    """)

  /// The head of an authentication with an obfuscated body.
  private static let obfuscated = bytes(
    """
    c1 01 01 00 01 02 03 04 00 00 00 08 a1 b2 c3 d4 e5 f6 07 18
    """)

  @Test func startIsRead() {
    let reading = Reading(TACACSPlus.self, Self.start)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["session_id"] == .number(0x1122_3344))
    #expect(reading.fields["unencrypted"] == .flag(true))
    #expect(reading.fields["user"] == .text("admin"))
    #expect(reading.fields["port"] == .text("vty0"))
    #expect(reading.fields["rem_addr"] == .text("10.0.0.5"))
  }

  @Test func argumentsAreListed() {
    let reading = Reading(TACACSPlus.self, Self.authorization)
    #expect(reading.fault == .none)
    #expect(reading.fields["args"] == .list([.text("service=shell"), .text("cmd=show")]))
  }

  @Test func obfuscatedBodyIsLeft() {
    let reading = Reading(TACACSPlus.self, Self.obfuscated)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["minor_version"] == .number(1))
    #expect(reading.fields["length"] == .number(8))
    #expect(reading.fields["user"] == nil)
  }

  @Test func lengthsBeyondTheBody() {
    var other = Self.start
    other[16] = 200
    #expect(Reading(TACACSPlus.self, other).fault == .totalLength)
  }

  @Test func nearMisses() {
    #expect(Reading(TACACSPlus.self, [0xc0]).recognition == .unsure)
    for (position, octet) in [(0, 0xc2), (1, 4), (2, 9), (3, 2), (8, 1)] as [(Int, UInt8)] {
      var other = Self.start
      other[position] = octet
      #expect(Reading(TACACSPlus.self, other).recognition == .notMine)
    }
  }

  @Test func whateverTheOctets() {
    for sample in [Self.start, Self.authorization, Self.obfuscated] {
      expectTotal(TACACSPlus.self, sample)
    }
  }
}
