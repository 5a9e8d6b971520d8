/// ARP, IPv4, IPv6 and its extension headers.
extension PacketDecoder {
  /// Reads the network layer; whether a transport header follows.
  @inline(__always)
  mutating func decodeNetwork(
    _ type: EtherType, _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) -> Bool {
    packet.linkProtocol = LinkProtocol(type)
    packet.networkOffset = UInt32(truncatingIfNeeded: content.offset)
    switch type {
    case .ipv4: return try decodeIPv4(&content, into: &packet)
    case .ipv6: return try decodeIPv6(&content, into: &packet)
    case .arp, .reverseARP:
      try decodeARP(&content, into: &packet)
      return false
    default:
      try decodeEncapsulation(type, &content, into: &packet)
      return false
    }
  }

  @inline(never)
  private mutating func decodeARP(
    _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) {
    let header = try ARPHeader(content.bytes)
    packet.network = .arp
    guard header.lengthsAreSound else { throw DecodeFault(.arp, .field) }
    guard !header.addressesAreCut else { throw DecodeFault(.arp, .truncated) }
    if let addresses = header.addresses {
      packet.source = addresses.sender
      packet.destination = addresses.target
    }
    let length = header.length
    content.limit(to: length)
    content.skip(length)
  }

  @inline(__always)
  private mutating func decodeIPv4(
    _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) -> Bool {
    let header = try IPv4Header(content.bytes)
    packet.network = .ipv4
    packet.source = header.source
    packet.destination = header.destination
    packet.timeToLive = header.timeToLive
    packet.transport = header.transport
    if header.dontFragment { packet.traits.insert(.dontFragment) }
    let totalLength = header.totalLength
    // 0: a card that segments for the host was still to fill it in; the frame is the packet.
    if totalLength != 0 {
      guard totalLength >= header.length else { throw DecodeFault(.ipv4, .totalLength) }
      if totalLength > content.wireLength {
        note(DecodeFault(.ipv4, .totalLength), in: &packet)
      }
      content.limit(to: totalLength)
    }
    guard header.length <= content.wireLength else { throw DecodeFault(.ipv4, .truncated) }
    if header.length > IPv4Header.shortestLength {
      if header.isCut {
        note(DecodeFault(.ipv4, .truncated), in: &packet)
      } else if !HeaderOptions(header.options).areSound {
        note(DecodeFault(.ipv4, .option), in: &packet)
      }
    }
    let isFragment = header.isFragment
    let identification = header.identification
    let offset = header.fragmentOffset
    let moreFragments = header.moreFragments
    content.skip(header.length)
    guard isFragment else { return true }
    return decodeFragment(
      .ipv4, UInt32(identification), offset, moreFragments, content, into: &packet)
  }

  @inline(__always)
  private mutating func decodeIPv6(
    _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) -> Bool {
    let header = try IPv6Header(content.bytes)
    packet.network = .ipv6
    packet.source = header.source
    packet.destination = header.destination
    packet.timeToLive = header.hopLimit
    packet.transport = header.nextHeader
    let payloadLength = header.payloadLength
    content.skip(IPv6Header.length)
    if payloadLength == 0 {
      // Nothing may follow; otherwise a jumbogram or a card that segments for the host: the frame
      // is the packet.
      if packet.transport == .noNextHeader { content.limit(to: 0) }
    } else {
      if payloadLength > content.wireLength {
        note(DecodeFault(.ipv6, .totalLength), in: &packet)
      }
      content.limit(to: payloadLength)
    }
    guard packet.transport.isExtension else { return true }
    return try decodeExtensions(payloadLength, &content, into: &packet)
  }

  /// Leaves `packet.transport` at the number of the header that `content` then starts with; whether it
  /// is there, which it is not in later fragments.
  @inline(never)
  mutating func decodeExtensions(
    _ payloadLength: Int, _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) -> Bool {
    var headers = 0
    while packet.transport.isExtension {
      guard headers < IPv6ExtensionHeader.mostHeaders else {
        throw DecodeFault(.ipv6Extension, .depth)
      }
      let number = packet.transport
      let header = try IPv6ExtensionHeader(
        content.bytes, number, wireLength: content.wireLength)
      let isFirst = headers == 0
      headers += 1
      if number == .hopByHopOptions || number == .destinationOptions {
        let options = IPv6Options(header.options)
        if !options.areSound { note(DecodeFault(.ipv6Extension, .option), in: &packet) }
        if number == .hopByHopOptions {
          // RFC 8200 section 4.1: only straight behind the IPv6 header.
          if !isFirst { note(DecodeFault(.ipv6Extension, .field), in: &packet) }
          if let length = options.jumboLength {
            limit(toJumbo: length, payloadLength, &content, into: &packet)
          }
        }
      }
      // A jumbo length is at least 65,536, more than any extension header: this one still fits.
      packet.transport = header.nextHeader
      let length = header.bytes.byteCount
      let identification = header.identification
      let offset = header.fragmentOffset
      let moreFragments = header.moreFragments
      content.skip(length)
      // A fragment header of a packet in one piece (RFC 6946) makes no fragment.
      if number == .fragment, offset != 0 || moreFragments {
        let isFollowed = decodeFragment(
          .ipv6Extension, identification, offset, moreFragments, content, into: &packet)
        guard isFollowed else { return false }
      }
    }
    return true
  }

  /// A jumbo payload option, RFC 2675 section 3: only with payload length 0, and above 65,535.
  private mutating func limit(
    toJumbo length: Int, _ payloadLength: Int, _ content: inout Content, into packet: inout Packet
  ) {
    guard payloadLength == 0, length > 65535 else {
      return note(DecodeFault(.ipv6Extension, .field), in: &packet)
    }
    if length > content.wireLength { note(DecodeFault(.ipv6, .totalLength), in: &packet) }
    content.limit(to: length)
  }
}
