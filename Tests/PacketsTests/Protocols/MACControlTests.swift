import Testing

@testable import Packets

@Suite struct MACControlTests {
  /// A pause as long as possible.
  private static let pause = bytes(
    """
    00 01 ff ff  // pause
    """)

  /// Priority 0 waits, priority 3 as long as possible.
  private static let priorities = bytes(
    """
    01 01 00 09  // PFC, classes 0 and 3
    00 64 00 00 00 00 ff ff 00 00 00 00 00 00 00 00  // times
    """)

  @Test func pauseIsRead() {
    let reading = Reading(MACControl.self, Self.pause)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["opcode"] == .number(1))
    #expect(fields["pause_time_quanta"] == .number(65535))
  }

  @Test func prioritiesIsRead() {
    let reading = Reading(MACControl.self, Self.priorities)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["opcode"] == .number(257))
    #expect(fields["class_enable_vector"] == .number(9))
    #expect(
      fields["time_quanta"]
        == .list([
          .number(100), .number(0), .number(0), .number(65535), .number(0), .number(0), .number(0),
          .number(0),
        ]))
  }

  @Test func unknownOpcodeIsUnsure() {
    #expect(Reading(MACControl.self, bytes("02 02 00 00")).recognition == .unsure)
  }

  @Test func vectorBeyondEightClasses() {
    var other = Self.priorities
    other[2] = 1
    #expect(Reading(MACControl.self, other).fault == .field)
  }

  @Test func whateverTheOctets() {
    expectTotal(MACControl.self, Self.pause)
    expectTotal(MACControl.self, Self.priorities)
  }
}
