import Capture

/// The fragments of one datagram that have arrived.
struct FragmentedDatagram: Sendable {
  let key: FragmentKey
  /// When the first of them arrived.
  let started: Timestamp
  /// Their data by offset, without overlaps.
  private(set) var pieces: [Piece] = []
  /// Octets of the whole, once the last fragment was seen.
  private(set) var length: Int?
  /// Octets that are there.
  private(set) var present = 0
  /// Given up: nothing is kept but what the first fragment said.
  private(set) var isDiscarded = false
  /// What the first fragment says follows the IP header; `nil` before it was seen.
  var nextHeader: IPProtocol?
  /// Ports of the first fragment, once they were read.
  var ports: FragmentPorts?
  /// Neighbours by age; -1 for none.
  var older = -1
  var newer = -1

  init(key: FragmentKey, started: Timestamp) {
    self.key = key
    self.started = started
  }

  /// Data of one fragment, or of a part of one.
  struct Piece: Sendable {
    let offset: Int
    let octets: [UInt8]
    var end: Int { offset + octets.count }
  }

  /// What a fragment was to the datagram.
  enum Addition {
    case new
    case duplicate
    case overlap
    case contradiction
  }

  /// Octets of memory, as `FragmentLimits` counts them.
  var cost: Int { present + pieces.count * FragmentLimits.overhead }
  /// Whether everything is there.
  var isComplete: Bool { length == present && nextHeader != nil && !isDiscarded }
  /// The whole, where everything is there.
  var whole: [UInt8] {
    var octets: [UInt8] = []
    octets.reserveCapacity(present)
    for piece in pieces { octets += piece.octets }
    return octets
  }

  mutating func discard() {
    pieces = []
    present = 0
    isDiscarded = true
  }

  /// Adds the octets that are not there yet; what came first stays.
  mutating func add(_ octets: [UInt8], at offset: Int, isLast: Bool) -> Addition {
    let end = offset + octets.count
    let known = pieces.last?.end ?? 0
    if let length, isLast ? end != length : end > length { return .contradiction }
    if isLast {
      guard end >= known else { return .contradiction }
      length = end
    }
    var gaps: [Range<Int>] = []
    var isSame = true
    var next = offset
    for piece in pieces where piece.end > offset && piece.offset < end {
      if piece.offset > next { gaps.append(next..<piece.offset) }
      next = piece.end
      for position in max(piece.offset, offset)..<min(piece.end, end)
      where piece.octets[position - piece.offset] != octets[position - offset] {
        isSame = false
        break
      }
    }
    if next < end { gaps.append(max(next, offset)..<end) }
    if gaps == [offset..<end] {
      insert(Piece(offset: offset, octets: octets))
      return .new
    }
    for gap in gaps {
      let part = Array(octets[gap.lowerBound - offset..<gap.upperBound - offset])
      insert(Piece(offset: gap.lowerBound, octets: part))
    }
    return gaps.isEmpty && isSame ? .duplicate : .overlap
  }

  private mutating func insert(_ piece: Piece) {
    // Most fragments arrive in order, so the place is looked for from the end.
    let place = (pieces.lastIndex { $0.offset < piece.offset } ?? -1) + 1
    pieces.insert(piece, at: place)
    present += piece.octets.count
  }
}

extension FragmentedDatagram: Storable {
  func store(to writer: inout StoredWriter) {
    writer.add(key)
    writer.add(started)
    writer.add(isDiscarded)
    writer.add(UInt32(length ?? 0))
    writer.add(nextHeader != nil)
    writer.add(nextHeader?.rawValue ?? 0)
    writer.add(ports)
    writer.add(UInt32(pieces.count))
    for piece in pieces {
      writer.add(UInt32(piece.offset))
      writer.add(piece.octets)
    }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    self.init(key: try reader.value(), started: try reader.time())
    isDiscarded = try reader.flag()
    let length = Int(try reader.number(UInt32.self))
    // An end at 0 does not come: empty fragments are refused.
    self.length = length > 0 ? length : nil
    let hasNextHeader = try reader.flag()
    let nextHeader = IPProtocol(rawValue: try reader.number())
    self.nextHeader = hasNextHeader ? nextHeader : nil
    ports = try reader.optional()
    for _ in 0..<(try reader.count(ofAtLeast: 8)) {
      let piece = Piece(offset: Int(try reader.number(UInt32.self)), octets: try reader.values())
      guard piece.offset >= pieces.last?.end ?? 0, piece.end <= self.length ?? 65535 else {
        throw reader.fault("pieces of a datagram in order")
      }
      pieces.append(piece)
      present += piece.octets.count
    }
  }
}
