import Capture
import Testing

@testable import Packets

@Suite struct PacketSampleTests {
  private func sample(_ frame: [UInt8], wireLength: Int? = nil, linkType: UInt16 = 1)
    -> PacketSample?
  {
    let records = [
      FrameRecord(
        timestamp: Timestamp(rawValue: 0), offset: 0, capturedLength: UInt32(frame.count),
        wireLength: UInt32(wireLength ?? frame.count), linkType: LinkType(rawValue: linkType))
    ]
    var decoder = PacketDecoder()
    var batch = PacketBatch(capacity: 1)
    let frames = unsafe FrameBatch(records: records.span, bytes: frame.span.bytes)
    decoder.decode(frames, into: &batch)
    return batch.sample(of: 0, in: frames)
  }

  private func sample(named name: String) throws -> PacketSample? {
    let frame = try #require(SampleFrame.all.first { $0.name == name })
    return sample(frame.frame, linkType: frame.linkType)
  }

  /// From the transport header on, without what pads the frame.
  @Test func tcp() throws {
    let found = try #require(try sample(named: "TCP with a timestamp option"))
    #expect(found.transport == .tcp && found.octets.count == 35 && found.wireLength == 35)
    #expect(found.octets.prefix(4) == [0xc0, 0x01, 0x00, 0x50])
    #expect(found.payloadStart == 32 && Array(found.payload) == [0x61, 0x62, 0x63])
  }

  @Test func udpWithPadding() throws {
    let frame = bytes("\(SampleFrame.ethernet) 08 00 \(SampleFrame.ipv4UDP) ee ee ee ee")
    let found = try #require(sample(frame))
    #expect(found.transport == .udp && found.payloadStart == 8)
    #expect(Array(found.payload) == [0x64, 0x61, 0x74, 0x61] && found.wireLength == 12)
  }

  /// Behind extension headers, of ICMP, SCTP and what has no header that is known.
  @Test func others() throws {
    let echo = try #require(try sample(named: "ICMP echo in SNAP"))
    #expect(echo.transport == .icmp && echo.octets == [8, 0, 0xf7, 0xff, 0, 0, 0, 0])
    #expect(echo.payloadStart == 8 && echo.payload.isEmpty)
    let sctp = try #require(try sample(named: "SCTP"))
    #expect(sctp.transport == .sctp && sctp.payloadStart == 12 && sctp.payload.count == 4)
    let group = try #require(try sample(named: "IGMP in IPv4 with router alert"))
    #expect(group.payloadStart == 0 && group.octets.count == 8)
  }

  /// What is no IP packet, or a piece of one, has none.
  @Test(arguments: ["spanning tree in LLC", "ARP request in a tag"]) func none(name: String) throws
  {
    #expect(try sample(named: name) == nil)
  }

  @Test func pieces() {
    // A first fragment, and a later one.
    for flags in ["20 00", "00 02"] {
      let frame = bytes(
        """
        \(SampleFrame.ethernet) 08 00
        45 00 00 24 00 01 \(flags) 40 11 00 00 0a 00 00 01 c0 a8 01 07
        13 88 00 35 00 20 00 00 01 02 03 04 05 06 07 08
        """)
      #expect(sample(frame) == nil)
    }
  }

  /// A capture that cut the packet says how long it was, and the payload never starts behind the octets.
  @Test func everyLength() throws {
    let frame = try #require(SampleFrame.all.first { $0.name == "TCP with a timestamp option" })
      .frame
    for length in 0..<frame.count {
      guard let found = sample(Array(frame.prefix(length)), wireLength: frame.count) else {
        #expect(length <= 34)
        continue
      }
      #expect(found.octets.count == length - 34 && found.wireLength >= found.octets.count)
      #expect(found.payloadStart <= found.octets.count)
      if length >= 34 + 32 { #expect(found.wireLength == 35) }
    }
  }

  /// A jumbo frame is kept up to the limit.
  @Test func limit() throws {
    var frame = bytes("\(SampleFrame.ethernet) 08 00 \(SampleFrame.ipv4UDP)")
    frame += [UInt8](repeating: 0xab, count: 4000)
    let total = UInt16(frame.count - 14)
    frame.replaceSubrange(16..<18, with: [UInt8(total >> 8), UInt8(total & 0xff)])
    let length = total - 20
    frame.replaceSubrange(38..<40, with: [UInt8(length >> 8), UInt8(length & 0xff)])
    let found = try #require(sample(frame))
    #expect(found.octets.count == PacketSample.most && found.wireLength == Int(length))
  }
}
