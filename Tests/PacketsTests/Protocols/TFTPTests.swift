import Testing

@testable import Packets

@Suite struct TFTPTests {
  /// A card that boots asks for pxelinux.0.
  private static let request = bytes(
    """
    00 01 70 78 65 6c 69 6e 75 78 2e 30 00 6f 63 74 65 74 00 62
    6c 6b 73 69 7a 65 00 31 34 36 38 00 74 73 69 7a 65 00 30 00
    """)

  /// The block size is acknowledged.
  private static let options = bytes(
    """
    00 06 62 6c 6b 73 69 7a 65 00 31 34 36 38 00
    """)

  /// File not found.
  private static let error = bytes(
    """
    00 05 00 01 46 69 6c 65 20 6e 6f 74 20 66 6f 75 6e 64 00
    """)

  /// The first and last block, four octets.
  private static let data = bytes(
    """
    00 03 00 01 01 02 03 04
    """)

  @Test func requestIsRead() {
    let reading = Reading(TFTP.self, Self.request)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["opcode"] == .number(1))
    #expect(reading.fields["filename"] == .text("pxelinux.0"))
    #expect(reading.fields["mode"] == .text("octet"))
    let options = reading.fields["options"]?.values?.compactMap(\.fields)
    #expect(options?.map { $0["option"] } == [.text("blksize"), .text("tsize")])
    #expect(options?.map { $0["value"] } == [.text("1468"), .text("0")])
  }

  @Test func answers() {
    let options = Reading(TFTP.self, Self.options)
    #expect(options.recognition == .certain)
    #expect(options.fields["options"]?.values?.count == 1)
    let error = Reading(TFTP.self, Self.error)
    #expect(error.recognition == .certain)
    #expect(error.fields["error_message"] == .text("File not found"))
    let data = Reading(TFTP.self, Self.data)
    #expect(data.recognition == .unsure)
    #expect(data.fields["block"] == .number(1))
    #expect(data.fields["data_length"] == .number(4))
  }

  @Test func modeDecides() {
    var other = Self.request
    other[13] = 0x4f
    #expect(Reading(TFTP.self, other).recognition == .certain)
    other[14] = 0x78
    #expect(Reading(TFTP.self, other).recognition == .notMine)
  }

  @Test func textWithoutItsZero() {
    #expect(Reading(TFTP.self, Array(Self.request.prefix(8))).fault == .truncated)
    #expect(Reading(TFTP.self, bytes("00 07 00 01")).recognition == .notMine)
  }

  @Test func whateverTheOctets() {
    for sample in [Self.request, Self.options, Self.error, Self.data] {
      expectTotal(TFTP.self, sample)
    }
  }
}
