import Packets
import Testing

@Suite struct LinuxCookedHeaderTests {
  /// Version 1: sent to us, Ethernet address 02:00:00:00:00:01, IPv4.
  let header = bytes(
    """
    00 00 00 01 00 06 02 00 00 00 00 01 00 00 08 00 45
    """)

  @Test func fields() throws {
    let view = try LinuxCookedHeader(unsafe header.span.bytes)
    let value0 = view.length
    #expect(value0 == 16)
    let value1 = view.protocolNumber
    #expect(value1 == 0x0800)
    let value2 = view.source
    #expect(value2 == MACAddress(rawValue: 0x0200_0000_0001))
  }

  @Test(arguments: 0..<16) func truncated(count: Int) {
    let cut = Array(header.prefix(count))
    #expect(throws: DecodeFault(.linuxCooked, .truncated)) {
      _ = try LinuxCookedHeader(unsafe cut.span.bytes)
    }
  }

  /// Version 2: IPv6, interface 2, Ethernet address 02:00:00:00:00:01.
  let second = bytes("86 dd 00 00 00 00 00 02 00 01 00 06 02 00 00 00 00 01 00 00")

  @Test func fieldsOfTheSecondVersion() throws {
    let view = try LinuxCookedHeader(secondVersion: unsafe second.span.bytes)
    let found = (view.length, view.protocolNumber, view.source)
    #expect(found.0 == 20)
    #expect(found.1 == 0x86dd)
    #expect(found.2 == MACAddress(rawValue: 0x0200_0000_0001))
  }

  @Test(arguments: 0..<20) func truncatedSecondVersion(count: Int) {
    let cut = Array(second.prefix(count))
    #expect(throws: DecodeFault(.linuxCooked, .truncated)) {
      _ = try LinuxCookedHeader(secondVersion: unsafe cut.span.bytes)
    }
  }

  @Test(arguments: [0, 1, 5, 7, 8, 20, 255]) func addressOfAnotherLength(length: UInt8) throws {
    var other = header
    other[5] = length
    let source = try LinuxCookedHeader(unsafe other.span.bytes).source
    #expect(source == nil)
  }
}
