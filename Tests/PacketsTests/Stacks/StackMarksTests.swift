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
