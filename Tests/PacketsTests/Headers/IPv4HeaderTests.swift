import Packets
import Testing

@Suite struct IPv4HeaderTests {
  /// Router alert, 10.0.0.1 to 224.0.0.251, IGMP, don't fragment and more fragments at 1480.
  let header = bytes(
    """
    46 00 00 20 00 00 60 b9 01 02 00 00 0a 00 00 01 e0 00 00 fb 94 04 00 00 16
    """)

  @Test func fields() throws {
    let view = try IPv4Header(unsafe header.span.bytes)
    let value0 = view.length
    #expect(value0 == 24)
    let value1 = view.options.byteCount
    #expect(value1 == 4)
    let value2 = view.isCut
    #expect(value2 == false)
    let value3 = view.totalLength
    #expect(value3 == 32)
    let value4 = view.dontFragment
    #expect(value4 == true)
    let value5 = view.moreFragments
    #expect(value5 == true)
    let value6 = view.fragmentOffset
    #expect(value6 == 1480)
    let value7 = view.isFragment
    #expect(value7 == true)
    let value8 = view.timeToLive
    #expect(value8 == 1)
    let value9 = view.transport.rawValue
    #expect(value9 == 2)
    let value10 = view.source
    #expect(value10 == address("10.0.0.1"))
    let value11 = view.destination
    #expect(value11 == address("224.0.0.251"))
  }

  @Test(arguments: 0..<20) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.ipv4, .truncated)) {
      _ = try IPv4Header(unsafe cut.span.bytes)
    }
  }

  @Test(arguments: 20..<24) func optionsCut(count: Int) throws {
    let cut = Array(header.prefix(count))
    let view = try IPv4Header(unsafe cut.span.bytes)
    let found = (view.isCut, view.options.byteCount)
    #expect(found.0)
    #expect(found.1 == count - 20)
  }

  @Test(arguments: UInt8.min...UInt8.max) func firstOctet(octet: UInt8) {
    var other = header
    other[0] = octet
    let fault: DecodeFault
    do throws(DecodeFault) {
      _ = try IPv4Header(unsafe other.span.bytes)
      fault = .none
    } catch {
      fault = error
    }
    let expected =
      octet >> 4 != 4
      ? DecodeFault(.ipv4, .version)
      : octet & 15 < 5 ? DecodeFault(.ipv4, .headerLength) : .none
    #expect(fault == expected)
  }
}
