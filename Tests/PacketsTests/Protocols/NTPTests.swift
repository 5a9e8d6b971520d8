import Testing

@testable import Packets

@Suite struct NTPTests {
  /// An answer of stratum 3.
  private static let server = bytes(
    """
    // version 4, server, stratum 3, poll 6, precision -23
    24 03 06 e9 00 00 0a 3d 00 00 0f 5c c0 a8 01 01
    e8 fe 6d f0 80 00 00 00  // reference
    11 22 33 44 55 66 77 88  // origin, the random transmit of the client
    e8 fe 6f 80 10 00 00 00  // receive
    e8 fe 6f 80 10 00 80 00  // transmit
    """)

  /// A request that tells nothing of the client.
  private static let client = bytes(
    """
    23 00 06 ec 00 00 00 00 00 00 00 00 00 00 00 00  // version 4, client, nothing told
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  // reference, origin, receive
    00 00 00 00 00 00 00 00
    11 22 33 44 55 66 77 88  // transmit
    """)

  /// A request of a client that tells its own clock.
  private static let fullClient = bytes(
    """
    1b 04 06 fa 00 00 0b 00 00 00 10 00 c0 a8 01 01  // version 3, client, stratum 4, precision -6
    e8 fe 6b fc 00 00 00 00  // reference
    e8 fe 6f 40 00 00 01 00  // origin
    e8 fe 6f 40 80 00 00 00  // receive
    e8 fe 6f 80 00 00 00 00  // transmit
    """)

  /// A server that wants fewer requests.
  private static let kiss = bytes(
    """
    e4 00 03 e9 00 00 00 00 00 00 00 00 52 41 54 45  // leap indicator 3, stratum 0, RATE
    00 00 00 00 00 00 00 00  // reference
    // origin, receive and transmit, as the client sent
    11 22 33 44 55 66 77 88 11 22 33 44 55 66 77 88
    11 22 33 44 55 66 77 88
    """)

  /// A request for the variables of a server.
  private static let control = bytes(
    """
    16 02 00 01 00 00 00 00 00 00 00 00  // version 2, mode 6, read variables, sequence 1
    """)

  /// The variables of a server.
  private static let controlResponse = bytes(
    """
    96 82 00 01 06 18 00 00 00 00 00 24  // a response
    76 65 72 73 69 6f 6e 3d 22 6e 74 70 64 20 34 2e  // version="ntpd 4.2.8p15", stratum=2
    32 2e 38 70 31 35 22 2c 20 73 74 72 61 74 75 6d
    3d 32 0d 0a
    """)

  /// A request for the list of clients.
  private static let privateRequest = bytes(
    """
    17 00 03 2a 00 00 00 00  // version 2, mode 7, request 42 of implementation 3
    """)

  /// A request with Network Time Security.
  private static let nts = bytes(
    """
    23 00 06 ec 00 00 00 00 00 00 00 00 00 00 00 00  // a client that tells nothing
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00
    11 22 33 44 55 66 77 88  // transmit
    01 04 00 24 00 01 02 03 04 05 06 07 08 09 0a 0b  // unique identifier
    0c 0d 0e 0f 10 11 12 13 14 15 16 17 18 19 1a 1b
    1c 1d 1e 1f
    02 04 00 68 00 00 00 00 00 00 00 00 00 00 00 00  // cookie
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00
    04 04 00 28 00 10 00 10 00 00 00 00 00 00 00 00  // authenticator
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00
    """)

  /// An answer with key and digest.
  private static let signed = bytes(
    """
    24 03 06 e9 00 00 0a 3d 00 00 0f 5c c0 a8 01 01
    e8 fe 6d f0 80 00 00 00
    11 22 33 44 55 66 77 88
    e8 fe 6f 80 10 00 00 00
    e8 fe 6f 80 10 00 80 00
    00 00 00 2a 00 01 02 03 04 05 06 07 08 09 0a 0b  // key 42 and an MD5 digest
    0c 0d 0e 0f
    """)

  @Test func serverTellsItsClock() {
    let reading = Reading(NTP.self, Self.server)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["version"] == .number(4))
    #expect(fields["mode_name"] == .text("server"))
    #expect(fields["stratum"] == .number(3))
    #expect(fields["poll"] == .signed(6))
    #expect(fields["precision"] == .signed(-23))
    #expect(fields["root_delay_microseconds"] == .number(39993))
    #expect(fields["root_dispersion_microseconds"] == .number(59997))
    #expect(fields["reference_identifier"] == .address(address("192.168.1.1")))
    #expect(fields["origin_timestamp"] == .number(0x1122_3344_5566_7788))
    #expect(fields["receive_unix_seconds"] == .signed(1_700_000_000))
    #expect(fields["reference_unix_seconds"] == .signed(1_699_999_600))
  }

  @Test(arguments: [
    client, fullClient, kiss, control, controlResponse, privateRequest, nts, signed,
  ])
  func isCertain(message: [UInt8]) {
    let reading = Reading(NTP.self, message)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
  }

  @Test func kissCodeIsAText() {
    #expect(Reading(NTP.self, Self.kiss).fields["reference_identifier"] == .text("RATE"))
    // Without the letters it is the answer of a clock that was never set, or something else.
    var other = Self.kiss
    other[12] = 1
    #expect(Reading(NTP.self, other).recognition == .unsure)
    // Three times alike that no clock has are a repetition only with the letters.
    for position in [24, 32, 40] { other[position] = 0x60 }
    #expect(Reading(NTP.self, other).recognition == .notMine)
    other[12] = Self.kiss[12]
    #expect(Reading(NTP.self, other).recognition == .certain)
  }

  @Test func extensionFieldsAndCode() {
    let fields = Reading(NTP.self, Self.nts).fields["extension_fields"]?.values ?? []
    #expect(fields.map { $0.fields?["type"]?.number } == [0x0104, 0x0204, 0x0404])
    #expect(fields.map { $0.fields?["length"]?.number } == [36, 104, 40])
    let reading = Reading(NTP.self, Self.signed)
    #expect(reading.fields["key_identifier"] == .number(42))
    #expect(reading.fields["digest_length"] == .number(16))
    #expect(reading.fields["extension_fields"] == nil)
    // 17 octets behind the header are neither.
    #expect(Reading(NTP.self, Self.server + Array(0..<17)).recognition == .notMine)
  }

  @Test func variablesOfTheControlMode() {
    let request = Reading(NTP.self, Self.control).fields
    #expect(request["opcode"] == .number(2))
    #expect(request["sequence"] == .number(1))
    #expect(request["response"] == .flag(false))
    let response = Reading(NTP.self, Self.controlResponse).fields
    #expect(response["response"] == .flag(true))
    #expect(response["status"] == .number(0x0618))
    #expect(response["data"] == .text("version=\"ntpd 4.2.8p15\", stratum=2\r\n"))
    var other = Self.control
    other[5] = 1
    #expect(Reading(NTP.self, other).recognition == .notMine)
  }

  @Test func monitorList() {
    let fields = Reading(NTP.self, Self.privateRequest).fields
    #expect(fields["implementation"] == .number(3))
    #expect(fields["request_code"] == .number(42))
    var other = Self.privateRequest
    other[3] = 200
    #expect(Reading(NTP.self, other).recognition == .notMine)
  }

  /// Data of someone else where the times of a server should be; each has a first line of NTP.
  @Test(arguments: [16..<24, 32..<40, 40..<48]) func foreignOctetsInATimestamp(range: Range<Int>) {
    var other = Self.server
    other.replaceSubrange(range, with: Array("password".utf8))
    #expect(Reading(NTP.self, other).recognition == .notMine)
  }

  @Test func foreignOctetsInADelay() {
    for position in [4, 8] {
      var other = Self.server
      other.replaceSubrange(position..<position + 4, with: Array("data".utf8))
      #expect(Reading(NTP.self, other).recognition == .notMine)
    }
  }

  /// A client says little or all; a hidden text in place of what it leaves zero is neither.
  @Test(arguments: [4..<12, 16..<24, 32..<40]) func foreignOctetsInAClient(range: Range<Int>) {
    var other = Self.client
    other.replaceSubrange(range, with: Array("password".utf8))
    #expect(Reading(NTP.self, other).recognition == .notMine)
  }

  @Test func transmitOfAClientMayBeRandom() {
    var other = Self.client
    other.replaceSubrange(40..<48, with: Array("password".utf8))
    #expect(Reading(NTP.self, other).recognition == .certain)
    other.replaceSubrange(40..<48, with: [UInt8](repeating: 0, count: 8))
    #expect(Reading(NTP.self, other).recognition == .certain)
  }

  /// An interleaved answer carries the transmit time of the answer before; a clock may be wrong by years.
  @Test func orderThatOnlySomeClocksHave() {
    var other = Self.server
    other[43] &-= 64
    #expect(Reading(NTP.self, other).recognition == .unsure)
    other = Self.server
    other[16] -= 4
    #expect(Reading(NTP.self, other).recognition == .unsure)
  }

  @Test func versionsAndModes() {
    var other = Self.client
    other[0] = 0x2b
    #expect(Reading(NTP.self, other).recognition == .notMine)
    #expect(Reading(NTP.self, other).fault == .version)
    other[0] = 0x20
    #expect(Reading(NTP.self, other).recognition == .notMine)
    other[0] = 0x0b
    #expect(Reading(NTP.self, other).recognition == .certain)
    #expect(Reading(NTP.self, Array(Self.server.dropLast())).recognition == .notMine)
    #expect(Reading(NTP.self, Array(Self.server.dropLast())).fault == .truncated)
  }

  /// Octets without order behind the first four of a client and of a server.
  @Test func noiseBehindAnHonestBeginning() {
    var state: UInt64 = 0x9e37_79b9_7f4a_7c15
    var passed = 0
    for round in 0..<20_000 {
      let head = round % 2 == 0 ? Self.client : Self.server
      let message = (0..<48).map { position -> UInt8 in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return position < 4 ? head[position] : UInt8(truncatingIfNeeded: state >> 24)
      }
      if Reading(NTP.self, message).recognition != .notMine { passed += 1 }
    }
    #expect(passed == 0)
  }

  @Test func whateverTheOctets() {
    for message in [
      Self.server, Self.client, Self.control, Self.controlResponse, Self.privateRequest, Self.nts,
      Self.signed,
    ] {
      expectTotal(NTP.self, message)
    }
  }
}
