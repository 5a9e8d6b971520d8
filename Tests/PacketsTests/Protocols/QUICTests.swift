import Testing

@testable import Packets

@Suite struct QUICTests {
  /// The beginning of the client's Initial packet in RFC 9001 appendix A.2, 1200 octets on the wire.
  private static let initial = bytes(
    """
    c0 00 00 00 01 08 83 94 c8 f0 3e 51 57 08 00 00 44 9e 7b 9a ec 34 d1 b1 c9 8d d7 68 9f b8 ec 11
    """)

  /// The Retry packet of RFC 9001 appendix A.4, whole.
  private static let retry = bytes(
    """
    ff 00 00 00 01 00 08 f0 67 a5 50 2a 42 62 b5 74 6f 6b 65 6e 04 a2 65 ba 2e ff 4d 82 90 58 fb 3f
    0f 24 96 ba
    """)

  /// The Retry packet of RFC 9369 appendix A.4, whole.
  private static let retryOfVersion2 = bytes(
    """
    cf 6b 33 43 cf 00 08 f0 67 a5 50 2a 42 62 b5 74 6f 6b 65 6e c8 64 6c e8 bf e3 39 52 d9 55 54 36
    65 dc c7 b6
    """)

  /// The short header packet of RFC 9001 appendix A.5, whole.
  private static let short = bytes(
    "4c fe 41 89 65 5e 5c d5 5c 41 f6 90 80 57 5d 79 99 c2 5a 5b fb")

  /// Version Negotiation that offers versions 1 and 2 and a reserved one.
  private static let negotiation = bytes(
    """
    c5 00 00 00 00 02 a1 a2 03 b1 b2 b3 00 00 00 01 6b 33 43 cf 1a 2a 3a 4a
    """)

  @Test func initialPacket() {
    let reading = Reading(QUIC.self, Self.initial, wireLength: 1200)
    let fields = reading.fields
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(fields["long_header"] == .flag(true))
    #expect(fields["version"] == .number(1))
    #expect(fields["packet_type"] == .number(0))
    #expect(fields["packet_type_name"] == .text("Initial"))
    #expect(
      fields["destination_connection_id"] == .octets(bytes("83 94 c8 f0 3e 51 57 08")))
    #expect(fields["source_connection_id"] == .octets([]))
    #expect(fields["token_length"] == .number(0))
    #expect(fields["length"] == .number(1182))
    // The same octets as the whole datagram contradict their length.
    #expect(Reading(QUIC.self, Self.initial).fault == .totalLength)
  }

  @Test func retryOfBothVersions() {
    for sample in [Self.retry, Self.retryOfVersion2] {
      let reading = Reading(QUIC.self, sample)
      #expect(reading.recognition == .certain)
      #expect(reading.fault == .none)
      #expect(reading.fields["packet_type_name"] == .text("Retry"))
      #expect(reading.fields["token_length"] == .number(5))
      #expect(
        reading.fields["source_connection_id"] == .octets(bytes("f0 67 a5 50 2a 42 62 b5")))
    }
    #expect(Reading(QUIC.self, Self.retry).fields["packet_type"] == .number(3))
    #expect(Reading(QUIC.self, Self.retryOfVersion2).fields["packet_type"] == .number(0))
  }

  @Test func versionNegotiation() {
    let reading = Reading(QUIC.self, Self.negotiation)
    #expect(reading.recognition == .certain)
    #expect(
      reading.fields["supported_versions"]
        == .list([.number(1), .number(0x6b33_43cf), .number(0x1a2a_3a4a)]))
    #expect(Reading(QUIC.self, Self.negotiation + [0]).recognition == .notMine)
    #expect(Reading(QUIC.self, Array(Self.negotiation.prefix(12))).recognition == .notMine)
  }

  @Test func shortHeaderIsOnlyBelievedOfAPort() {
    let reading = Reading(QUIC.self, Self.short)
    #expect(reading.recognition == .unsure)
    #expect(reading.fields["long_header"] == .flag(false))
    #expect(reading.fields["spin_bit"] == .flag(false))
    #expect(Reading(QUIC.self, Array(Self.short.dropLast())).recognition == .notMine)
  }

  @Test func whatIsNoQUIC() {
    var other = Self.initial
    other[5] = 21
    #expect(Reading(QUIC.self, other, wireLength: 1200).recognition == .notMine)
    other = Self.initial
    other[4] = 9
    #expect(Reading(QUIC.self, other, wireLength: 1200).recognition == .notMine)
    other = Self.initial
    other[0] = 0x80
    #expect(Reading(QUIC.self, other, wireLength: 1200).recognition == .unsure)
    other[0] = 0x20
    #expect(Reading(QUIC.self, other, wireLength: 1200).recognition == .notMine)
  }

  @Test(arguments: [initial, retry, retryOfVersion2, negotiation, short])
  func whateverTheOctets(sample: [UInt8]) { expectTotal(QUIC.self, sample) }
}
