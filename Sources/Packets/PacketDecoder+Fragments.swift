public import Capture

/// Fragments on their way to the datagrams they came from.
extension PacketDecoder {
  /// What both versions' fragments share, RFC 791 section 3.2 and RFC 8200 section 4.5; whether the
  /// transport header is read from this fragment.
  @inline(never)
  mutating func decodeFragment(
    _ layer: DecodeFault.Layer, _ identification: UInt32, _ offset: UInt16, _ moreFragments: Bool,
    _ content: borrowing Content, into packet: inout Packet
  ) -> Bool {
    // What was put together may hold fragments of its own only inside a tunnel, and a fragment has one
    // such header. This bounds how deep datagrams can lie in each other by how deep tunnels can.
    guard packet.outerCount != wholeSince, !packet.traits.contains(.fragment) else {
      note(DecodeFault(layer, .depth), in: &packet)
      fragmentTable.refuse()
      return offset == 0
    }
    packet.traits.insert(offset == 0 ? .fragment : [.fragment, .laterFragment])
    packet.fragmentOffset = offset
    let length = content.wireLength
    // Offsets count eight octets, so only the last fragment may be of another length; and the whole
    // may not pass what a length field can say.
    if moreFragments && length % 8 != 0 || Int(offset) + length > 65535 {
      note(DecodeFault(layer, .field), in: &packet)
    }
    let isIPv6 = packet.network == .ipv6
    let tunnel = packet.outerCount > 0 ? aside.outers.last : nil
    let key = FragmentKey(
      source: packet.source, destination: packet.destination, identification: identification,
      transport: isIPv6 ? IPProtocol(rawValue: 0) : packet.transport, isIPv6: isIPv6,
      vlans: packet.vlans, depth: packet.outerCount, tunnel: tunnel?.identifier ?? 0)
    let fragment = Fragment(
      key: key, time: packet.timestamp, offset: Int(offset), isLast: !moreFragments,
      nextHeader: packet.transport)
    switch fragmentTable.add(fragment, content.bytes, length: length) {
    case .refused: return offset == 0
    case .kept(let slot) where offset == 0:
      inner.kind = .firstFragment
      slotOfFirst = slot
      return true
    case .kept(let slot):
      if let ports = fragmentTable.ports(in: slot) { ports.apply(to: &packet) }
      return false
    case .completed(let octets, let nextHeader):
      packet.transport = nextHeader
      inner.kind = .datagram
      whole = octets
      return false
    }
  }

  /// The ports of a first fragment, for the later ones.
  mutating func learnPorts(of packet: Packet) {
    guard packet.traits.contains(.hasPorts) else { return }
    let ports = FragmentPorts(
      transport: packet.transport, sourcePort: packet.sourcePort,
      destinationPort: packet.destinationPort)
    fragmentTable.learn(ports, in: slotOfFirst)
  }

  /// Reads on in the datagram that `packet` was the last missing fragment of.
  ///
  /// Calls itself where a datagram in a tunnel in this one becomes complete as well: at most
  /// `OuterLayer.most` times.
  mutating func decodeDatagram(into packet: inout Packet, at index: Int) {
    let octets = whole
    whole = []
    let own = packet
    let fragmentTraits = packet.traits.intersection([.fragment, .laterFragment])
    let before = wholeSince
    wholeSince = packet.outerCount
    packet.traits.subtract(fragmentTraits)
    packet.traits.insert(.reassembled)
    packet.transportOffset = .max
    var content = Content(octets.octets, wireLength: octets.count)
    do throws(DecodeFault) {
      var isFollowed = true
      if packet.network == .ipv6, packet.transport.isExtension {
        isFollowed = try decodeExtensions(1, &content, into: &packet)
      }
      if isFollowed { try decodeTransport(&content, into: &packet) }
    } catch {
      note(error, in: &packet)
    }
    packet.setPayload(content)
    decodeInward(&content, into: &packet, at: index)
    let isReached = packet.transportOffset != (packet.outerCount == own.outerCount ? .max : 0)
    let start = Int(packet.payloadOffset)
    let isInside = packet.outerCount > own.outerCount
    // A datagram that lay in another one has its network header there, and that is not kept.
    let network: BatchAside.NetworkPlace =
      isInside ? .datagram(Int(packet.networkOffset)) : before == .max ? .frame : .nowhere
    aside.keep(
      octets, ofPacket: index, network: network,
      transport: isReached ? Int(packet.transportOffset) : nil,
      payload: start..<start + Int(packet.payloadCaptured))
    wholeSince = before
    guard isInside else {
      packet.setPlaces(as: own)
      packet.traits.formUnion(fragmentTraits)
      return
    }
    // Traits and places of a fragment belong to the layer that was one; what is inside came in this frame
    // alone, and counts with all its octets.
    let first = Int(packet.outerStart) + Int(own.outerCount)
    aside.outers[first].packet.traits.formUnion(fragmentTraits)
    aside.outers[first].packet.setPlaces(as: own)
  }
}

extension Packet {
  /// Takes another's places in the frame: those in a datagram that lies elsewhere say nothing of it.
  fileprivate mutating func setPlaces(as other: Packet) {
    networkOffset = other.networkOffset
    transportOffset = other.transportOffset
    payloadOffset = other.payloadOffset
    payloadCaptured = other.payloadCaptured
    payloadLength = other.payloadLength
  }
}

extension FragmentPorts {
  /// Gives a later fragment what the first one said.
  func apply(to packet: inout Packet) {
    packet.transport = transport
    packet.sourcePort = sourcePort
    packet.destinationPort = destinationPort
    packet.traits.insert(.hasPorts)
  }
}

/// What goes on over a restart.
extension PacketDecoder {
  /// The fragments that wait for the rest of their datagrams. To be asked between batches.
  public var storedFragments: [UInt8] {
    var writer = StoredWriter()
    fragmentTable.store(to: &writer)
    return writer.octets
  }

  /// Takes waiting fragments back into a decoder that has seen nothing.
  /// - Throws: `StoredFault` where the octets are not those of fragments.
  public mutating func restoreFragments(_ octets: [UInt8]) throws(StoredFault) {
    var reader = StoredReader(octets)
    try fragmentTable.restore(from: &reader)
    try reader.end()
  }
}
