extension TCPSignature: CustomStringConvertible {
  /// Above this distance a time to live was chosen by hand.
  private static let farthest: UInt8 = 35

  /// As p0f 3 writes the signature of a packet, for use with its tools and lists:
  /// `version:ttl+distance:options length:segment:window,scale:options:quirks:payload`.
  public var description: String { text(peerSegment: nil) }

  /// Likewise, with the segment size that the SYN named which this one answers.
  public func text(peerSegment: UInt16?) -> String {
    let distance = initialTimeToLive.distance
    let hops = distance > TCPSignature.farthest ? "?" : "\(distance)"
    let size =
      switch windowSize(peerSegment: peerSegment) {
      case .plain(let octets): "\(octets)"
      case .segments(let count): "mss*\(count)"
      case .packets(let count): "mtu*\(count)"
      }
    return "\(version):\(timeToLive)+\(hops):\(networkOptionsLength):\(maximumSegmentSize):"
      + "\(size),\(windowScale):\(optionText):\(quirks.text):\(hasPayload ? "+" : "0")"
  }

  private var optionText: String {
    (0..<options.count).map { index in
      switch options[index] {
      case TCPOptionKind.endOfList: "eol+\(endPadding)"
      case TCPOptionKind.noOperation: "nop"
      case TCPOptionKind.maximumSegmentSize: "mss"
      case TCPOptionKind.windowScale: "ws"
      case TCPOptionKind.selectiveAcknowledgmentPermitted: "sok"
      case TCPOptionKind.selectiveAcknowledgment: "sack"
      case TCPOptionKind.timestamps: "ts"
      case let other: "?\(other)"
      }
    }.joined(separator: ",")
  }
}
