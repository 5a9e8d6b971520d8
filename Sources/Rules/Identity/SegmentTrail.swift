import Capture
import Packets

/// What the segments with data of one end of a TCP connection have in common, and which of them stands out.
///
/// A system numbers its packets and the octets that it sends in one line. A segment that leaves the line,
/// with one behind it that is in line again, was sent by somebody else. Fixed memory: below 500 bytes.
struct SegmentTrail: Sendable {
  /// A part of the stream.
  private struct Part: Sendable {
    var sequence: UInt32 = 0
    var length: UInt32 = 0
    var data = SegmentDigest()
    var dontFragment = false
  }

  /// Steps of a counter that must have been seen.
  private static let fewestSteps: UInt8 = 4
  /// The largest step of a counter, and from where on an identification is far from it.
  private static let step: UInt16 = 256
  private static let reach: UInt16 = 4096
  /// Ticks that a clock may be off: ten seconds of the fastest.
  private static let slack = 10_000.0
  /// Ticks a second, at most: twice those of the fastest.
  private static let fastest = 2000.0
  /// Segments that stand out alike make a new line.
  private static let mostOdd: UInt8 = 4

  /// The opening.
  let signature: TCPSignature
  /// The peer's first octet; `nil` where it is not known.
  private var base: UInt32?
  private var identification: UInt16 = 0
  private var steps: UInt8 = 0
  private var isNumbered = false
  /// Both ends have agreed that every segment has a timestamp (RFC 7323 section 3.2).
  private var isStamped = false
  private var timestamp: UInt32 = 0
  private var timestampTime = Timestamp(rawValue: 0)
  private var parts = InlineArray<8, Part>(repeating: Part())
  private var nextPart: UInt8 = 0
  private var overlaps: UInt8 = 0
  private var odd: (oddity: Oddity, marks: StackMarks, length: UInt32)?
  private var oddInRow: UInt8 = 0
  /// Segments that stood out so far.
  private(set) var oddSegments: UInt32 = 0
  /// Segments that were in line so far.
  private(set) var ownSegments: UInt32 = 0

  /// A connection that begins with a SYN or SYN-ACK; the latter names the peer's first octet.
  init(signature: TCPSignature, marks: StackMarks) {
    self.signature = signature
    guard signature.isAnswer else { return }
    base = marks.tcpAcknowledgment
    isStamped = signature.options.contains(TCPOptionKind.timestamps)
  }

  /// The peer has answered the SYN.
  mutating func noteAnswer(_ marks: StackMarks, _ answer: TCPSignature) {
    guard base == nil else { return }
    base = marks.tcpSequence &+ 1
    isStamped =
      signature.options.contains(TCPOptionKind.timestamps)
      && answer.options.contains(TCPOptionKind.timestamps)
  }

  /// Takes in a segment with data.
  /// - Returns: A segment that stood out before, where this one is in line again; or this one, where it has
  ///   other octets than one before.
  mutating func note(_ segment: Segment) -> Contradiction? {
    let differing = differingPart(segment)
    let oddity = oddity(of: segment)
    defer { keep(segment) }
    if let differing {
      // A copy that was damaged on its way has the same headers and the same length, and comes once.
      let isOtherwiseOdd =
        !oddity.isEmpty || odd != nil || differing.length != segment.length
        || differing.dontFragment != segment.marks.dontFragment
      overlaps = overlaps == .max ? .max : overlaps + 1
      if isOtherwiseOdd || overlaps > 1 { return contradiction(segment, oddity) }
    }
    guard oddity.isEmpty else {
      noteOdd(segment, oddity)
      return nil
    }
    ownSegments &+= 1
    oddInRow = 0
    follow(segment)
    guard let odd, odd.oddity != .acknowledgment || isBack(segment, behind: odd.marks) else {
      return nil
    }
    self.odd = nil
    return Contradiction(
      oddity: odd.oddity, odd: odd.marks, length: odd.length, back: segment.marks)
  }

  /// Data cannot be taken back: a copy that was late has an older number of its own as well.
  private func isBack(_ segment: Segment, behind odd: StackMarks) -> Bool {
    Int32(bitPattern: odd.tcpAcknowledgment &- segment.marks.tcpAcknowledgment) > 0
      && Int32(bitPattern: segment.marks.tcpSequence &- odd.tcpSequence) > 0
  }

  private mutating func contradiction(_ segment: Segment, _ oddity: Oddity) -> Contradiction {
    let former = odd
    odd = nil
    // Of the two the one that stands out in something else is somebody else's.
    if let former, oddity.isEmpty {
      return Contradiction(
        oddity: former.oddity.union(.data), odd: former.marks, length: former.length,
        back: segment.marks)
    }
    return Contradiction(
      oddity: oddity.union(.data), odd: segment.marks, length: segment.length, back: segment.marks)
  }

  private mutating func noteOdd(_ segment: Segment, _ oddity: Oddity) {
    oddSegments &+= 1
    oddInRow = oddInRow == .max ? .max : oddInRow + 1
    if odd == nil { odd = (oddity, segment.marks, segment.length) }
    // A line that goes on elsewhere is a new one; a program may change the time to live, and that is
    // odd however often it comes, once it is as before.
    guard oddInRow >= SegmentTrail.mostOdd, !oddity.contains(.timeToLive) else { return }
    odd = nil
    oddInRow = 0
    steps = 0
    isNumbered = false
    timestamp = 0
    isStamped = false
    base = nil
  }

  private func oddity(of segment: Segment) -> Oddity {
    var oddity: Oddity = []
    let marks = segment.marks
    if marks.timeToLive != signature.timeToLive { oddity.insert(.timeToLive) }
    if let number = marks.identification, number != 0, steps >= SegmentTrail.fewestSteps {
      let distance = number &- identification
      if distance > SegmentTrail.reach, distance < 0 &- SegmentTrail.reach {
        oddity.insert(.identification)
      }
    }
    if marks.tcpTimestamp != 0, timestamp != 0, isOffClock(marks.tcpTimestamp, segment.time) {
      oddity.insert(.timestamp)
    }
    // A keep-alive of one octet may be without; of what was cut short nothing is known.
    if isStamped, marks.tcpTimestamp == 0, segment.length > 1, marks.data != SegmentDigest() {
      oddity.insert(.timestamp)
    }
    if let base, let sent = segment.peerOctets, sent < 1 << 30, marks.tcpFlags.contains(.ack) {
      // One more for the FIN.
      let ahead = Int64(Int32(bitPattern: marks.tcpAcknowledgment &- base))
      if ahead > Int64(sent) + 1 { oddity.insert(.acknowledgment) }
    }
    return oddity
  }

  private func isOffClock(_ value: UInt32, _ time: Timestamp) -> Bool {
    let step = Double(Int32(bitPattern: value &- timestamp))
    let elapsed = max(0, Double(time.nanoseconds(since: timestampTime)) / 1e9)
    return step < -SegmentTrail.slack
      || step > elapsed * SegmentTrail.fastest + SegmentTrail.slack
  }

  /// Follows the counters along.
  private mutating func follow(_ segment: Segment) {
    if let number = segment.marks.identification {
      let step = number &- identification
      if isNumbered, step >= 1, step <= SegmentTrail.step {
        steps = steps == .max ? .max : steps + 1
      } else if steps < SegmentTrail.fewestSteps {
        steps = 0
      }
      // What comes late does not set the counter back.
      if !isNumbered || step < 0x8000 { identification = number }
      isNumbered = true
    }
    if segment.marks.tcpTimestamp != 0 {
      timestamp = segment.marks.tcpTimestamp
      timestampTime = segment.time
    }
  }

  /// A part of the stream that starts where the segment does and has other octets; a keep-alive of one
  /// octet has none of the stream's (RFC 9293 section 3.8.4).
  private func differingPart(_ segment: Segment) -> Part? {
    guard segment.length > 1 else { return nil }
    for index in 0..<8 where parts[index].sequence == segment.marks.tcpSequence {
      let part = parts[index]
      let isOfSameLength = part.length == segment.length
      if part.data.contradicts(segment.marks.data, isOfSameLength: isOfSameLength) { return part }
    }
    return nil
  }

  private mutating func keep(_ segment: Segment) {
    guard segment.length > 1, segment.marks.data != SegmentDigest() else { return }
    parts[Int(nextPart % 8)] = Part(
      sequence: segment.marks.tcpSequence, length: segment.length, data: segment.marks.data,
      dontFragment: segment.marks.dontFragment)
    nextPart = (nextPart + 1) % 8
  }
}

/// A trail as it is kept over a restart.
extension SegmentTrail: Storable {
  func store(to writer: inout StoredWriter) {
    writer.add(signature)
    writer.add(base != nil)
    writer.add(base ?? 0)
    writer.add(identification)
    writer.add(steps)
    writer.add(isNumbered)
    writer.add(isStamped)
    writer.add(timestamp)
    writer.add(timestampTime)
    for index in 0..<8 {
      writer.add(parts[index].sequence)
      writer.add(parts[index].length)
      writer.add(parts[index].data)
      writer.add(parts[index].dontFragment)
    }
    writer.add(nextPart)
    writer.add(overlaps)
    writer.add(odd?.marks)
    writer.add(odd?.oddity.rawValue ?? 0)
    writer.add(odd?.length ?? 0)
    writer.add(oddInRow)
    writer.add(oddSegments)
    writer.add(ownSegments)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    signature = try reader.value()
    let isBased = try reader.flag()
    let first: UInt32 = try reader.number()
    base = isBased ? first : nil
    identification = try reader.number()
    steps = try reader.number()
    isNumbered = try reader.flag()
    isStamped = try reader.flag()
    timestamp = try reader.number()
    timestampTime = try reader.time()
    for index in 0..<8 {
      parts[index] = Part(
        sequence: try reader.number(), length: try reader.number(), data: try reader.value(),
        dontFragment: try reader.flag())
    }
    nextPart = try reader.number()
    overlaps = try reader.number()
    let marks = try reader.optional(StackMarks.self)
    let oddity = Oddity(rawValue: try reader.number())
    let length: UInt32 = try reader.number()
    odd = marks.map { (oddity, $0, length) }
    oddInRow = try reader.number()
    oddSegments = try reader.number()
    ownSegments = try reader.number()
  }
}
