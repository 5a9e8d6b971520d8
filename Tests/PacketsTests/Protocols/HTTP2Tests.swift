import Testing

@testable import Packets

@Suite struct HTTP2Tests {
  /// SETTINGS made by hand: at most 100 streams, a window of 10 MiB, no push.
  private static let settings = bytes(
    """
    00 00 12 04 00 00 00 00 00 00 03 00 00 00 64 00 04 00 a0 00 00 00 02 00 00 00 00
    """)
  private static let client = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + settings

  @Test func clientsPreface() {
    let reading = Reading(HTTP2.self, Self.client)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["preface"] == .flag(true))
    let settings = reading.fields["settings"]?.fields
    #expect(settings?["max_concurrent_streams"] == .number(100))
    #expect(settings?["initial_window_size"] == .number(10 << 20))
    #expect(settings?["enable_push"] == .number(0))
  }

  @Test func serversSettings() {
    let reading = Reading(HTTP2.self, Self.settings)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["preface"] == .flag(false))
    #expect(reading.fields["settings"]?.fields?["max_concurrent_streams"] == .number(100))
  }

  @Test func aGrowingStreamAsksForMore() {
    for length in 4..<Self.client.count {
      let reading = Reading(HTTP2.self, Array(Self.client.prefix(length)))
      #expect(reading.fault == .truncated)
      #expect(reading.recognition == (length < 24 ? .unsure : .certain))
    }
  }

  @Test func whatIsNoHTTP2() {
    #expect(Reading(HTTP2.self, Array("PRI * HTTP/1.1\r\n".utf8)).recognition == .notMine)
    for position in 0..<9 where position != 2 {
      var other = Self.settings
      other[position] ^= 0x40
      #expect(Reading(HTTP2.self, other).recognition == .notMine)
    }
    var odd = Self.settings
    odd[2] += 1
    #expect(Reading(HTTP2.self, odd).recognition == .notMine)
  }

  @Test func whateverTheOctets() { expectTotal(HTTP2.self, Self.client) }
}
