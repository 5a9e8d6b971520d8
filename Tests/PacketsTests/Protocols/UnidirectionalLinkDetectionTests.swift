import Testing

@testable import Packets

@Suite struct UnidirectionalLinkDetectionTests {
  /// A probe that hears one neighbour, by hand.
  private static let probe = bytes(
    """
    21 03 00 00  // version 1, probe, both flags
    00 01 00 08 46 4f 58 31  // device
    00 02 00 09 47 69 31 2f 31  // port
    00 03 00 15 00 00 00 01 00 04 46 4f 58 32 00 05 47 69 31 2f
    32  // echo
    00 04 00 05 07  // message interval
    00 05 00 05 05  // timeout
    00 06 00 07 73 77 31  // name
    00 07 00 08 00 00 00 09  // sequence number
    """)

  @Test func probeIsRead() {
    let reading = Reading(UnidirectionalLinkDetection.self, Self.probe)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["version"] == .number(1))
    #expect(fields["opcode"] == .number(1))
    #expect(fields["recommended_timeout"] == .flag(true))
    #expect(fields["resynchronize"] == .flag(true))
    #expect(fields["device_id"] == .text("FOX1"))
    #expect(fields["port_id"] == .text("Gi1/1"))
    #expect(fields["echo"]?.values?.first?.fields?["device_id"] == .text("FOX2"))
    #expect(fields["echo"]?.values?.first?.fields?["port_id"] == .text("Gi1/2"))
    #expect(fields["message_interval_seconds"] == .number(7))
    #expect(fields["timeout_interval_seconds"] == .number(5))
    #expect(fields["device_name"] == .text("sw1"))
    #expect(fields["sequence_number"] == .number(9))
  }

  @Test func otherVersion() {
    var other = Self.probe
    other[0] = 0x41
    #expect(Reading(UnidirectionalLinkDetection.self, other).recognition == .unsure)
    #expect(Reading(UnidirectionalLinkDetection.self, other).fault == .version)
  }

  /// Says that it hears more than it names.
  @Test func echoWithFewerPairsThanItsCount() {
    var other = Self.probe
    other[28] = 0xff
    let reading = Reading(UnidirectionalLinkDetection.self, other)
    #expect(reading.fault == .option)
    #expect(reading.fields["device_id"] == .text("FOX1"))
  }

  @Test func whateverTheOctets() {
    expectTotal(UnidirectionalLinkDetection.self, Self.probe)
  }
}
