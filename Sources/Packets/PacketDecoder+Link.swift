/// Link layers, and what an EtherType leads to.
extension PacketDecoder {
  /// Reads the link layer of any type; the EtherType of what it carries, or `nil` where the packet is
  /// finished because nothing behind can be read.
  @inline(__always)
  mutating func decodeLink(
    _ linkType: UInt16, _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) -> EtherType? {
    guard linkType == LinkLayer.ethernet.rawValue else {
      return try decodeOtherLink(LinkLayer(rawValue: linkType), &content, into: &packet)
    }
    let type = try decodeEthernet(&content, into: &packet)
    guard type != EtherType.ipv4.rawValue, type != EtherType.ipv6.rawValue else {
      return EtherType(rawValue: type)
    }
    return try decodeTags(type, &content, into: &packet)
  }

  @inline(__always)
  private func decodeEthernet(
    _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) -> UInt16 {
    let header = try EthernetHeader(content.bytes)
    packet.destinationMAC = header.destination
    packet.sourceMAC = header.source
    packet.traits.insert(.hasMAC)
    let type = header.typeOrLength
    content.skip(EthernetHeader.length)
    return type
  }

  /// Every link layer but Ethernet.
  @inline(never)
  private mutating func decodeOtherLink(
    _ layer: LinkLayer?, _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) -> EtherType? {
    switch layer {
    case nil: return nil
    case .ethernet:
      return try decodeTags(decodeEthernet(&content, into: &packet), &content, into: &packet)
    case .null, .loop: return try decodeLoopback(&content, into: &packet)
    case .ppp, .pppHDLC, .ciscoHDLC: return try decodePPP(&content, into: &packet)
    case .pppEthernet: return .pppoeSession
    case .rawIP, .rawIPMost, .rawIPOpenBSD:
      let isVersion6 = content.bytes.byteCount > 0 && content.bytes.uint8(at: 0) >> 4 == 6
      return isVersion6 ? .ipv6 : .ipv4
    case .ipv4: return .ipv4
    case .ipv6: return .ipv6
    case .linuxCooked:
      return try decodeLinuxCooked(LinuxCookedHeader(content.bytes), &content, into: &packet)
    case .linuxCookedSecond:
      return try decodeLinuxCooked(
        LinuxCookedHeader(secondVersion: content.bytes), &content, into: &packet)
    case .nflog: return try decodeNFLOG(&content, into: &packet)
    }
  }

  /// Reads VLAN tags and LLC in any order, up to the EtherType behind them; `nil` where the frame
  /// carries something that has none, and the packet is finished.
  ///
  /// Ends because each turn reads a tag, of which there are at most 16, or leaves.
  @inline(never)
  mutating func decodeTags(
    _ first: UInt16, _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) -> EtherType? {
    var type = first
    var vlans = packet.vlans
    var tags = 0
    while true {
      if type < 0x600 {
        guard let inner = try decodeLength(type, &content, into: &packet) else { return nil }
        type = inner
      }
      // Names the frame also where the next tag cannot be read.
      packet.linkProtocol = LinkProtocol(EtherType(rawValue: type))
      guard VLANTag.isAnnounced(by: type) else { return EtherType(rawValue: type) }
      guard tags < VLANTag.mostTags else { throw DecodeFault(.vlan, .depth) }
      let tag = try VLANTag(content.bytes)
      tags += 1
      vlans = vlans.adding(tag.identifier)
      packet.vlans = vlans
      type = tag.typeOrLength
      content.skip(VLANTag.length)
    }
  }

  /// A length field of 802.3 and the LLC packet behind it; the EtherType where SNAP has one.
  private mutating func decodeLength(
    _ length: UInt16, _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) -> UInt16? {
    // 1501 to 1535 is neither length nor type (IEEE 802.3 clause 3.2.6).
    guard length <= 1500 else {
      packet.linkProtocol = LinkProtocol(EtherType(rawValue: length))
      throw DecodeFault(.ethernet, .field)
    }
    if Int(length) > content.wireLength {
      note(DecodeFault(.ethernet, .totalLength), in: &packet)
    }
    content.limit(to: Int(length))
    return try decodeLLC(&content, into: &packet)
  }

  private mutating func decodeLLC(
    _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) -> UInt16? {
    let header = try LLCHeader(content.bytes)
    packet.linkProtocol = header.linkProtocol
    let inner = header.etherType
    content.skip(header.length)
    return inner
  }

  private mutating func decodeLinuxCooked(
    _ header: borrowing LinuxCookedHeader, _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) -> EtherType? {
    if let source = header.source {
      packet.sourceMAC = source
      packet.traits = .hasMAC
    }
    let number = header.protocolNumber
    content.skip(header.length)
    switch number {
    case 1:
      // ETH_P_802_3: IPX straight behind, which the same frame on Ethernet would show as FF/FF.
      packet.linkProtocol = LinkProtocol(.llc, 0xffff)
      return nil
    case 4:
      guard let type = try decodeLLC(&content, into: &packet) else { return nil }
      return try decodeTags(type, &content, into: &packet)
    case ..<0x600:
      packet.linkProtocol = LinkProtocol(EtherType(rawValue: number))
      return nil
    default:
      return try decodeTags(number, &content, into: &packet)
    }
  }

  private func decodeLoopback(
    _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) -> EtherType? {
    let header = try LoopbackHeader(content.bytes)
    packet.linkProtocol = LinkProtocol(.family, UInt64(header.family))
    let inner = header.etherType
    content.skip(LoopbackHeader.length)
    return inner
  }

  private mutating func decodePPP(
    _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) -> EtherType? {
    let header = try PPPHeader(content.bytes)
    packet.linkProtocol = header.linkProtocol
    let inner = header.etherType
    content.skip(header.length)
    return inner
  }

  /// Ends because every attribute takes at least four octets.
  private func decodeNFLOG(
    _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) -> EtherType? {
    let header = try NFLOGHeader(content.bytes)
    packet.linkProtocol = LinkProtocol(.family, UInt64(header.family))
    let inner = header.etherType
    content.skip(NFLOGHeader.length)
    while content.wireLength > 0 {
      let attribute = try NFLOGHeader.Attribute(content.bytes)
      guard attribute.length <= content.wireLength else { throw DecodeFault(.nflog, .option) }
      if attribute.type == NFLOGHeader.Attribute.packet {
        content.limit(to: attribute.length)
        content.skip(4)
        return inner
      }
      content.skip(min(attribute.stride, content.wireLength))
    }
    return nil
  }
}
