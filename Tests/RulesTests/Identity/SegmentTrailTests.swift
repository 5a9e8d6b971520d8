import Capture
import Testing

@testable import Packets
@testable import Rules

/// Which segments of a connection stand out, and which only look so.
@Suite struct SegmentTrailTests {
  /// A connection whose client sends a segment of 100 octets every 100 ms; the peer answers each with 50.
  private struct Talk {
    var trail: SegmentTrail
    var found: [SegmentTrail.Contradiction] = []
    private var next = StackMarks()
    private var seconds = 1.0
    private var peerOctets: UInt64 = 0
    private var number: UInt8 = 0

    init(timestamps: Bool = true, agreed: Bool = false) {
      var signature = TCPSignature()
      signature.timeToLive = 64
      if agreed { signature.options = TCPOptionOrder([2, 4, 8, 1, 3]) }
      trail = SegmentTrail(signature: signature, marks: StackMarks())
      var answer = StackMarks()
      answer.tcpSequence = 9000
      trail.noteAnswer(answer, signature)
      next.timeToLive = 64
      next.dontFragment = true
      next.identification = 100
      next.tcpFlags = [.ack, .psh]
      next.tcpSequence = 5001
      next.tcpAcknowledgment = 9001
      next.tcpTimestamp = timestamps ? 1_000_000 : 0
    }

    /// The next segments in line.
    mutating func go(_ count: Int = 1) {
      for _ in 0..<count {
        add(next, text: number)
        advance()
      }
    }

    /// The same as the next one in line, but for what is changed; the line does not go on.
    mutating func add(
      length: UInt32 = 100, text: UInt8? = nil, _ change: (inout StackMarks) -> Void
    ) {
      var marks = next
      change(&marks)
      seconds += 0.01
      add(marks, length: length, text: text ?? number)
    }

    /// The line goes on without a segment that was seen.
    mutating func advance() {
      next.identification? &+= 2
      next.tcpSequence &+= 100
      next.tcpAcknowledgment &+= 50
      if next.tcpTimestamp != 0 { next.tcpTimestamp &+= 100 }
      seconds += 0.1
      peerOctets += 50
      number &+= 1
    }

    mutating func pause(_ time: Double) {
      seconds += time
      if next.tcpTimestamp != 0 { next.tcpTimestamp &+= UInt32(time * 1000) }
    }

    mutating func change(_ change: (inout StackMarks) -> Void) { change(&next) }

    private mutating func add(_ marks: StackMarks, length: UInt32 = 100, text: UInt8) {
      var marks = marks
      let octets = [UInt8](repeating: text, count: Int(length))
      marks.data = SegmentDigest(octets.octets, length: octets.count)
      let segment = SegmentTrail.Segment(
        marks: marks, length: length, time: Timestamp(rawValue: Int64(seconds * 1e9)),
        peerOctets: peerOctets)
      if let contradiction = trail.note(segment) { found.append(contradiction) }
    }
  }

  @Test func inLine() {
    var talk = Talk()
    talk.go(200)
    talk.pause(1700)
    talk.go(200)
    #expect(talk.found.isEmpty && talk.trail.ownSegments == 400)
  }

  /// Somebody adds a segment, and the system itself goes on at the same place of the stream.
  @Test func added() throws {
    var talk = Talk()
    talk.go(6)
    talk.add(length: 60, text: 99) { $0.identification = 40_000 }
    talk.go(2)
    let found = try #require(talk.found.first)
    #expect(talk.found.count == 1)
    #expect(found.oddity == [.identification, .data] && found.odd.identification == 40_000)
  }

  @Test func timeToLive() throws {
    var talk = Talk()
    talk.go(1)
    for _ in 0..<20 { talk.add { $0.timeToLive = 255 } }
    #expect(talk.found.isEmpty)
    talk.go(1)
    #expect(talk.found.map(\.oddity) == [.timeToLive])
  }

  @Test(arguments: [UInt32(20_000), 0x8000_0000, 0x4000_0000, 0xffff_0000])
  func timestamp(step: UInt32) {
    var talk = Talk()
    talk.go(3)
    talk.add { $0.tcpTimestamp &+= step }
    talk.advance()
    talk.go(1)
    #expect(talk.found.map(\.oddity) == [.timestamp])
  }

  /// A segment that was late, a pause, a clock that jumps for good, and none at all.
  @Test func timestampInLine() {
    var talk = Talk()
    talk.go(3)
    talk.add { $0.tcpTimestamp &-= 9000 }
    talk.advance()
    talk.go(1)
    talk.pause(3600)
    talk.go(3)
    talk.change { $0.tcpTimestamp &+= 50_000_000 }
    talk.go(40)
    #expect(talk.found.isEmpty)
    var other = Talk(timestamps: false)
    other.go(3)
    other.add { $0.tcpTimestamp = 7 }
    other.advance()
    other.go(3)
    #expect(other.found.isEmpty)
  }

  /// A segment without the timestamp that both ends have agreed on; keep-alives and what was cut short by
  /// the capture do not count, nor does a system that leaves them out for good.
  @Test func missingTimestamp() {
    var talk = Talk(agreed: true)
    talk.go(1)
    talk.add { $0.tcpTimestamp = 0 }
    talk.advance()
    talk.go(1)
    #expect(talk.found.map(\.oddity) == [.timestamp])
    var other = Talk(agreed: true)
    other.go(1)
    other.add(length: 1) { $0.tcpTimestamp = 0 }
    other.go(2)
    other.change { $0.tcpTimestamp = 0 }
    other.go(20)
    #expect(other.found.isEmpty)
    var without = Talk()
    without.go(1)
    without.add { $0.tcpTimestamp = 0 }
    without.advance()
    without.go(1)
    #expect(without.found.isEmpty)
  }

  /// It acknowledges what the peer has not sent, and takes that back.
  @Test func acknowledgment() {
    var talk = Talk()
    talk.go(4)
    talk.add { $0.tcpAcknowledgment &+= 400 }
    talk.advance()
    talk.go(2)
    #expect(talk.found.map(\.oddity) == [.acknowledgment])
  }

  /// Packets of the peer that the capture has missed: nothing is taken back. A FIN takes a number.
  @Test func missedPackets() {
    var talk = Talk()
    talk.go(4)
    for _ in 0..<5 {
      talk.change { $0.tcpAcknowledgment &+= 3000 }
      talk.go(12)
    }
    #expect(talk.found.isEmpty)
    var closing = Talk()
    closing.go(4)
    closing.add { $0.tcpAcknowledgment &+= 1 }
    closing.advance()
    closing.go(2)
    #expect(closing.found.isEmpty)
  }

  /// An identification that leaves a counter for a while.
  @Test func identification() {
    var talk = Talk()
    talk.go(6)
    talk.add { $0.identification = 40_000 }
    talk.advance()
    talk.go(1)
    #expect(talk.found.map(\.oddity) == [.identification])
  }

  /// A counter that wraps or goes on elsewhere, one that others share, numbers without a habit, and none.
  @Test func identificationInLine() {
    var talk = Talk()
    talk.change { $0.identification = 65_520 }
    talk.go(20)
    talk.change { $0.identification = 30_000 }
    talk.go(20)
    talk.change { $0.identification? &+= 3000 }
    talk.go(20)
    talk.add { $0.identification? &-= 100 }
    talk.add { $0.identification = 0 }
    talk.go(3)
    #expect(talk.found.isEmpty)
    var scattered = Talk()
    for number in 0..<60 {
      scattered.change { $0.identification = UInt16(truncatingIfNeeded: number * 40_503) }
      scattered.go(1)
    }
    #expect(scattered.found.isEmpty)
    var six = Talk()
    six.change { $0.identification = nil }
    six.go(60)
    #expect(six.found.isEmpty)
  }

  /// Two segments at one place with different octets.
  @Test func overlap() {
    var talk = Talk()
    talk.go(2)
    talk.add(length: 64, text: 200) { _ in }
    talk.go(1)
    #expect(talk.found.map(\.oddity) == [.data])
    // The same length and the same headers: once it may be damage, twice it is not.
    var copies = Talk()
    copies.go(2)
    copies.add(text: 200) { _ in }
    copies.go(1)
    #expect(copies.found.isEmpty)
    copies.add(text: 201) { _ in }
    copies.go(1)
    #expect(copies.found.map(\.oddity) == [.data])
  }

  /// Retransmissions, also joined and cut anew, and keep-alives (RFC 9293 section 3.8.4).
  @Test func repeated() {
    var talk = Talk()
    for _ in 0..<20 {
      talk.add { _ in }
      talk.add(length: 40) { _ in }
      talk.go(1)
      talk.add(length: 1, text: 0) { $0.tcpSequence &-= 1 }
    }
    #expect(talk.found.isEmpty)
  }

  /// What is kept over a restart goes on; cut short it is refused.
  @Test func stored() throws {
    var talk = Talk()
    talk.go(6)
    talk.add(length: 60, text: 99) { $0.identification = 40_000 }
    let octets = talk.trail.stored
    talk.trail = try SegmentTrail(stored: octets)
    #expect(talk.trail.stored == octets)
    talk.go(1)
    #expect(talk.found.count == 1)
    for count in octets.indices {
      #expect(throws: StoredFault.self) { try SegmentTrail(stored: Array(octets.prefix(count))) }
    }
  }

  /// The size that the documentation states.
  @Test func memory() { #expect(MemoryLayout<SegmentTrail>.size <= 500) }
}
