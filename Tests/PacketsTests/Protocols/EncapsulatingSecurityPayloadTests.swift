import Testing

@testable import Packets

@Suite struct EncapsulatingSecurityPayloadTests {
  /// The second packet of an association.
  private let packet = bytes("c0 ff ee 01 00 00 00 02 9a 11 42 d7 e5 60 03 8c")

  @Test func reads() {
    let reading = Reading(EncapsulatingSecurityPayload.self, packet)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["security_parameters_index"]?.number == 0xc0ff_ee01)
    #expect(reading.fields["sequence_number"]?.number == 2)
    #expect(reading.fault == .none)
  }

  @Test func isNot() {
    let zero = Reading(EncapsulatingSecurityPayload.self, bytes("00 00 00 00 00 00 00 02"))
    #expect(zero.recognition == .notMine)
    #expect(zero.fault == .field)
    let cut = Reading(EncapsulatingSecurityPayload.self, Array(packet.prefix(7)))
    #expect(cut.recognition == .notMine)
    #expect(cut.fault == .truncated)
    #expect(cut.fields["security_parameters_index"] != nil)
  }

  @Test func total() { expectTotal(EncapsulatingSecurityPayload.self, packet) }
}
