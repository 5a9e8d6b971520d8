import Testing

@testable import Packets

@Suite struct ConfigurationTestingTests {
  /// A message that was forwarded once, by hand.
  private static let forwarded = bytes(
    """
    08 00  // skip 8
    02 00 02 00 00 00 00 01  // forwarded already
    02 00 02 00 00 00 00 02  // forward next
    01 00 07 00  // reply
    """)

  @Test func forwardedIsRead() {
    let reading = Reading(ConfigurationTesting.self, Self.forwarded)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["skip_count"] == .number(8))
    #expect(fields["function"] == .number(2))
    #expect(fields["forward_address"] == .mac(MACAddress(rawValue: 0x0200_0000_0002)))
  }

  /// What a switch sends to itself every ten seconds.
  @Test func keepalive() {
    let reading = Reading(
      ConfigurationTesting.self, bytes("00 00 01 00 00 00") + [UInt8](repeating: 0, count: 40))
    #expect(reading.recognition == .certain)
    #expect(reading.fields["function"] == .number(1))
    #expect(reading.fields["receipt_number"] == .number(0))
  }

  @Test func skipCountReachesPastTheFrame() {
    let octets = bytes("ff 00 01 00 00 00")
    #expect(Reading(ConfigurationTesting.self, octets).recognition == .notMine)
    #expect(Reading(ConfigurationTesting.self, octets).fault == .field)
    #expect(Reading(ConfigurationTesting.self, octets, wireLength: 300).recognition == .unsure)
    #expect(Reading(ConfigurationTesting.self, octets, wireLength: 300).fault == .truncated)
  }

  @Test func whateverTheOctets() {
    expectTotal(ConfigurationTesting.self, Self.forwarded)
  }
}
