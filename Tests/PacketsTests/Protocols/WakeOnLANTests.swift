import Testing

@testable import Packets

@Suite struct WakeOnLANTests {
  /// Wakes 02:00:00:00:00:07.
  private static let magic: [UInt8] =
    bytes("ff ff ff ff ff ff") + (0..<16).flatMap { _ in bytes("02 00 00 00 00 07") }

  @Test func targetIsRead() {
    let reading = Reading(WakeOnLAN.self, Self.magic)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["target"] == .mac(MACAddress(rawValue: 0x0200_0000_0007)))
    #expect(reading.fields["password"] == nil)
  }

  @Test func passwordOfSixOctets() {
    let reading = Reading(WakeOnLAN.self, Self.magic + bytes("73 65 63 72 65 74"), in: .udp)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["password"] == .octets(Array("secret".utf8)))
  }

  @Test func oneOctetChangedIsNoMagic() {
    for position in Self.magic.indices {
      var other = Self.magic
      other[position] ^= 1
      // A change of all sixteen copies alike would be another target; of one it is none.
      #expect(Reading(WakeOnLAN.self, other).recognition == .notMine)
    }
  }

  @Test func whateverTheOctets() { expectTotal(WakeOnLAN.self, Self.magic + [1, 2, 3, 4]) }
}
