import Packets
import Testing

@Suite struct StackMarksTests {
  @Test func version4() throws {
    let marks = try #require(Decoded.read(bytes(TCPSignatureTests.kernel)).marks)
    #expect(marks.timeToLive == 64 && marks.initialTimeToLive.isExact)
    #expect(marks.dontFragment)
    #expect(marks.identification == 0x5065)
    #expect(marks.tcpFlags == .syn)
    #expect(marks.tcpSequence == 0x7a68_92fd)
  }

  @Test func version6() throws {
    let frame = bytes("\(SampleFrame.ethernet) 86 dd \(SampleFrame.ipv6UDP)")
    let marks = try #require(Decoded.read(frame).marks)
    #expect(marks.identification == nil && marks.flowLabel == 0 && marks.timeToLive == 255)
    #expect(marks.tcpFlags == [])
  }

  /// A segment with data has a timestamp and a hash; a SYN has neither.
  @Test func data() throws {
    var frame = bytes(
      """
      \(SampleFrame.ethernet) 08 00
      45 00 00 37 1c 46 40 00 40 06 00 00 ac 10 0a 63 ac 10 0a 0c
      c0 01 00 50 00 00 00 01 00 00 00 02 80 18 ff ff 00 00 00 00
      01 01 08 0a 00 00 00 07 00 00 00 09 61 62 63
      """)
    let marks = try #require(Decoded.read(frame).marks)
    #expect(marks.tcpTimestamp == 7 && marks.data != SegmentDigest())
    frame[66] = 0x62
    let other = try #require(Decoded.read(frame).marks)
    #expect(marks.data.contradicts(other.data, isOfSameLength: true))
    // A list that is not sound, and options that end before it.
    frame[57] = 1
    #expect(try #require(Decoded.read(frame).marks).tcpTimestamp == 0)
    frame[54] = 0
    #expect(try #require(Decoded.read(frame).marks).tcpTimestamp == 0)
    let syn = try #require(Decoded.read(bytes(TCPSignatureTests.kernel)).marks)
    #expect(syn.tcpTimestamp == 0 && syn.data == SegmentDigest() && syn.quote == 0)
  }

  /// An ICMP error names the datagram that it quotes: by its addresses and its UDP header, whatever of IP
  /// was changed on the way and however much is quoted.
  @Test func quote() throws {
    func error(_ quoted: String, code: String = "03") throws -> UInt32 {
      let octets = bytes(quoted)
      let length = UInt8(28 + octets.count)
      let head = bytes(
        """
        \(SampleFrame.ethernet) 08 00
        45 00 00 00 00 01 40 00 40 01 00 00 c0 a8 01 07 0a 00 00 01
        03 \(code) 00 00 00 00 00 00
        """)
      var frame = head + octets
      frame[17] = length
      return try #require(Decoded.read(frame).marks).quote
    }
    let whole = try error(SampleFrame.ipv4UDP)
    #expect(whole != 0)
    let brief = SampleFrame.ipv4UDP.replacing("64 61 74 61", with: "")
    #expect(try error(brief) == whole)
    #expect(try error(brief.replacing("00 01 40 00 40", with: "00 01 40 00 3f")) == whole)
    #expect(try error(brief.replacing("13 88 00 35", with: "13 89 00 35")) != whole)
    #expect(try error(brief.replacing("00 0c 00 00", with: "00 0d 00 00")) != whole)
    #expect(try error(brief, code: "01") == 0)
    #expect(try error(brief.replacing("40 11", with: "40 06")) == 0)
    #expect(try error("45 00 00 20 00 01 40 00 40 11 6e 1d 0a 00 00 01 c0 a8 01 07 13 88") == 0)
  }

  /// What is no IP, or a fragment, has none.
  @Test func none() {
    #expect(Decoded.read(bytes("\(SampleFrame.ethernet) 08 06 00 01")).marks == nil)
    var frame = bytes("\(SampleFrame.ethernet) 08 00 \(SampleFrame.ipv4UDP)")
    #expect(Decoded.read(frame).marks != nil)
    frame[20] = 0x20
    #expect(Decoded.read(frame).marks == nil)
  }

  @Test(arguments: [
    (0, 32, 32), (1, 32, 31), (32, 32, 0), (33, 64, 31), (64, 64, 0), (127, 128, 1), (128, 128, 0),
    (129, 255, 126), (254, 255, 1), (255, 255, 0),
  ]) func initialTimeToLive(received: UInt8, value: UInt8, distance: UInt8) {
    let initial = InitialTimeToLive(of: received)
    #expect(initial.value == value && initial.distance == distance)
    #expect(initial.isExact == (distance == 0))
  }
}
