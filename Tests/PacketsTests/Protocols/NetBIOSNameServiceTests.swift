import Testing

@testable import Packets

@Suite struct NetBIOSNameServiceTests {
  /// Who is the file server FILESRV?
  private static let query = bytes(
    """
    80 01 01 10 00 01 00 00 00 00 00 00  // a query by broadcast
    20 45 47 45 4a 45 4d 45 46 46 44 46 43 46 47 43  // FILESRV<20> NB IN
    41 43 41 43 41 43 41 43 41 43 41 43 41 43 41 43
    41 00 00 20 00 01
    """)

  /// A node tells its names.
  private static let status = bytes(
    """
    80 02 84 00 00 00 00 01 00 00 00 00  // a node status
    20 43 4b 41 41 41 41 41 41 41 41 41 41 41 41 41  // *<00> NBSTAT IN
    41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41
    41 00 00 21 00 01 00 00 00 00
    00 53 02 46 49 4c 45 53 52 56 20 20 20 20 20 20  // two names and the unit identifier
    20 20 00 04 00 57 4f 52 4b 47 52 4f 55 50 20 20
    20 20 20 20 00 84 00 02 00 00 00 00 0a 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00
    """)

  /// FILESRV is 192.168.1.5 from now on.
  private static let registration = bytes(
    """
    80 03 29 10 00 01 00 00 00 00 00 01  // a registration by broadcast
    20 45 47 45 4a 45 4d 45 46 46 44 46 43 46 47 43  // FILESRV<00> NB IN
    41 43 41 43 41 43 41 43 41 43 41 43 41 43 41 41
    41 00 00 20 00 01
    c0 0c 00 20 00 01 00 04 93 e0 00 06 60 00 c0 a8  // NB 192.168.1.5, a node of type H
    01 05
    """)

  @Test func nameAndServiceOfAQuery() {
    let reading = Reading(NetBIOSNameService.self, Self.query)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["broadcast"] == .flag(true))
    let question = reading.fields["questions"]?.values?.first?.fields
    #expect(question?["name"] == .text("FILESRV"))
    #expect(question?["suffix"] == .number(32))
    #expect(question?["type_name"] == .text("NB"))
    #expect(Reading(DNS.self, Self.query).recognition == .notMine)
  }

  @Test func namesOfANode() {
    let reading = Reading(NetBIOSNameService.self, Self.status)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let answer = reading.fields["answers"]?.values?.first?.fields
    #expect(answer?["name"] == .text("*"))
    let names = (answer?["names"]?.values ?? []).compactMap(\.fields)
    #expect(names.map { $0["name"]?.text } == ["FILESRV", "WORKGROUP"])
    #expect(names.map { $0["flags"]?.number } == [0x0400, 0x8400])
    #expect(answer?["unit_identifier"] == .mac(MACAddress(rawValue: 0x0200_0000_000a)))
    #expect(Reading(DNS.self, Self.status).recognition == .notMine)
  }

  @Test func addressOfARegistration() {
    let reading = Reading(NetBIOSNameService.self, Self.registration)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["opcode"] == .number(5))
    let record = reading.fields["additional"]?.values?.first?.fields
    #expect(record?["name"] == .text("FILESRV"))
    let entry = record?["addresses"]?.values?.first?.fields
    #expect(entry?["group"] == .flag(false))
    #expect(entry?["owner_node_type"] == .number(3))
    #expect(entry?["address"] == .address(address("192.168.1.5")))
  }

  @Test func lettersAreFromAToP() {
    var other = Self.query
    other[20] = 0x51
    #expect(Reading(NetBIOSNameService.self, other).recognition == .notMine)
    // A question of DNS whose first label has 32 such letters.
    other = Self.query
    other[47] = 1
    other[2] = 1
    other[3] = 0
    other[47] = 28
    #expect(Reading(NetBIOSNameService.self, other).recognition == .notMine)
    #expect(Reading(DNS.self, other).recognition == .certain)
  }

  @Test func whateverTheOctets() {
    expectTotal(NetBIOSNameService.self, Self.query)
    expectTotal(NetBIOSNameService.self, Self.status)
    expectTotal(NetBIOSNameService.self, Self.registration)
  }
}
