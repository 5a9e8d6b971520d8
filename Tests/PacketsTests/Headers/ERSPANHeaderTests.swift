import Packets
import Testing

@Suite struct ERSPANHeaderTests {
  private let second = bytes("10 05 24 64 00 00 00 01")
  private let third = bytes("20 05 00 65 00 00 00 01 00 00 08 01 0c 00 00 00 00 00 00 01")

  @Test func fields() throws {
    let view = try ERSPANHeader(unsafe second.span.bytes, isThirdType: false)
    #expect(view.length == 8)
    #expect(view.vlan == 5)
    #expect(view.sessionIdentifier == 100)
    #expect(view.isTruncated == true)
    #expect(view.frameType == 0)
    let other = try ERSPANHeader(unsafe third.span.bytes, isThirdType: true)
    #expect(other.length == 20)
    #expect(other.sessionIdentifier == 101)
    #expect(other.frameType == 2)
  }

  @Test(arguments: 0..<20) func truncated(count: Int) {
    let cut = Array(third.prefix(count))
    #expect(throws: DecodeFault(.erspan, .truncated)) {
      _ = try ERSPANHeader(unsafe cut.span.bytes, isThirdType: true).length
    }
  }

  @Test func version() {
    #expect(throws: DecodeFault(.erspan, .version)) {
      _ = try ERSPANHeader(unsafe third.span.bytes, isThirdType: false).length
    }
  }
}
