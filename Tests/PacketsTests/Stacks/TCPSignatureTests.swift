import Capture
import Packets
import Testing

/// Signatures of SYN and SYN-ACK; the expected texts are what p0f 3.09b prints for the same packets.
@Suite struct TCPSignatureTests {
  /// A real SYN of lwIP 2.1.3.
  static let embedded = """
    02 00 00 00 00 10 0c c4 7a 00 00 01 08 00 45 00
    00 30 00 00 00 00 ff 06 a6 f6 0a 63 00 02 0a 63
    00 0a e3 c7 00 50 00 00 19 6d 00 00 00 00 70 02
    ff ff 71 c8 00 00 02 04 05 b4 01 03 03 01
    """
  /// A real SYN of Linux 6.18.
  static let kernel = """
    02 00 00 00 00 10 0c c4 7a 00 00 01 08 00 45 00
    00 3c 50 65 40 00 40 06 d5 85 0a 63 00 02 0a 63
    00 0a db fc 00 50 7a 68 92 fd 00 00 00 00 a0 02
    fa f0 15 00 00 00 02 04 05 b4 04 02 08 0a 98 21
    1c 49 00 00 00 00 01 03 03 0a
    """
  /// Its answer by another one.
  static let answer = """
    0c c4 7a 00 00 01 02 00 00 00 00 10 08 00 45 00
    00 3c 00 00 40 00 40 06 25 eb 0a 63 00 0a 0a 63
    00 02 00 50 db fc 63 da 2d ed 7a 68 92 fe a0 12
    fe 88 15 00 00 00 02 04 05 b4 04 02 08 0a c7 70
    cb 43 98 21 1c 49 01 03 03 0a
    """

  @Test(arguments: [
    (embedded, "4:255+0:0:1460:65535,1:mss,nop,ws:id-:0"),
    (kernel, "4:64+0:0:1460:mss*44,10:mss,sok,ts,nop,ws:df,id+:0"),
    (answer, "4:64+0:0:1460:mss*45,10:mss,sok,ts,nop,ws:df:0"),
  ]) func realPackets(dump: String, text: String) throws {
    #expect(try #require(Decoded.signature(bytes(dump))).description == text)
  }

  @Test func fields() throws {
    let signature = try #require(Decoded.signature(bytes(Self.answer)))
    #expect(signature.isAnswer)
    #expect(signature.timestamp == 0xc770_cb43)
    #expect(signature.windowScale == 10)
    #expect(signature.options == TCPOptionOrder([2, 4, 8, 1, 3]))
    #expect(signature.headersLength == 60)
    #expect(signature.quirks == .dontFragment)
    #expect(signature.windowSize() == .segments(45))
  }

  /// Octets of the Linux SYN that are written over, and what p0f makes of it.
  @Test(arguments: [
    ([22: 63], "4:63+1:0:1460:mss*44,10:mss,sok,ts,nop,ws:df,id+:0"),
    ([22: 200], "4:200+?:0:1460:mss*44,10:mss,sok,ts,nop,ws:df,id+:0"),
    ([15: 2], "4:64+0:0:1460:mss*44,10:mss,sok,ts,nop,ws:df,id+,ecn:0"),
    ([20: 0xc0], "4:64+0:0:1460:mss*44,10:mss,sok,ts,nop,ws:df,id+,0+:0"),
    ([20: 0], "4:64+0:0:1460:mss*44,10:mss,sok,ts,nop,ws::0"),
    ([42: 1], "4:64+0:0:1460:mss*44,10:mss,sok,ts,nop,ws:df,id+,ack+:0"),
    ([38: 0, 39: 0, 40: 0, 41: 0], "4:64+0:0:1460:mss*44,10:mss,sok,ts,nop,ws:df,id+,seq-:0"),
    ([47: 0xc2], "4:64+0:0:1460:mss*44,10:mss,sok,ts,nop,ws:df,id+,ecn:0"),
    ([47: 0x2a], "4:64+0:0:1460:mss*44,10:mss,sok,ts,nop,ws:df,id+,urgf+,pushf+:0"),
    ([53: 9], "4:64+0:0:1460:mss*44,10:mss,sok,ts,nop,ws:df,id+,uptr+:0"),
    ([48: 0x05, 49: 0xdc], "4:64+0:0:1460:mtu*1,10:mss,sok,ts,nop,ws:df,id+:0"),
    ([48: 0x20, 49: 0], "4:64+0:0:1460:8192,10:mss,sok,ts,nop,ws:df,id+:0"),
    ([69: 7], "4:64+0:0:1460:mss*44,10:mss,sok,ts,nop,ws:df,id+,ts2+:0"),
    ([73: 15], "4:64+0:0:1460:mss*44,15:mss,sok,ts,nop,ws:df,id+,exws:0"),
    ([55: 6], "4:64+0:0:1460:mss*44,10:mss,sok,ts,nop,ws:df,id+,bad:0"),
    ([70: 0, 71: 0, 72: 0, 73: 0], "4:64+0:0:1460:mss*44,0:mss,sok,ts,eol+3:df,id+:0"),
    ([70: 0], "4:64+0:0:1460:mss*44,0:mss,sok,ts,eol+3:df,id+,opt+:0"),
    ([58: 5], "4:64+0:0:1460:mss*44,0:mss,sack:df,id+,bad:0"),
    ([71: 253], "4:64+0:0:1460:mss*44,0:mss,sok,ts,nop,?253:df,id+:0"),
  ]) func peculiarities(changes: [Int: UInt8], text: String) throws {
    var frame = bytes(Self.kernel)
    for (place, octet) in changes { frame[place] = octet }
    #expect(try #require(Decoded.signature(frame)).description == text)
  }

  @Test func zeroTimestamp() throws {
    var frame = bytes(Self.kernel)
    for place in 62..<66 { frame[place] = 0 }
    #expect(
      try #require(Decoded.signature(frame)).description
        == "4:64+0:0:1460:mss*44,10:mss,sok,ts,nop,ws:df,id+,ts1-:0")
  }

  /// The same in IPv6, without an identification but with a flow label.
  @Test func version6() throws {
    let header =
      "02 00 00 00 00 10 0c c4 7a 00 00 01 86 dd 60 00 00 05 00 28 06 40"
      + String(repeating: " 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01", count: 2)
    let frame = bytes(header) + bytes(Self.kernel)[34...]
    let signature = try #require(Decoded.signature(frame))
    #expect(signature.description == "6:64+0:0:1460:mss*44,10:mss,sok,ts,nop,ws:flow:0")
  }

  /// The window of an answer can be a multiple of what the SYN named.
  @Test func windowByThePeer() {
    var signature = TCPSignature()
    signature.maximumSegmentSize = 8960
    signature.window = 4 * 1380
    #expect(signature.windowSize() == .plain(5520))
    #expect(signature.windowSize(peerSegment: 1380) == .segments(4))
    #expect(signature.windowSize(peerSegment: 1392) == .segments(4))
    #expect(signature.windowSize(peerSegment: 7) == .plain(5520))
  }

  /// At every length that the capture cut the packet to: a signature only once the headers are whole.
  @Test func everyLength() {
    let frame = bytes(Self.kernel)
    for count in 0...frame.count {
      let signature = Decoded.signature(Array(frame.prefix(count)), wireLength: frame.count)
      #expect((signature != nil) == (count == frame.count), "\(count)")
    }
  }

  /// With every octet of the packet written over with every value there is no trap.
  @Test func everyOctet() {
    let frame = bytes(Self.kernel)
    for place in 14..<frame.count {
      for octet in UInt8.min...UInt8.max {
        var other = frame
        other[place] = octet
        _ = Decoded.signature(other)?.description
      }
    }
  }

  @Test func onlySYN() {
    var frame = bytes(Self.kernel)
    for (flags, isRead) in [
      (0x02, true), (0x12, true), (0x10, false), (0x06, false), (0x03, false),
    ] {
      frame[47] = UInt8(flags)
      #expect((Decoded.signature(frame) != nil) == isRead)
    }
  }

  @Test func payload() throws {
    var frame = bytes(Self.kernel) + [1, 2, 3]
    frame[17] = 0x3f
    #expect(try #require(Decoded.signature(frame)).description.hasSuffix(":df,id+:+"))
  }
}

extension Decoded {
  /// The signature of one frame, if it has one.
  static func signature(_ frame: [UInt8], wireLength: Int? = nil) -> TCPSignature? {
    read(frame, wireLength: wireLength).signature
  }

  /// The marks and the signature of one frame.
  static func read(
    _ frame: [UInt8], wireLength: Int? = nil
  ) -> (marks: StackMarks?, signature: TCPSignature?) {
    let records = [
      FrameRecord(
        timestamp: Timestamp(rawValue: 0), offset: 0, capturedLength: UInt32(frame.count),
        wireLength: UInt32(wireLength ?? frame.count), linkType: LinkType(rawValue: 1),
        checkSequenceLength: 0)
    ]
    var decoder = PacketDecoder()
    var batch = PacketBatch(capacity: 1)
    let frames = unsafe FrameBatch(records: records.span, bytes: frame.span.bytes)
    decoder.decode(frames, into: &batch)
    return (batch.stackMarks(of: 0, in: frames), batch.tcpSignature(of: 0, in: frames))
  }
}
