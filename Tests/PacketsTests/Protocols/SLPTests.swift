import Testing

@testable import Packets

@Suite struct SLPTests {
  /// Who manages hardware?
  private static let request = bytes(
    """
    02 01 00 00 3c 20 00 00 00 00 12 34 00 02 65 6e  // a service request
    00 00 00 1b 73 65 72 76 69 63 65 3a 6d 61 6e 61
    67 65 6d 65 6e 74 2d 68 61 72 64 77 61 72 65 00
    07 44 45 46 41 55 4c 54 00 00 00 00
    """)

  /// A WBEM server for management.
  private static let reply = bytes(
    """
    02 02 00 00 3d 00 00 00 00 00 12 34 00 02 65 6e  // a service reply
    00 00 00 01 00 ff ff 00 23 73 65 72 76 69 63 65
    3a 77 62 65 6d 3a 68 74 74 70 73 3a 2f 2f 31 39
    32 2e 30 2e 32 2e 39 3a 35 39 38 39 00
    """)

  /// A directory agent tells where it is.
  private static let advertisement = bytes(
    """
    02 08 00 00 4e 00 00 00 00 00 12 34 00 02 65 6e  // a DA advertisement
    00 00 65 53 f1 00 00 23 73 65 72 76 69 63 65 3a
    64 69 72 65 63 74 6f 72 79 2d 61 67 65 6e 74 3a
    2f 2f 31 39 32 2e 30 2e 32 2e 31 00 07 44 45 46
    41 55 4c 54 00 05 28 61 3d 31 29 00 00 00
    """)

  /// Who is a directory agent? In version 1.
  private static let version1 = bytes(
    """
    01 01 00 29 00 00 65 6e 00 03 00 55 00 00 00 19  // version 1, a service request
    64 69 72 65 63 74 6f 72 79 2d 61 67 65 6e 74 2f
    44 45 46 41 55 4c 54 2f 2f
    """)

  @Test func requestForAService() {
    let reading = Reading(SLP.self, Self.request)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["version"] == .number(2))
    #expect(reading.fields["function_name"] == .text("SrvRqst"))
    #expect(reading.fields["request_multicast"] == .flag(true))
    #expect(reading.fields["transaction_identifier"] == .number(0x1234))
    #expect(reading.fields["language_tag"] == .text("en"))
    #expect(reading.fields["service_type"] == .text("service:management-hardware"))
    #expect(reading.fields["scopes"] == .text("DEFAULT"))
  }

  @Test func replyWithAURL() {
    let reading = Reading(SLP.self, Self.reply)
    #expect(reading.fault == .none)
    #expect(reading.fields["error_code"] == .number(0))
    let entry = reading.fields["url_entries"]?.values?.first?.fields
    #expect(entry?["lifetime_seconds"] == .number(65535))
    #expect(entry?["url"] == .text("service:wbem:https://192.0.2.9:5989"))
  }

  @Test func advertisementOfADirectoryAgent() {
    let reading = Reading(SLP.self, Self.advertisement)
    #expect(reading.fault == .none)
    #expect(reading.fields["boot_timestamp_seconds"] == .number(1_700_000_000))
    #expect(reading.fields["url"] == .text("service:directory-agent://192.0.2.1"))
    #expect(reading.fields["attributes"] == .text("(a=1)"))
  }

  @Test func version1() {
    let reading = Reading(SLP.self, Self.version1)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["language_code"] == .text("en"))
    #expect(reading.fields["character_encoding"] == .number(3))
    #expect(reading.fields["predicate"] == .text("directory-agent/DEFAULT//"))
  }

  @Test func lengthIsTheDatagrams() {
    #expect(Reading(SLP.self, Self.request + [0]).recognition == .notMine)
    #expect(Reading(SLP.self, Self.version1 + [0]).recognition == .notMine)
    #expect(Reading(SLP.self, Self.request + [0], in: .tcp).recognition == .certain)
    #expect(Reading(SLP.self, Array(Self.request.prefix(9)), in: .tcp).recognition == .unsure)
    #expect(Reading(SLP.self, Array(Self.request.prefix(30)), in: .tcp).fault == .truncated)
    var other = Self.request
    other[6] = 1
    #expect(Reading(SLP.self, other).recognition == .notMine)
    other = Self.request
    other[1] = 12
    #expect(Reading(SLP.self, other).recognition == .notMine)
  }

  @Test func whateverTheOctets() {
    for message in [Self.request, Self.reply, Self.advertisement, Self.version1] {
      expectTotal(SLP.self, message)
      expectTotal(SLP.self, message, in: .tcp)
    }
  }
}
