/// The options of a SYN or SYN-ACK, RFC 9293 section 3.1.
extension TCPSignature {
  /// Reads the list up to its end, its first 24 options, or the first whose length cannot be.
  ///
  /// A length that is none of the kind's own is noted, and the kind's own is taken, as p0f does it.
  mutating func readOptions(_ bytes: RawSpan) {
    var place = 0
    while place < bytes.byteCount, !options.isFull {
      let kind = bytes.uint8(at: place)
      options.append(kind)
      if kind == TCPOptionKind.endOfList {
        readPadding(bytes.extracting(place + 1..<bytes.byteCount))
        return
      }
      if kind == TCPOptionKind.noOperation {
        place += 1
        continue
      }
      guard let length = length(of: kind, at: place, bytes) else {
        quirks.insert(.malformedOptions)
        return
      }
      read(kind, bytes.extracting(place..<place + length))
      place += length
    }
    if place < bytes.byteCount { quirks.insert(.malformedOptions) }
  }

  private mutating func readPadding(_ bytes: RawSpan) {
    endPadding = UInt8(truncatingIfNeeded: bytes.byteCount)
    for place in 0..<bytes.byteCount where bytes.uint8(at: place) != 0 {
      quirks.insert(.trailingOptions)
    }
  }

  /// Octets to step over; `nil` where they are not there.
  private mutating func length(of kind: UInt8, at place: Int, _ bytes: RawSpan) -> Int? {
    let rest = bytes.byteCount - place
    guard rest >= 2 else { return nil }
    let stated = Int(bytes.uint8(at: place + 1))
    guard let own = TCPSignature.lengths(of: kind) else {
      return stated >= 2 && stated <= 40 && stated <= rest ? stated : nil
    }
    if own.count > 1 { return own.contains(stated) && stated <= rest ? stated : nil }
    guard own.lowerBound <= rest else { return nil }
    if stated != own.lowerBound { quirks.insert(.malformedOptions) }
    return own.lowerBound
  }

  /// Lengths that a kind can have; `nil` for one that may have any.
  private static func lengths(of kind: UInt8) -> ClosedRange<Int>? {
    switch kind {
    case TCPOptionKind.maximumSegmentSize: 4...4
    case TCPOptionKind.windowScale: 3...3
    case TCPOptionKind.selectiveAcknowledgmentPermitted: 2...2
    case TCPOptionKind.selectiveAcknowledgment: 10...34
    case TCPOptionKind.timestamps: 10...10
    default: nil
    }
  }

  private mutating func read(_ kind: UInt8, _ option: RawSpan) {
    switch kind {
    case TCPOptionKind.maximumSegmentSize: maximumSegmentSize = option.uint16(at: 2)
    case TCPOptionKind.windowScale:
      windowScale = option.uint8(at: 2)
      if windowScale > 14 { quirks.insert(.excessiveScale) }
    case TCPOptionKind.timestamps:
      timestamp = option.uint32(at: 2)
      if timestamp == 0 { quirks.insert(.zeroTimestamp) }
      if !isAnswer, option.uint32(at: 6) != 0 { quirks.insert(.needlessEcho) }
    default: break
    }
  }
}
