extension TCPSignature {
  /// How a window was chosen.
  public enum WindowSize: Hashable, Sendable {
    /// A number of its own.
    case plain(UInt16)
    /// So many times the largest segment.
    case segments(UInt16)
    /// So many times the largest packet.
    case packets(UInt16)
  }

  /// How the window was chosen, judged by what divides it: first the segment size, then the segment and
  /// packet sizes of Ethernet, then the packet size that belongs to the segment size, then the peer's
  /// segment size. Twelve octets less are tried, too, which is what timestamps take.
  /// - Parameter peerSegment: The largest segment that the SYN named which this one answers.
  /// - Returns: The first that divides it, else the number itself.
  public func windowSize(peerSegment: UInt16? = nil) -> WindowSize {
    let segment = Int(maximumSegmentSize)
    guard window > 0, segment >= 100 else { return .plain(window) }
    let isIPv6 = version == 6
    if let count = times(segment) { return .segments(count) }
    if timestamp != 0, let count = times(segment - 12) { return .segments(count) }
    for size in isIPv6 ? [1460, 1448, 1440, 1428] : [1460, 1448] {
      if let count = times(size) { return .segments(count) }
    }
    for size in [segment + 40, segment + Int(headersLength)] + (isIPv6 ? [segment + 60] : []) + [
      1500
    ] {
      if let count = times(size) { return .packets(count) }
    }
    if let peerSegment {
      for size in [Int(peerSegment), Int(peerSegment) - 12] {
        if let count = times(size) { return .segments(count) }
      }
    }
    return .plain(window)
  }

  private func times(_ size: Int) -> UInt16? {
    guard size > 0, Int(window) % size == 0 else { return nil }
    return UInt16(Int(window) / size)
  }
}
