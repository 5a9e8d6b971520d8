import Packets
import Testing

@Suite struct VXLANHeaderTests {
  @Test(arguments: [
    ("08 00 00 00 00 00 7b 00", nil, UInt8(3)), ("0c 00 00 02 00 00 7b 00", nil, 2),
    ("88 08 00 10 00 00 7b 00", UInt16(16), 3),
  ])
  func fields(header: String, group: UInt16?, next: UInt8) throws {
    let octets = bytes(header)
    let view = try VXLANHeader(unsafe octets.span.bytes)
    #expect(view.networkIdentifier == 123)
    #expect(view.groupPolicy == group)
    #expect(view.nextProtocol == next)
    #expect(view.isExact == true)
  }

  @Test(arguments: [
    "08 00 00 01 00 00 7b 00", "08 01 00 00 00 00 7b 00", "08 00 00 00 00 00 7b 01",
    "0c 00 01 02 00 00 7b 00", "88 01 00 10 00 00 7b 00", "48 00 00 00 00 00 7b 00",
  ])
  func reservedBits(header: String) throws {
    let octets = bytes(header)
    let view = try VXLANHeader(unsafe octets.span.bytes)
    #expect(view.isExact == false)
    #expect(view.networkIdentifier == 123)
    #expect(view.nextProtocol == 3)
  }

  @Test(arguments: ["00 00 00 00 00 00 7b 00", "84 00 00 01 00 00 7b 00"])
  func refuses(header: String) {
    let octets = bytes(header)
    #expect(throws: DecodeFault(.vxlan, .field)) {
      _ = try VXLANHeader(unsafe octets.span.bytes).nextProtocol
    }
  }

  @Test(arguments: 0..<8) func truncated(count: Int) {
    let cut = Array(bytes("08 00 00 00 00 00 7b 00").prefix(count))
    #expect(throws: DecodeFault(.vxlan, .truncated)) {
      _ = try VXLANHeader(unsafe cut.span.bytes).nextProtocol
    }
  }
}
