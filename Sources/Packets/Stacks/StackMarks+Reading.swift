/// What stands behind the network header.
extension StackMarks {
  /// Reads the timestamp of a TCP segment and hashes its data.
  mutating func readData(_ packet: Packet, _ bytes: RawSpan) {
    let options = Int(packet.transportOffset) - Int(packet.networkOffset) + TCPHeader.shortestLength
    let start = Int(packet.payloadOffset) - Int(packet.networkOffset)
    let end = start + Int(packet.payloadCaptured)
    guard options > TCPHeader.shortestLength, options <= start, end <= bytes.byteCount else {
      return
    }
    tcpTimestamp = StackMarks.timestamp(bytes.extracting(options..<start))
    data = SegmentDigest(bytes.extracting(start..<end), length: Int(packet.payloadLength))
  }

  /// The sender's timestamp among the options of a segment; 0 where there is none, or the list is not
  /// sound up to it.
  private static func timestamp(_ options: RawSpan) -> UInt32 {
    var place = 0
    while place < options.byteCount {
      let kind = options.uint8(at: place)
      if kind == TCPOptionKind.endOfList { return 0 }
      if kind == TCPOptionKind.noOperation {
        place += 1
        continue
      }
      guard place + 2 <= options.byteCount else { return 0 }
      let length = Int(options.uint8(at: place + 1))
      guard length >= 2, place + length <= options.byteCount else { return 0 }
      if kind == TCPOptionKind.timestamps, length == 10 { return options.uint32(at: place + 2) }
      place += length
    }
    return 0
  }

  /// Reads which datagram an ICMP error quotes: addresses and UDP header, but neither length nor
  /// identification of IP, which some systems change before they quote them.
  mutating func readQuote(_ packet: Packet, _ bytes: RawSpan) {
    let start = Int(packet.transportOffset) - Int(packet.networkOffset) + 8
    guard start > 8, bytes.byteCount >= start + IPv4Header.shortestLength else { return }
    let header = Int(bytes.uint8(at: start) & 15) * 4
    guard bytes.uint8(at: start) >> 4 == 4, header >= IPv4Header.shortestLength,
      bytes.byteCount >= start + header + 8,
      IPProtocol(rawValue: bytes.uint8(at: start + 9)) == .udp
    else { return }
    var hash = bytes.uint64(at: start + 12) &* 0x9e37_79b9_7f4a_7c15
    hash = (hash ^ hash >> 29 ^ bytes.uint64(at: start + header)) &* 0x9e37_79b9_7f4a_7c15
    quote = UInt32(truncatingIfNeeded: hash >> 32) | 1
  }
}
