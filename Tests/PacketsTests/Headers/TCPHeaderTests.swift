import Packets
import Testing

@Suite struct TCPHeaderTests {
  /// 49153 to 80, PSH and ACK, a timestamp option.
  let header = bytes(
    """
    c0 01 00 50 00 00 00 01 00 00 00 02 80 18 ff ff 00 00 00 00
    01 01 08 0a 00 00 00 07 00 00 00 09
    """)

  @Test func fields() throws {
    let view = try TCPHeader(unsafe header.span.bytes, wireLength: 32)
    let value0 = view.length
    #expect(value0 == 32)
    let value1 = view.options.byteCount
    #expect(value1 == 12)
    let value2 = view.isCut
    #expect(value2 == false)
    let value3 = view.sourcePort
    #expect(value3 == 49153)
    let value4 = view.destinationPort
    #expect(value4 == 80)
    let value5 = view.flags
    #expect(value5 == [.psh, .ack])
  }

  @Test(arguments: 0..<20) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.tcp, .truncated)) {
      _ = try TCPHeader(unsafe cut.span.bytes, wireLength: 32)
    }
  }

  @Test(arguments: UInt8.min...UInt8.max) func dataOffset(octet: UInt8) {
    var other = header
    other[12] = octet
    let length = try? TCPHeader(unsafe other.span.bytes, wireLength: 32).length
    let expected = Int(octet >> 4) * 4
    #expect(length == ((20...32).contains(expected) ? expected : nil))
  }
}
