import Capture
import Packets

/// What TCP's flags and numbers say, RFC 9293 section 3, as Zeek reads them.
extension ConnectionHistory {
  /// Follows a segment of TCP.
  mutating func follow(_ segment: Segment, side: Int) {
    let peer = 1 - side
    noteBeginning(segment, side)
    // The answer came first, as where two taps are merged: the SYN is what it answered.
    let isAnswered =
      sides[side].phase == .inactive && sides[peer].phase == .established
      && sides[side].initial == segment.sequence
    let isFirst = begin(segment, side)
    let position = sides[side].position(segment.sequence)
    writeLetters(segment, position, side)
    if segment.window == 0, !segment.flags.contains(.rst), sides[peer].phase != .closed,
      sides[side].phase != .reset
    {
      sides[side].zeroWindows &+= 1
      if ConnectionHistory.isPowerOfTen(sides[side].zeroWindows) { write(0x57, side) }
    }
    if !sides[0].hasClosed || !sides[1].hasClosed { last = max(last, segment.time) }
    if segment.flags.contains(.fin) {
      sides[side].hasFIN = true
      sides[side].finEnd = position + segment.span
    }
    let acknowledged =
      segment.flags.contains(.ack) ? noteAcknowledgment(segment, of: peer) : 0
    // What the numbers start with is no repetition.
    if !isFirst { moveOn(segment, side) }
    advance(segment, side, isAnswered: isAnswered)
    if segment.flags.contains(.ack) { giveUp(before: acknowledged, of: peer) }
    if segment.length > 0, !segment.flags.contains(.rst), position >= 0 {
      let first = segment.flags.contains(.syn) ? position + 1 : position
      sides[side].payloadBytes &+= sides[side].cover(first, first + segment.length)
    }
    for each in 0...1 where sides[each].isClosing {
      sides[each].hasClosed = sides[each].contiguous + 1 >= sides[each].furthest
    }
  }

  /// Whether a counter stands at 1, 10, 100 and so on.
  private static func isPowerOfTen(_ count: UInt32) -> Bool {
    var power: UInt32 = 1
    while power < count {
      let (next, overflow) = power.multipliedReportingOverflow(by: 10)
      if overflow { return false }
      power = next
    }
    return power == count
  }

  private mutating func noteBeginning(_ segment: Segment, _ side: Int) {
    guard sides[side].packets == 1 else { return }
    let isSYN = segment.flags.contains(.syn)
    if side == originator {
      isPartial = !isSYN || segment.flags.contains(.ack)
    } else if !isPartial {
      isPartial = !isSYN
    }
  }

  /// Lets a side's sequence numbers start, or start anew; whether they do with this segment.
  private mutating func begin(_ segment: Segment, _ side: Int) -> Bool {
    let isSYN = segment.flags.contains(.syn)
    switch sides[side].phase {
    case .inactive:
      // Without SYN as though there had been one, so that the first byte stands at 1.
      let initial = isSYN ? segment.sequence : segment.sequence &- 1
      sides[side].start(at: initial, furthest: segment.span + (isSYN ? 0 : 1))
      return true
    case .synSent, .synAckSent:
      guard isSYN, segment.sequence != sides[side].initial else { return false }
    case .established, .partial:
      guard isSYN else { return false }
    case .reset:
      // An RST that came first may have been forged.
      guard isSYN, sides[side].previous == .inactive else { return false }
    case .closed: return false
    }
    sides[side].start(at: segment.sequence, furthest: segment.span)
    return true
  }

  private mutating func writeLetters(_ segment: Segment, _ position: Int64, _ side: Int) {
    let flags = segment.flags
    let control = flags.intersection([.syn, .fin, .rst])
    switch control {
    case []:
      if segment.length > 0 {
        write(.data, 0x44, side)
      } else if flags.contains(.ack) {
        write(.acknowledgment, 0x41, side)
      }
    case .syn:
      let letter: UInt8 = flags.contains(.ack) ? 0x48 : 0x53
      if write(.syn, letter, side), position != sides[side].lastSYN { write(letter, side) }
      sides[side].lastSYN = position
    case .fin:
      let end = position + segment.length
      if write(.fin, 0x46, side), end != sides[side].lastFIN { write(0x46, side) }
      sides[side].lastFIN = end
    case .rst:
      if write(.rst, 0x52, side), position != sides[side].lastRST { write(0x52, side) }
      sides[side].lastRST = position
    default:
      if flags.isSuperset(of: [.fin, .rst]) {
        write(.inconsistent, 0x49, side)
      } else {
        write(.multiFlag, 0x51, side)
      }
    }
  }

  /// Takes an acknowledgment of what a side sent; the position that it stands for, 0 for none.
  private mutating func noteAcknowledgment(_ segment: Segment, of side: Int) -> Int64 {
    guard sides[side].phase != .inactive else {
      // It was heard by the other end at least: the numbers start as though there had been a SYN.
      sides[side].start(at: segment.acknowledgment &- 1, furthest: 0)
      return 1
    }
    let position = sides[side].acknowledgedPosition(segment.acknowledgment)
    guard position >= 0 else { return 0 }
    let step = position - sides[side].acknowledged
    // A field that was left zero is no acknowledgment.
    if segment.acknowledgment == 0, step > ConnectionSide.trustedJump { return 0 }
    if step > 0, !segment.flags.contains(.rst) { sides[side].acknowledged = position }
    return position
  }

  /// Moves the furthest position, or counts a retransmission.
  private mutating func moveOn(_ segment: Segment, _ side: Int) {
    let flags = segment.flags
    let behind = segment.sequence &+ UInt32(truncatingIfNeeded: segment.span)
    let step = sides[side].position(behind) - sides[side].furthest
    if flags.contains(.syn) || flags.contains(.rst), step.magnitude > ConnectionSide.trustedJump {
      return
    }
    if flags.contains(.fin), sides[side].furthest == 1 {
      // Between a SYN and a FIN alone there may lie more than 2 GiB.
      sides[side].furthest = Int64(behind &- sides[side].initial)
    } else if sides[side].phase == .reset {
      return
    } else if step > 0 {
      sides[side].furthest += step
    } else if segment.length > 0 {
      sides[side].retransmissions &+= 1
      if ConnectionHistory.isPowerOfTen(sides[side].retransmissions) { write(0x54, side) }
    }
  }

  /// Counts what a side sent before an acknowledged position and nobody saw.
  private mutating func giveUp(before acknowledged: Int64, of side: Int) {
    var end = acknowledged
    if sides[side].hasFIN, end >= sides[side].finEnd { end = sides[side].finEnd - 1 }
    // The first number of a partial side is a guess.
    guard sides[0].isClean, sides[1].isClean, !(isPartial && end <= 2) else { return }
    while let gap = sides[side].nextGap(before: end) {
      missedBytes &+= gap
      sides[side].gaps &+= 1
      if ConnectionHistory.isPowerOfTen(sides[side].gaps) { write(0x47, side) }
    }
  }
}
