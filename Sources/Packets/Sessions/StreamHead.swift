import Capture

/// The beginning of one direction of a TCP connection, put in order.
///
/// Stands reordering, retransmission and overlap: of octets that come twice the first are kept, as most
/// receivers do, and a difference is counted. At most `longest` octets, with one bit each that says
/// whether it is there.
struct StreamHead: Sendable {
  /// Octets that are kept of a direction; a ClientHello with its extensions takes 200 to 2000.
  static let longest = 4096
  /// What arrived, at its place; what has not yet is zero.
  private var octets: [UInt8] = []
  /// One bit an octet: whether it arrived.
  private var arrived: [UInt64] = []
  /// Octets from the front without a gap.
  private(set) var count = 0
  /// Octets that came again with another value.
  private(set) var contradictions = 0

  /// What arrived without a gap.
  var bytes: RawSpan {
    @_lifetime(borrow self) borrowing get { octets.octets.extracting(first: count) }
  }

  /// Whether nothing more is kept.
  var isFull: Bool { count >= StreamHead.longest }

  /// Puts a segment at its offset from the beginning, which is negative for what came before.
  /// - Returns: Whether there is more in order than before.
  mutating func add(_ segment: RawSpan, at offset: Int) -> Bool {
    let from = max(offset, 0)
    let to = min(offset + segment.byteCount, StreamHead.longest)
    guard from < to else { return false }
    if to > octets.count {
      octets.append(contentsOf: repeatElement(0, count: to - octets.count))
      let words = (to + 63) / 64
      arrived.append(contentsOf: repeatElement(0, count: words - arrived.count))
    }
    for position in from..<to {
      let octet = segment.uint8(at: position - offset)
      let bit: UInt64 = 1 << UInt64(position % 64)
      if arrived[position / 64] & bit == 0 {
        arrived[position / 64] |= bit
        octets[position] = octet
      } else if octets[position] != octet {
        contradictions += 1
      }
    }
    let before = count
    while isThere(count) { count += 1 }
    return count > before
  }

  private func isThere(_ position: Int) -> Bool {
    position < octets.count && arrived[position / 64] & (1 << UInt64(position % 64)) != 0
  }
}

extension StreamHead: Storable {
  func store(to writer: inout StoredWriter) {
    writer.add(octets)
    for word in arrived { writer.add(word) }
    writer.add(contradictions)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    octets = try reader.values()
    guard octets.count <= StreamHead.longest else {
      throw reader.fault("the beginning of a stream")
    }
    for _ in 0..<(octets.count + 63) / 64 { arrived.append(try reader.number()) }
    contradictions = try reader.number()
    guard (0..<1 << 62).contains(contradictions) else {
      throw reader.fault("how many octets contradict")
    }
    while isThere(count) { count += 1 }
  }
}
