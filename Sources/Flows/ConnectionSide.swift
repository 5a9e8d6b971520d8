/// One direction of a conversation as its history is kept.
///
/// Positions are relative to the initial sequence number: the SYN is 0, the first payload byte 1.
/// Where no SYN was seen, the first packet's sequence number counts as 1.
struct ConnectionSide {
  /// Where a side of TCP stands.
  enum Phase: UInt8 {
    /// Nothing came from it.
    case inactive
    /// It sent SYN.
    case synSent
    /// As originator it sent SYN-ACK.
    case synAckSent
    /// It sent without SYN.
    case partial
    /// Its SYN was answered, or answers.
    case established
    /// It sent FIN.
    case closed
    /// It sent RST.
    case reset
  }

  /// A stretch of payload that was seen behind a hole.
  struct Stretch {
    var start: Int64
    var end: Int64
  }

  /// Packets sent.
  var packets: UInt64 = 0
  /// Bytes of IP packets sent.
  var ipBytes: UInt64 = 0
  /// Payload bytes sent, of TCP each one once.
  var payloadBytes: UInt64 = 0
  /// The initial sequence number.
  var initial: UInt32 = 0
  /// Retransmissions, zero windows and gaps: their letters are written at powers of ten.
  var retransmissions: UInt32 = 0
  var zeroWindows: UInt32 = 0
  var gaps: UInt32 = 0
  /// Behind the furthest position that was sent.
  var furthest: Int64 = 0
  /// The furthest position that the other side acknowledged.
  var acknowledged: Int64 = 0
  /// All payload before here was seen or is given up.
  var contiguous: Int64 = 1
  /// Behind the FIN that came last.
  var finEnd: Int64 = 0
  /// Where the last SYN, FIN and RST stood: the same one again writes no letter.
  var lastSYN: Int64 = 0
  var lastFIN: Int64 = 0
  var lastRST: Int64 = 0
  private(set) var phase = Phase.inactive
  private(set) var previous = Phase.inactive
  /// Letters that were written, a bit each.
  var written: UInt8 = 0
  var hasFIN = false
  /// FIN or RST came.
  var isClosing = false
  /// FIN or RST came, and all before it.
  var hasClosed = false
  private var stretchCount: UInt8 = 0
  /// In order, apart from each other and behind `contiguous`; one more than are kept.
  private var stretches = InlineArray<9, Stretch>(repeating: Stretch(start: 0, end: 0))

  /// Stretches behind holes that are kept; one more gives up the first hole.
  static let mostStretches = 8
  /// SYN and RST that lie further off than this do not say where the side stands.
  static let trustedJump: Int32 = 1 << 20

  /// Leaves the state, and remembers it.
  mutating func enter(_ next: Phase) {
    guard next != phase else { return }
    previous = phase
    phase = next
  }

  /// Neither began in the middle nor was aborted: its gaps are real.
  var isClean: Bool { phase == .established || phase == .closed && previous == .established }

  /// Nothing was seen that makes it more than half of a connection.
  var isInactive: Bool { phase == .inactive || phase == .partial }

  /// Whether it sent payload, or the other side says so.
  var hasSent: Bool { max(furthest, acknowledged) > (hasFIN ? 2 : 1) }

  /// A sequence number as a position near the furthest one; negative before the initial one.
  func position(_ sequence: UInt32) -> Int64 { near(furthest, sequence) }

  /// An acknowledgment number as a position near the one that was acknowledged last.
  func acknowledgedPosition(_ number: UInt32) -> Int64 { near(acknowledged, number) }

  private func near(_ position: Int64, _ number: UInt32) -> Int64 {
    let there = initial &+ UInt32(truncatingIfNeeded: position)
    return position &+ Int64(Int32(bitPattern: number &- there))
  }

  /// Starts to count from a sequence number, with so much sent.
  mutating func start(at sequence: UInt32, furthest: Int64) {
    if sequence != initial {
      contiguous = 1
      stretchCount = 0
    }
    initial = sequence
    self.furthest = furthest
    acknowledged = 0
  }

  /// Notes that payload was seen; how much of it for the first time.
  mutating func cover(_ start: Int64, _ end: Int64) -> UInt64 {
    let start = max(start, contiguous)
    guard start < end else { return 0 }
    var whole = Stretch(start: start, end: end)
    var fresh = end - start
    var kept = 0
    var place = 0
    for index in 0..<Int(stretchCount) {
      let stretch = stretches[index]
      if stretch.end < start || stretch.start > end {
        stretches[kept] = stretch
        kept += 1
        if stretch.end < start { place = kept }
      } else {
        fresh -= max(0, min(end, stretch.end) - max(start, stretch.start))
        whole = Stretch(
          start: min(whole.start, stretch.start), end: max(whole.end, stretch.end))
      }
    }
    stretchCount = UInt8(truncatingIfNeeded: kept)
    if whole.start == contiguous {
      contiguous = whole.end
    } else {
      for index in stride(from: kept, to: place, by: -1) {
        stretches[index] = stretches[index - 1]
      }
      stretches[place] = whole
      stretchCount += 1
      if stretchCount > ConnectionSide.mostStretches { _ = skipHole() }
    }
    return UInt64(fresh)
  }

  /// Gives up the first hole and goes on behind the stretch that follows it; how large the hole was.
  private mutating func skipHole() -> Int64 {
    let hole = stretches[0].start - contiguous
    contiguous = stretches[0].end
    stretchCount -= 1
    for index in 0..<Int(stretchCount) { stretches[index] = stretches[index + 1] }
    return hole
  }

  /// The next hole before an acknowledged position, which is given up; `nil` where there is none.
  mutating func nextGap(before acknowledged: Int64) -> UInt64? {
    guard acknowledged > contiguous else { return nil }
    if stretchCount > 0, stretches[0].start <= acknowledged { return UInt64(skipHole()) }
    let hole = acknowledged - contiguous
    contiguous = acknowledged
    return UInt64(hole)
  }
}
