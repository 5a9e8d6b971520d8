import Packets

/// Where both sides stand, and what that makes of the connection.
extension ConnectionHistory {
  /// Lets a segment move its side's state on, and the other's where it answers.
  mutating func advance(_ segment: Segment, _ side: Int, isAnswered: Bool) {
    switch sides[side].phase {
    case .inactive: advanceFromInactive(segment, side, isAnswered: isAnswered)
    case .synSent, .synAckSent: advanceFromAttempt(segment, side)
    case .established, .partial: advanceFromEstablished(segment, side)
    case .closed:
      // Behind a FIN of both, RST ends nothing any more.
      guard segment.flags.contains(.rst), sides[1 - side].phase != .closed else { return }
      sides[side].enter(.reset)
      sides[side].isClosing = true
    case .reset: break
    }
  }

  private mutating func advanceFromInactive(_ segment: Segment, _ side: Int, isAnswered: Bool) {
    let peer = 1 - side
    let flags = segment.flags
    if flags.contains(.syn) {
      if side != originator || isAnswered {
        if sides[peer].phase == .synSent { sides[peer].enter(.established) }
        sides[side].enter(.established)
      } else {
        sides[side].enter(flags.contains(.ack) ? .synAckSent : .synSent)
      }
    }
    if flags.contains(.fin) { close(side, .closed) }
    if flags.contains(.rst) { close(side, .reset) }
    guard sides[side].phase == .inactive else { return }
    // Some answer a SYN with a bare ACK before their SYN-ACK.
    if side != originator, segment.length == 0, sides[originator].phase == .synSent { return }
    if flags.contains(.ack), sides[peer].phase == .established {
      // Only the SYN was missed.
      sides[side].enter(.established)
      isPartial = false
    } else {
      sides[side].enter(.partial)
    }
  }

  private mutating func advanceFromAttempt(_ segment: Segment, _ side: Int) {
    if segment.flags.contains(.fin) { close(side, .closed) }
    if segment.flags.contains(.rst) { close(side, .reset) }
  }

  private mutating func advanceFromEstablished(_ segment: Segment, _ side: Int) {
    let peer = 1 - side
    let flags = segment.flags
    if flags.contains(.syn), !flags.contains(.ack), sides[side].phase == .partial,
      sides[peer].phase == .inactive
    {
      sides[side].enter(.synSent)
    }
    if flags.contains(.rst) {
      close(side, .reset)
    } else if flags.contains(.fin) {
      close(side, .closed)
      // A FIN and an RST behind it, answered by a FIN, is a normal end.
      if sides[peer].phase == .reset, sides[peer].previous == .closed {
        sides[peer].enter(.closed)
      }
    }
  }

  private mutating func close(_ side: Int, _ phase: ConnectionSide.Phase) {
    sides[side].enter(phase)
    sides[side].isClosing = true
  }

  /// How the conversation began and ended.
  func state(_ transport: IPProtocol?, _ history: [UInt8]) -> ConnectionState {
    switch transport {
    case .tcp: return tcpState(history)
    case .udp:
      let hasSent = sides[originator].packets > 0
      let hasAnswered = sides[1 - originator].packets > 0
      return hasSent
        ? hasAnswered ? .finished : .attempted : hasAnswered ? .halfAnswered : .other
    default: return .other
    }
  }

  private func tcpState(_ history: [UInt8]) -> ConnectionState {
    let starter = sides[originator]
    let other = sides[1 - originator]
    if other.phase == .reset {
      if starter.phase == .synSent || starter.phase == .synAckSent
        || starter.phase == .reset && !starter.hasSent && !other.hasSent
      {
        return .rejected
      }
      return starter.isInactive ? .answerReset : .resetByResponder
    }
    if starter.phase == .reset {
      guard other.isInactive else { return .resetByOriginator }
      return isAttemptAndReset(history) ? .attemptReset : .other
    }
    switch (starter.phase, other.phase) {
    case (.closed, .closed): return .finished
    case (.closed, _): return other.isInactive ? .halfOpen : .closedByOriginator
    case (_, .closed): return starter.isInactive ? .halfAnswered : .closedByResponder
    case (.synSent, .inactive): return .attempted
    case (.established, .established): return .established
    default: return .other
    }
  }

  /// Whether the originator's SYN is followed by its RST, and by nothing of it that belongs to an
  /// established connection in between.
  private func isAttemptAndReset(_ history: [UInt8]) -> Bool {
    var letters = history[...]
    if letters.first == 0x5e { letters = letters.dropFirst() }
    guard letters.first == 0x53 else { return false }
    for letter in letters.dropFirst() {
      switch letter {
      // R
      case 0x52: return true
      // A F G H I Q
      case 0x41, 0x46, 0x47, 0x48, 0x49, 0x51: return false
      default: break
      }
    }
    return false
  }
}
