/// Tunnels in UDP. A port only suggests one: where the content contradicts, the packet stays plain UDP.
extension PacketDecoder {
  private enum Port {
    static let l2tp: UInt16 = 1701
    static let teredo: UInt16 = 3544
    static let gre: UInt16 = 4754
    static let vxlan: UInt16 = 4789
    static let vxlanGenericProtocol: UInt16 = 4790
    static let geneve: UInt16 = 6081
    static let mpls: UInt16 = 6635
    static let vxlanOfLinux: UInt16 = 8472
  }

  /// Whether the ports are a tunnel's: exact, as a guess that is often wrong costs more than the answer.
  @inline(__always)
  static func mayBeTunnel(_ source: UInt16, _ destination: UInt16) -> Bool {
    switch destination {
    case Port.l2tp, Port.teredo, Port.gre, Port.vxlan, Port.vxlanGenericProtocol, Port.geneve,
      Port.mpls, Port.vxlanOfLinux:
      true
    default: source == Port.l2tp || source == Port.teredo
    }
  }

  @inline(never)
  mutating func decodeUDPTunnel(_ content: inout Content, into packet: inout Packet) {
    guard !packet.traits.contains(.fragment) else { return }
    switch packet.destinationPort {
    case Port.vxlan, Port.vxlanGenericProtocol, Port.vxlanOfLinux: decodeVXLAN(&content)
    case Port.geneve: decodeGENEVE(&content)
    case Port.gre: decodeGREInUDP(&content)
    case Port.mpls: decodeMPLSInUDP(&content)
    case Port.l2tp: decodeL2TP(&content)
    case Port.teredo: decodeTeredo(&content)
    default:
      // Both ends of these two answer from the port they were asked on.
      switch packet.sourcePort {
      case Port.l2tp: decodeL2TP(&content)
      case Port.teredo: decodeTeredo(&content)
      default: break
      }
    }
  }

  private mutating func decodeVXLAN(_ content: inout Content) {
    guard let header = try? VXLANHeader(content.bytes) else { return }
    let network = UInt64(header.networkIdentifier)
    let rest = content.bytes.extracting(droppingFirst: VXLANHeader.length)
    let length = content.wireLength - VXLANHeader.length
    switch header.nextProtocol {
    case 1 where IPv4Header.isLikely(rest, wireLength: length):
      announce(.network, in: .vxlan, network, .ipv4)
    case 2 where IPv6Header.isLikely(rest, wireLength: length):
      announce(.network, in: .vxlan, network, .ipv6)
    case 3
    where header.isExact
      ? EthernetHeader.isPlausible(rest, wireLength: length)
      : EthernetHeader.isLikely(rest, wireLength: length):
      announce(.ethernet, in: .vxlan, network)
    case 5: announce(.network, in: .vxlan, network, .mpls)
    default: return
    }
    content.skip(VXLANHeader.length)
  }

  private mutating func decodeGENEVE(_ content: inout Content) {
    guard let header = try? GENEVEHeader(content.bytes), !header.isControl else { return }
    let network = UInt64(header.networkIdentifier)
    let rest = content.bytes.extracting(droppingFirst: header.length)
    let length = content.wireLength - header.length
    switch header.protocolType {
    case .ipv4 where IPv4Header.isLikely(rest, wireLength: length),
      .ipv6 where IPv6Header.isLikely(rest, wireLength: length), .arp, .mpls:
      announce(.network, in: .geneve, network, header.protocolType)
    case .transparentEthernet where EthernetHeader.isPlausible(rest, wireLength: length):
      announce(.ethernet, in: .geneve, network)
    default: return
    }
    content.skip(header.length)
  }

  /// RFC 8086: GRE of version 0 with nothing but checksum, key and sequence number.
  private mutating func decodeGREInUDP(_ content: inout Content) {
    guard let header = try? GREHeader(content.bytes), content.bytes.uint16(at: 0) & 0x4fff == 0
    else { return }
    let key = UInt64(header.key ?? 0)
    let rest = content.bytes.extracting(droppingFirst: header.length)
    let length = content.wireLength - header.length
    switch header.protocolType {
    case .ipv4 where IPv4Header.isLikely(rest, wireLength: length),
      .ipv6 where IPv6Header.isLikely(rest, wireLength: length):
      announce(.network, in: .gre, key, header.protocolType)
    case .transparentEthernet where EthernetHeader.isLikely(rest, wireLength: length):
      announce(.ethernet, in: .gre, key)
    default: return
    }
    content.skip(header.length)
  }

  /// RFC 7510: a label stack, here only one with IP straight behind it.
  private mutating func decodeMPLSInUDP(_ content: inout Content) {
    for labels in 1...MPLSLabel.mostLabels {
      let end = labels * MPLSLabel.length
      guard end < content.bytes.byteCount else { return }
      guard content.bytes.uint8(at: end - 2) & 1 == 1 else { continue }
      let rest = content.bytes.extracting(droppingFirst: end)
      let length = content.wireLength - end
      guard
        IPv4Header.isLikely(rest, wireLength: length)
          || IPv6Header.isLikely(rest, wireLength: length)
      else { return }
      return announce(.network, in: .mplsInIP, 0, .mpls)
    }
  }

  private mutating func decodeL2TP(_ content: inout Content) {
    guard let header = try? L2TPHeader(content.bytes, wireLength: content.wireLength) else {
      return
    }
    let session = UInt64(header.tunnelIdentifier) << 16 | UInt64(header.sessionIdentifier)
    guard header.version == 2 else {
      return enterSession(UInt64(header.sessionIdentifier), behind: header.length, &content)
    }
    guard let (start, etherType) = readPPP(content, behind: header.length) else { return }
    content.skip(start)
    announce(.network, in: .l2tp, session, etherType)
  }

  private mutating func decodeTeredo(_ content: inout Content) {
    guard let header = try? TeredoHeader(content.bytes, wireLength: content.wireLength) else {
      return
    }
    content.skip(header.length)
    announce(.network, in: .teredo, 0, .ipv6)
  }
}
