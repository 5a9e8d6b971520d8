/// The way from a packet to the one that it carries.
extension PacketDecoder {
  /// Reads what the headers announced, and what that announces, down to the deepest packet: that is
  /// then `packet`, and those around it go beside.
  ///
  /// Ends because each turn adds an outer layer, of which there are at most `OuterLayer.most`, or leaves.
  @inline(never)
  mutating func decodeInward(
    _ content: inout Content, into packet: inout Packet, at index: Int
  ) {
    while inner.kind != .nothing {
      let announced = inner
      inner = .nothing
      switch announced.kind {
      case .firstFragment: return learnPorts(of: packet)
      case .datagram: return decodeDatagram(into: &packet, at: index)
      default: break
      }
      do throws(DecodeFault) {
        try check(announced, content, packet)
        enter(announced, packet: &packet)
        try decode(announced, &content, into: &packet)
      } catch {
        note(error, in: &packet)
      }
      packet.setPayload(content)
    }
  }

  /// Announces what `content` then starts with.
  mutating func announce(
    _ kind: Inner.Kind, in encapsulation: Encapsulation, _ identifier: UInt64,
    _ etherType: EtherType = EtherType(rawValue: 0)
  ) {
    inner = Inner(
      kind: kind, encapsulation: encapsulation, identifier: identifier, etherType: etherType)
  }

  /// Announces what an EtherType or a tunnel's own number names, where that can be read.
  /// - Returns: whether it can.
  mutating func announce(
    _ etherType: EtherType, in encapsulation: Encapsulation, _ identifier: UInt64
  ) -> Bool {
    switch etherType {
    case .transparentEthernet: announce(.ethernet, in: encapsulation, identifier)
    case .ipv4, .ipv6, .arp, .mpls, .mplsUpstream:
      announce(.network, in: encapsulation, identifier, etherType)
    default: return false
    }
    return true
  }

  /// Whether the announced packet starts as it must: else the packet around it stays the deepest.
  private func check(
    _ announced: Inner, _ content: borrowing Content, _ packet: borrowing Packet
  ) throws(DecodeFault) {
    guard packet.outerCount < OuterLayer.most, aside.outers.count < Int(UInt16.max) else {
      throw DecodeFault(.encapsulation, .depth)
    }
    switch (announced.kind, announced.etherType) {
    case (.ethernet, _): _ = try EthernetHeader(content.bytes)
    case (.network, .ipv4): _ = try IPv4Header(content.bytes)
    case (.network, .ipv6): _ = try IPv6Header(content.bytes)
    case (.typed, _):
      guard content.bytes.byteCount >= 2 else { throw DecodeFault(.macsec, .truncated) }
    default: break
    }
  }

  /// Puts the packet beside and makes it the start of the one inside.
  private mutating func enter(_ announced: Inner, packet: inout Packet) {
    if packet.outerCount == 0 { packet.outerStart = UInt16(aside.outers.count) }
    aside.outers.append(
      OuterLayer(
        packet: packet, encapsulation: announced.encapsulation, identifier: announced.identifier))
    var inside = Packet()
    inside.timestamp = packet.timestamp
    inside.wireLength = packet.wireLength
    inside.capturedLength = packet.capturedLength
    inside.outerStart = packet.outerStart
    inside.outerCount = packet.outerCount + 1
    inside.traits = packet.traits.intersection([.hasMAC, .reassembled])
    if announced.kind == .ethernet {
      inside.traits.remove(.hasMAC)
    } else {
      inside.sourceMAC = packet.sourceMAC
      inside.destinationMAC = packet.destinationMAC
      inside.vlans = packet.vlans
    }
    packet = inside
  }

  private mutating func decode(
    _ announced: Inner, _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) {
    var etherType: EtherType?
    switch announced.kind {
    case .ethernet:
      etherType = try decodeLink(LinkLayer.ethernet.rawValue, &content, into: &packet)
    case .typed:
      let type = content.bytes.uint16(at: 0)
      content.skip(2)
      etherType = try decodeTags(type, &content, into: &packet)
    case .network: etherType = announced.etherType
    case .other:
      packet.linkProtocol = announced.linkProtocol
      packet.networkOffset = UInt32(truncatingIfNeeded: content.offset)
    case .nothing, .datagram, .firstFragment: break
    }
    if let etherType, try decodeNetwork(etherType, &content, into: &packet) {
      try decodeTransport(&content, into: &packet)
    }
  }
}
