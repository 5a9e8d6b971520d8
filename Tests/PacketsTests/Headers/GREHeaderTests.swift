import Packets
import Testing

@Suite struct GREHeaderTests {
  /// All options of version 0, and a routing entry of four octets before the last.
  private let full = bytes(
    "f0 00 08 00 12 34 00 00 00 00 00 2a 00 00 00 09 08 00 00 04 0a 00 00 01 00 00 00 00 45")

  @Test func fields() throws {
    let view = try GREHeader(unsafe full.span.bytes)
    #expect(view.length == 28)
    #expect(view.version == 0)
    #expect(view.protocolType == .ipv4)
    #expect(view.hasChecksum == true)
    #expect(view.key == 42)
    #expect(view.sequenceNumber == 9)
    #expect(view.acknowledgmentNumber == nil)
  }

  @Test(arguments: 0..<28) func truncated(count: Int) {
    let cut = Array(full.prefix(count))
    #expect(throws: DecodeFault(.gre, .truncated)) {
      _ = try GREHeader(unsafe cut.span.bytes).length
    }
  }

  /// Where key, sequence and acknowledgment stand for each combination of flags.
  @Test(
    arguments: [
      ("00 00", 4, nil, nil, nil), ("80 00", 8, nil, nil, nil), ("20 00", 8, 1, nil, nil),
      ("10 00", 8, nil, 1, nil), ("30 00", 12, 1, 2, nil), ("a0 00", 12, 2, nil, nil),
      ("90 00", 12, nil, 2, nil), ("b0 00", 16, 2, 3, nil), ("20 81", 12, 1, nil, 2),
      ("30 01", 12, 1, 2, nil), ("30 81", 16, 1, 2, 3),
    ] as [(String, Int, UInt32?, UInt32?, UInt32?)])
  func options(
    flags: String, length: Int, key: UInt32?, sequence: UInt32?, acknowledgment: UInt32?
  ) throws {
    let octets = bytes("\(flags) 88 0b 00 00 00 01 00 00 00 02 00 00 00 03")
    let view = try GREHeader(unsafe octets.span.bytes)
    #expect(view.length == length)
    #expect(view.key == key)
    #expect(view.sequenceNumber == sequence)
    #expect(view.acknowledgmentNumber == acknowledgment)
  }

  @Test func routingWithoutEnd() {
    let octets =
      bytes("40 00 08 00 00 00 00 00") + (0..<40).flatMap { _ in bytes("08 00 00 00") }
    #expect(throws: DecodeFault(.gre, .depth)) {
      _ = try GREHeader(unsafe octets.span.bytes).length
    }
  }

  /// A key below the reserved subnets, a key with a sequence number, another payload: all plain GRE.
  @Test(arguments: [
    ("20 00 65 58 00 10 00 00 00 00 00 00", true), ("20 00 65 58 00 0f ff ff 00 00 00 00", false),
    ("30 00 65 58 00 10 00 00 00 00 00 00", false), ("20 00 08 00 00 10 00 00 00 00 00 00", false),
  ])
  func networkVirtualization(header: String, isOne: Bool) throws {
    let octets = bytes(header)
    #expect(try GREHeader(unsafe octets.span.bytes).isNetworkVirtualization == isOne)
  }
}
