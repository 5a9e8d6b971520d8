/// Encapsulations below IP, each behind its EtherType.
extension PacketDecoder {
  /// Reads the header that an EtherType announces, where it is one that carries other packets.
  @inline(never)
  mutating func decodeEncapsulation(
    _ type: EtherType, _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) {
    switch type {
    case .mpls, .mplsUpstream: try decodeMPLS(&content)
    case .pppoeSession: try decodePPPoE(&content, into: &packet)
    case .macsec: try decodeMACsec(&content)
    case .backboneServiceTag:
      let tag = try BackboneServiceTag(content.bytes)
      announce(.ethernet, in: .providerBackbone, UInt64(tag.serviceIdentifier))
      content.skip(BackboneServiceTag.length)
    case .fabricPath:
      let tag = try FabricPathTag(content.bytes)
      announce(.ethernet, in: .fabricPath, UInt64(tag.forwardingTag))
      content.skip(FabricPathTag.length)
    case .trill:
      let header = try TRILLHeader(content.bytes)
      let nicknames = UInt64(header.ingressNickname) << 16 | UInt64(header.egressNickname)
      announce(.ethernet, in: .trill, nicknames)
      content.skip(header.length)
    default: break
    }
  }

  /// A label stack. Its end says nothing of what follows, so the first octets decide (RFC 4928 section 3,
  /// RFC 4385 section 3): 4 and 6 are IP, 0 is the control word of a pseudowire, 1 its own messages;
  /// a pseudowire may also start with the Ethernet frame at once.
  mutating func decodeMPLS(_ content: inout Content) throws(DecodeFault) {
    let top = UInt64(try MPLSLabel(content.bytes).label)
    var isBottom = false
    var labels = 0
    while !isBottom {
      guard labels < MPLSLabel.mostLabels else { throw DecodeFault(.mpls, .depth) }
      let entry = try MPLSLabel(content.bytes)
      isBottom = entry.isBottom
      content.skip(MPLSLabel.length)
      labels += 1
    }
    let bytes = content.bytes
    let length = content.wireLength
    guard bytes.byteCount > 0 else { return }
    let nibble = bytes.uint8(at: 0) >> 4
    if nibble == 4, IPv4Header.isLikely(bytes, wireLength: length) {
      announce(.network, in: .mpls, top, .ipv4)
    } else if nibble == 6, IPv6Header.isLikely(bytes, wireLength: length) {
      announce(.network, in: .mpls, top, .ipv6)
    } else if nibble == 0, bytes.byteCount >= 4, bytes.uint16(at: 0) == 0,
      EthernetHeader.isLikely(bytes.extracting(droppingFirst: 4), wireLength: length - 4)
    {
      content.skip(4)
      announce(.ethernet, in: .mpls, top)
    } else if EthernetHeader.isLikely(bytes, wireLength: length) {
      announce(.ethernet, in: .mpls, top)
    }
  }

  private mutating func decodePPPoE(
    _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) {
    let header = try PPPoEHeader(content.bytes)
    guard header.code == 0 else { return }
    let session = UInt64(header.sessionIdentifier)
    let length = header.payloadLength
    content.skip(PPPoEHeader.length)
    if length > content.wireLength { note(DecodeFault(.pppoe, .totalLength), in: &packet) }
    content.limit(to: length)
    let frame = try PPPHeader(content.bytes)
    content.skip(frame.length)
    if let etherType = frame.etherType {
      announce(.network, in: .pppoe, session, etherType)
    } else {
      announce(.other, in: .pppoe, session)
      inner.linkProtocol = frame.linkProtocol
    }
  }

  /// Data that is not encrypted is the frame's own, from its EtherType on.
  private mutating func decodeMACsec(_ content: inout Content) throws(DecodeFault) {
    let tag = try MACsecTag(content.bytes)
    guard !tag.isEncrypted, !tag.isChanged else { return }
    let length = tag.shortLength
    let channel = tag.channelIdentifier ?? 0
    guard content.wireLength >= tag.length + MACsecTag.checkValueLength else {
      throw DecodeFault(.macsec, .totalLength)
    }
    content.skip(tag.length)
    let secured = content.wireLength - MACsecTag.checkValueLength
    guard length <= secured else { throw DecodeFault(.macsec, .totalLength) }
    content.limit(to: length > 0 ? length : secured)
    announce(.typed, in: .macsec, channel)
  }
}
