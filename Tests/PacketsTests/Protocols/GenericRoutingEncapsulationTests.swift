import Testing

@testable import Packets

@Suite struct GenericRoutingEncapsulationTests {
  /// PPTP: call 7, four octets, sequence number 1, acknowledgment of 2, PPP that is encrypted.
  private let call = bytes("30 81 88 0b 00 04 00 07 00 00 00 01 00 00 00 02 00 fd 90 00")

  @Test func readsFirstVersion() {
    let reading = Reading(GenericRoutingEncapsulation.self, call)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["version"]?.number == 1)
    #expect(reading.fields["protocol_type"]?.number == 0x880b)
    #expect(reading.fields["payload_length"]?.number == 4)
    #expect(reading.fields["call_id"]?.number == 7)
    #expect(reading.fields["sequence_number"]?.number == 1)
    #expect(reading.fields["acknowledgment_number"]?.number == 2)
    #expect(reading.fault == .none)
  }

  /// Checksum, key and sequence number around something of Cisco's.
  @Test func readsOptions() {
    let reading = Reading(
      GenericRoutingEncapsulation.self,
      bytes("b0 00 20 01 12 34 00 00 00 00 00 2a 00 00 00 09 01 02"))
    #expect(reading.fields["checksum_present"] == .flag(true))
    #expect(reading.fields["key"]?.number == 42)
    #expect(reading.fields["sequence_number"]?.number == 9)
    #expect(reading.fields["acknowledgment_number"] == nil)
  }

  @Test(arguments: [
    ("00 02 08 00", DecodeFault.Kind.version), ("10 01 88 0b 00 00 00 01", .field),
    ("20 00 08 00 00 00 00", .truncated), ("00 00 08", .truncated),
    ("40 00 08 00 00 00 00 00 08 00 00 04 0a 00 00 01 00", .truncated),
  ])
  func isNot(header: String, fault: DecodeFault.Kind) {
    let reading = Reading(GenericRoutingEncapsulation.self, bytes(header))
    #expect(reading.recognition == .notMine)
    #expect(reading.fault == fault)
  }

  @Test func total() { expectTotal(GenericRoutingEncapsulation.self, call) }
}
