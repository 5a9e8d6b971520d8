/// What the headers of a SYN or SYN-ACK tell of the system that sent it.
///
/// What RFC 9293 and RFC 791 leave to the implementation, and implementations do differently: the
/// properties that p0f 3 looks at (Zalewski, "p0f v3: passive fingerprinter", README, section 5), so
/// that p0f can check them. A plain value of 64 bytes that outlives the packet.
public struct TCPSignature: Hashable, Sendable {
  /// 4 or 6.
  public var version: UInt8 = 4
  /// TTL or hop limit as it was received.
  public var timeToLive: UInt8 = 0
  /// Octets of IPv4 options; 0 in IPv6.
  public var networkOptionsLength: UInt8 = 0
  /// Octets of both headers, options included.
  public var headersLength: UInt16 = 0
  /// The largest segment that the sender takes; 0 where it says nothing.
  public var maximumSegmentSize: UInt16 = 0
  /// The window field.
  public var window: UInt16 = 0
  /// The shift of later windows; 0 where there is none.
  public var windowScale: UInt8 = 0
  /// The kinds of the options.
  public var options = TCPOptionOrder()
  /// Octets behind the end of the option list; 0 where the list is not ended so.
  public var endPadding: UInt8 = 0
  /// Peculiarities.
  public var quirks: StackQuirks = []
  /// The sender's own timestamp (RFC 7323 section 3); 0 where there is none.
  public var timestamp: UInt32 = 0
  /// Whether the segment has data.
  public var hasPayload = false
  /// Whether it is a SYN-ACK.
  public var isAnswer = false

  /// The time to live that the sender started with, and how far away it is.
  public var initialTimeToLive: InitialTimeToLive { InitialTimeToLive(of: timeToLive) }

  /// The signature of nothing, to be filled in.
  public init() {}

  /// Reads the headers of a SYN or SYN-ACK; `nil` where the capture ends inside them, or there is no SYN.
  /// - Parameters:
  ///   - bytes: The packet from its network header on, as far as it was captured.
  ///   - transport: Where the TCP header starts in `bytes`.
  ///   - hasPayload: Whether the segment has data.
  init?(_ bytes: RawSpan, transport: Int, hasPayload: Bool) {
    guard transport >= IPv4Header.shortestLength,
      bytes.byteCount >= transport + TCPHeader.shortestLength
    else { return nil }
    let length = Int(bytes.uint8(at: transport + 12) >> 4) * 4
    guard length >= TCPHeader.shortestLength, bytes.byteCount >= transport + length else {
      return nil
    }
    version = bytes.uint8(at: 0) >> 4
    switch version {
    case 4: readIPv4(bytes)
    case 6 where transport >= IPv6Header.length: readIPv6(bytes)
    default: return nil
    }
    headersLength = UInt16(truncatingIfNeeded: transport + length)
    self.hasPayload = hasPayload
    let flags = TCPFlags(rawValue: bytes.uint8(at: transport + 13))
    guard flags.contains(.syn), flags.isDisjoint(with: [.rst, .fin]) else { return nil }
    isAnswer = flags.contains(.ack)
    readTCP(bytes.extracting(transport..<transport + TCPHeader.shortestLength), flags)
    readOptions(
      bytes.extracting(transport + TCPHeader.shortestLength..<transport + length))
  }

  private mutating func readIPv4(_ bytes: RawSpan) {
    let fragmentation = bytes.uint16(at: 6)
    let identification = bytes.uint16(at: 4)
    timeToLive = bytes.uint8(at: 8)
    networkOptionsLength = max((bytes.uint8(at: 0) & 15) * 4, 20) - 20
    if fragmentation & 0x4000 != 0 {
      quirks.insert(.dontFragment)
      if identification != 0 { quirks.insert(.needlessIdentification) }
    } else if identification == 0 {
      quirks.insert(.missingIdentification)
    }
    if fragmentation & 0x8000 != 0 { quirks.insert(.reservedFlag) }
    if bytes.uint8(at: 1) & 3 != 0 { quirks.insert(.congestionNotification) }
  }

  private mutating func readIPv6(_ bytes: RawSpan) {
    let word = bytes.uint32(at: 0)
    timeToLive = bytes.uint8(at: 7)
    if word & 0xf_ffff != 0 { quirks.insert(.flowLabel) }
    if word >> 20 & 3 != 0 { quirks.insert(.congestionNotification) }
  }

  private mutating func readTCP(_ header: RawSpan, _ flags: TCPFlags) {
    window = header.uint16(at: 14)
    // The bit beside the offset is the nonce sum of RFC 3540.
    if !flags.isDisjoint(with: [.ece, .cwr]) || header.uint8(at: 12) & 1 != 0 {
      quirks.insert(.congestionNotification)
    }
    if header.uint32(at: 4) == 0 { quirks.insert(.zeroSequence) }
    let acknowledgment = header.uint32(at: 8)
    if isAnswer, acknowledgment == 0 { quirks.insert(.zeroAcknowledgment) }
    if !isAnswer, acknowledgment != 0 { quirks.insert(.needlessAcknowledgment) }
    if flags.contains(.urg) {
      quirks.insert(.urgent)
    } else if header.uint16(at: 18) != 0 {
      quirks.insert(.needlessUrgentPointer)
    }
    if flags.contains(.psh) { quirks.insert(.push) }
  }
}
