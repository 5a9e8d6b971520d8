import CPcap
import Testing

@testable import Capture

@Suite struct LinkTypeTests {
  @Test func names() {
    #expect(LinkType.ethernet.name == "Ethernet (1)")
    #expect(LinkType(rawValue: 127).name == "IEEE 802.11 radiotap (127)")
    #expect(LinkType(rawValue: 60_000).name == "unknown (60000)")
  }

  /// The numbers that libpcap writes into a file for its own DLT_ numbers.
  @Test(
    arguments: [
      0, 1, 9, 10, 11, 12, 50, 51, 104, 105, 107, 108, 113, 127, 228, 229, 239, 276,
    ] as [Int32])
  func dataLinkTypes(dataLinkType: Int32) throws {
    let file = TemporaryFile()
    let handle = unsafe try #require(pcap_open_dead(dataLinkType, 65_535))
    let dumper = unsafe try #require(pcap_dump_open(handle, file.path))
    unsafe pcap_dump_close(dumper)
    unsafe pcap_close(handle)
    var words = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    let offline = unsafe try #require(pcap_open_offline(file.path, &words))
    #expect(unsafe pcap_datalink(offline) == dataLinkType)
    unsafe pcap_close(offline)

    let linkType = try #require(LinkType(dataLinkType: dataLinkType))
    #expect(linkType.dataLinkType == dataLinkType)
    let written = TemporaryFile(
      PcapBytes(linkField: UInt32(linkType.rawValue)).header)
    let read = unsafe try #require(pcap_open_offline(written.path, &words))
    #expect(unsafe pcap_datalink(read) == dataLinkType)
    unsafe pcap_close(read)
  }
}
