import Testing

@testable import Packets

@Suite struct OrganizationSlowProtocolTests {
  /// A protocol of an organization that has none, by hand.
  private static let message = bytes(
    """
    0a 02 00 00  // organization
    01 02  // its own
    """)

  @Test func messageIsRead() {
    let reading = Reading(OrganizationSlowProtocol.self, Self.message)
    #expect(reading.recognition == .unsure)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["organizationally_unique_identifier"] == .octets(bytes("02 00 00")))
    #expect(fields["data"] == .octets(bytes("01 02")))
  }

  @Test func otherSubtypeIsNotMine() {
    #expect(Reading(OrganizationSlowProtocol.self, bytes("03 02 00 00")).recognition == .notMine)
    #expect(Reading(OrganizationSlowProtocol.self, bytes("0a 02")).fault == .truncated)
  }

  @Test func theOrganizationsOwnDissectorIsPreferred() {
    let octets = bytes("0a 00 19 a7 00 01 10 00 00 00 01 00 04 02")
    let carrier = OrganizationSlowProtocol.carriers[0]
    #expect(unsafe ProtocolCatalog.read(Payload(octets.span.bytes, in: carrier))?.name == "esmc")
  }

  @Test func whateverTheOctets() {
    expectTotal(OrganizationSlowProtocol.self, Self.message)
  }
}
