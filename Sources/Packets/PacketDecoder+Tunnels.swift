/// Tunnels straight in IP.
extension PacketDecoder {
  /// Reads the header of a tunnel by its protocol number; a tunnel's first fragment is not entered, its
  /// whole datagram is.
  ///
  /// Ends because each turn reads an authentication header, of which there are at most four, or leaves.
  mutating func decodeTunnel(
    _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) {
    guard !packet.traits.contains(.fragment) else { return }
    switch packet.transport {
    case .ipv4Encapsulation: announce(.network, in: .ipInIP, 0, .ipv4)
    case .ipv6Encapsulation: announce(.network, in: .ipInIP, 0, .ipv6)
    case .mplsInIP: announce(.network, in: .mplsInIP, 0, .mpls)
    case .ethernet: announce(.ethernet, in: .ethernetInIP, 0)
    case .etherIP: try decodeEtherIP(&content)
    case .gre: try decodeGRE(&content)
    case .l2tp: decodeL2TPv3(&content)
    case .authentication: try decodeAuthentication(&content, into: &packet)
    default: break
    }
  }

  /// IPv4 has no extension headers, but AH stands where one would: read on behind it.
  private mutating func decodeAuthentication(
    _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) {
    var headers = 0
    while packet.transport == .authentication {
      guard headers < AuthenticationHeader.mostHeaders else {
        throw DecodeFault(.authentication, .depth)
      }
      headers += 1
      let header = try AuthenticationHeader(content.bytes, wireLength: content.wireLength)
      packet.transport = header.nextHeader
      content.skip(header.length)
    }
    try decodeTransport(&content, into: &packet)
  }

  /// Version 3 and twelve zero bits in front of the frame, RFC 3378 section 3.
  private mutating func decodeEtherIP(_ content: inout Content) throws(DecodeFault) {
    guard content.bytes.byteCount >= 2 else { throw DecodeFault(.encapsulation, .truncated) }
    guard content.bytes.uint16(at: 0) == 0x3000 else {
      throw DecodeFault(.encapsulation, .version)
    }
    content.skip(2)
    announce(.ethernet, in: .ethernetInIP, 0)
  }

  private mutating func decodeGRE(_ content: inout Content) throws(DecodeFault) {
    let header = try GREHeader(content.bytes)
    let key = UInt64(header.key ?? 0)
    let type = header.protocolType
    let isSequenced = header.sequenceNumber != nil
    if header.version == 1 {
      // Without a sequence number there is no payload, only an acknowledgment.
      guard type == .ppp, isSequenced else { return }
      let length = header.length
      try decodePPP(behind: length, length: Int(key >> 16), key & 0xffff, &content)
      return
    }
    switch type {
    case .erspan, .erspanThird:
      try decodeERSPAN(
        behind: header.length, hasHeader: type == .erspanThird || isSequenced,
        isThirdType: type == .erspanThird, &content)
    case .ppp:
      let length = header.length
      try decodePPP(behind: length, length: content.wireLength - length, key, &content)
    default:
      let isVirtual = header.isNetworkVirtualization
      let length = header.length
      if announce(type, in: isVirtual ? .nvgre : .gre, isVirtual ? key >> 8 : key) {
        content.skip(length)
      }
    }
  }

  /// Of PPP in a tunnel only what carries IP or MPLS is entered: its control, and what it compresses or
  /// encrypts, stays the tunnel's.
  func readPPP(_ content: borrowing Content, behind start: Int) -> (start: Int, EtherType)? {
    guard start <= content.bytes.byteCount,
      let frame = try? PPPHeader(content.bytes.extracting(droppingFirst: start)),
      !frame.isCisco, let etherType = frame.etherType
    else { return nil }
    return (start + frame.length, etherType)
  }

  private mutating func decodePPP(
    behind start: Int, length: Int, _ identifier: UInt64, _ content: inout Content
  ) throws(DecodeFault) {
    guard start + length <= content.wireLength else { throw DecodeFault(.gre, .totalLength) }
    content.limit(to: start + length)
    guard let (end, etherType) = readPPP(content, behind: start) else { return }
    content.skip(end)
    announce(.network, in: .gre, identifier, etherType)
  }

  private mutating func decodeERSPAN(
    behind start: Int, hasHeader: Bool, isThirdType: Bool, _ content: inout Content
  ) throws(DecodeFault) {
    guard hasHeader else {
      content.skip(start)
      announce(.ethernet, in: .erspan, 0)
      return
    }
    let header = try ERSPANHeader(
      content.bytes.extracting(droppingFirst: start), isThirdType: isThirdType)
    let session = UInt64(header.sessionIdentifier)
    let frameType = header.frameType
    guard frameType == 0 || frameType == 2 else { return }
    content.skip(start + header.length)
    if frameType == 0 {
      announce(.ethernet, in: .erspan, session)
    } else if content.bytes.byteCount > 0 {
      let isVersion6 = content.bytes.uint8(at: 0) >> 4 == 6
      announce(.network, in: .erspan, session, isVersion6 ? .ipv6 : .ipv4)
    }
  }

  /// Session 0 is control. How long the cookie is, and whether there is a sublayer, was agreed elsewhere:
  /// the shortest that makes a likely frame is taken (RFC 3931 section 4.1).
  private mutating func decodeL2TPv3(_ content: inout Content) {
    guard content.bytes.byteCount >= 4 else { return }
    let session = content.bytes.uint32(at: 0)
    guard session != 0 else { return }
    enterSession(UInt64(session), behind: 4, &content)
  }

  /// Enters a version 3 session's Ethernet frame behind its cookie, where one is found.
  mutating func enterSession(_ session: UInt64, behind start: Int, _ content: inout Content) {
    for cookie in [0, 4, 8, 12] where start + cookie <= content.bytes.byteCount {
      let rest = content.bytes.extracting(droppingFirst: start + cookie)
      if EthernetHeader.isLikely(rest, wireLength: content.wireLength - start - cookie) {
        content.skip(start + cookie)
        return announce(.ethernet, in: .l2tp, session)
      }
    }
  }
}
