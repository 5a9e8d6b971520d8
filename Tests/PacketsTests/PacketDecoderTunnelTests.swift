import Capture
import Packets
import Testing

@Suite struct PacketDecoderTunnelTests {
  private let frameSource = MACAddress(rawValue: 0x0200_0000_0001)
  private let innerSource = MACAddress(rawValue: 0x0200_0000_0003)

  private func sample(_ name: String) -> Decoded {
    guard let sample = SampleFrame.all.first(where: { $0.name == name }) else {
      preconditionFailure("no sample is named \(name)")
    }
    return Decoded(sample.frame, linkType: sample.linkType)
  }

  /// Tunnels around an IP packet alone: the frame's addresses stay.
  @Test(arguments: [
    ("MPLS, two labels", "mpls", UInt64(16), false), ("MPLS, IPv6", "mpls", 16, true),
    ("PPPoE", "pppoe", 11, false),
    ("GRE", "gre", 0, false),
    ("GRE with checksum, key, sequence number and routing", "gre", 42, true),
    ("PPTP with sequence and acknowledgment", "gre", 7, false),
    ("VXLAN, generic protocol, IPv6", "vxlan", 123, true),
    ("IPv4 in IPv4", "ip-in-ip", 0, false), ("IPv6 in IPv4", "ip-in-ip", 0, true),
    ("IPv6 in IPv6", "ip-in-ip", 0, true), ("GRE in UDP", "gre", 9, false),
    ("L2TP version 2", "l2tp", 0x5_0006, false),
    ("L2TP version 2 with sequence and offset", "l2tp", 0x5_0006, true),
    ("Teredo with authentication and origin", "teredo", 0, true),
  ])
  func packetInside(name: String, encapsulation: String, identifier: UInt64, isIPv6: Bool) {
    let decoded = sample(name)
    #expect(decoded.outers.map { $0.encapsulation.description } == [encapsulation])
    #expect(decoded.outers.first?.identifier == identifier)
    #expect(decoded.packet.sourceMAC == frameSource)
    #expect(decoded.packet.network == (isIPv6 ? .ipv6 : .ipv4))
    #expect(decoded.packet.destinationPort == (isIPv6 ? 5353 : 53))
    #expect(decoded.packet.payloadLength == (isIPv6 ? 1 : 4))
    #expect(decoded.packet.fault == .none)
    // The outer payload is the whole inner packet.
    let outer = decoded.outers[0].packet
    #expect(outer.payloadOffset == decoded.packet.networkOffset)
    #expect(outer.payloadLength == (isIPv6 ? 49 : 32))
    #expect(outer.sourceMAC == frameSource)
  }

  /// Tunnels around an Ethernet frame: the deepest packet has the inner addresses.
  @Test(arguments: [
    ("MPLS, Ethernet", "mpls", UInt64(16)), ("MPLS, Ethernet with control word", "mpls", 16),
    ("provider backbone", "provider-backbone", 0x10203), ("FabricPath", "fabric-path", 1),
    ("TRILL with options", "trill", 0x1_0002), ("NVGRE", "nvgre", 0x10203),
    ("ERSPAN I", "erspan", 0), ("ERSPAN II", "erspan", 100),
    ("ERSPAN III with subheader", "erspan", 101), ("VXLAN", "vxlan", 123),
    ("GENEVE with an option", "geneve", 10), ("Ethernet in IP", "ethernet-in-ip", 0),
    ("Ethernet in IPv6", "ethernet-in-ip", 0), ("L2TP version 3 with cookie", "l2tp", 9),
    ("L2TP version 3 in UDP", "l2tp", 9),
  ])
  func frameInside(name: String, encapsulation: String, identifier: UInt64) {
    let decoded = sample(name)
    #expect(decoded.outers.map { $0.encapsulation.description } == [encapsulation])
    #expect(decoded.outers.first?.identifier == identifier)
    #expect(decoded.packet.sourceMAC == innerSource)
    #expect(decoded.packet.source == address("10.0.0.1"))
    #expect(decoded.packet.destinationPort == 53)
    #expect(decoded.packet.payloadLength == 4)
    #expect(decoded.packet.traits == [.hasMAC, .dontFragment, .hasPorts])
    let outer = decoded.outers[0].packet
    #expect(outer.sourceMAC == frameSource)
    #expect(outer.payloadLength == 46)
  }

  @Test func nested() {
    let decoded = sample("VXLAN in GRE in MPLS")
    #expect(decoded.outers.map(\.encapsulation) == [.mpls, .gre, .vxlan])
    #expect(decoded.outers.map(\.identifier) == [16, 0, 123])
    #expect(decoded.outers[0].packet.linkProtocol == LinkProtocol(.mpls))
    #expect(decoded.outers[0].packet.network == .none)
    #expect(decoded.outers[1].packet.transport == .gre)
    #expect(decoded.outers[1].packet.outerCount == 1)
    #expect(decoded.outers[2].packet.destinationPort == 4789)
    #expect(decoded.packet.outerCount == 3)
    #expect(decoded.packet.source == address("10.0.0.1"))
  }

  @Test func labelsInIPAndUDP() {
    #expect(sample("MPLS in IP").outers.map(\.encapsulation) == [.mplsInIP, .mpls])
    #expect(sample("MPLS in UDP").outers.map(\.encapsulation) == [.mplsInIP, .mpls])
  }

  /// PPP's own messages: named by their number, in the session.
  @Test func controlInSession() {
    let decoded = sample("PPPoE, link control")
    #expect(decoded.outers.map(\.identifier) == [11])
    #expect(decoded.packet.linkProtocol.description == "ppp c021")
    #expect(decoded.payload == 22..<30)
    #expect(decoded.packet.networkOffset == 22)
  }

  @Test func authenticationIsRead() {
    let packet = sample("AH in IPv4").packet
    #expect(packet.transport == .udp)
    #expect(packet.destinationPort == 53)
    #expect(packet.payloadLength == 4)
    #expect(packet.outerCount == 0)
  }

  /// The octets behind the tag start with an EtherType, and end before the check value.
  @Test func securedPacket() {
    let decoded = sample("MAC security, not encrypted, with channel")
    #expect(decoded.outers.map(\.encapsulation) == [.macsec])
    #expect(decoded.outers[0].identifier == 0x0200_0000_0001_0001)
    #expect(decoded.outers[0].packet.payloadLength == 34)
    #expect(decoded.packet.sourceMAC == frameSource)
    #expect(decoded.packet.linkProtocol == LinkProtocol(.ipv4))
    #expect(decoded.packet.destinationPort == 53)
  }

  /// Tags inside MAC security follow those outside.
  @Test func tagsInSecurity() {
    let decoded = Decoded(
      bytes(
        """
        \(SampleFrame.ethernet) 81 00 00 05 88 e5 00 00 00 00 00 05 81 00 00 06 08 00
        \(SampleFrame.ipv4UDP) aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa
        """))
    #expect(decoded.packet.vlans.identifiers == [5, 6])
    #expect(decoded.outers.map(\.packet.vlans.identifiers) == [[5]])
    #expect(decoded.packet.fault == .none)
  }

  @Test(arguments: ["08", "04", "0c"]) func encryptedStaysClosed(control: String) {
    let decoded = Decoded(
      bytes("\(SampleFrame.ethernet) 88 e5 \(control) 00 00 00 00 05 \(SampleFrame.ipv4UDP)"))
    #expect(decoded.outers.isEmpty)
    #expect(decoded.packet.linkProtocol == LinkProtocol(.macsec))
    #expect(decoded.payload == 14..<52)
    #expect(decoded.packet.fault == .none)
  }

  /// What a port suggests and the content contradicts stays plain UDP, without a fault.
  @Test(arguments: [
    (4789, "00 00 00 00 00 00 7b 00 \(SampleFrame.innerFrame)"),
    (4789, "08 00 00 01 00 00 7b 00 02 00 00 00 00 04 02 00 00 00 00 03 12 34"),
    (4789, "08 00 00 00 00 00 7b 01 02 00 00 00 00 03 02 00 00 00 00 03 08 00"),
    (4789, "08 00 00 00 00 00 7b 00 02 00 00 00 00 04 03 00 00 00 00 03 08 00"),
    (4789, "08 00 00 00 00 00 7b"), (8472, "74 65 73 74 74 65 73 74"),
    (6081, "42 00 65 58 00 00 0a 00 \(SampleFrame.innerFrame)"),
    (6081, "01 00 65 58 00 00 0a 00 01 02 03 1f \(SampleFrame.innerFrame)"),
    (6081, "00 00 08 00 00 00 0a 00 \(SampleFrame.innerFrame)"),
    (1701, "40 02 00 2b 00 05 00 06 ff 03 00 21 \(SampleFrame.ipv4UDP)"),
    (1701, "00 02 00 05 00 06 ff 03 c0 21 01 01 00 04"),
    (3544, "60 00 00 00 00 09 11 40 \(SampleFrame.ipv4UDP) \(SampleFrame.ipv4UDP)"),
    (6635, "00 01 01 40 05 06 07 08"), (4754, "00 00 08 00 \(SampleFrame.ipv6UDP)"),
    (5353, "08 00 00 00 00 00 7b 00 \(SampleFrame.innerFrame)"),
  ])
  func plainUDP(port: Int, payload: String) {
    let decoded = Decoded(bytes(SampleFrame.frame("08 00", SampleFrame.udp(port, payload))))
    #expect(decoded.outers.isEmpty)
    #expect(decoded.packet.destinationPort == UInt16(port))
    #expect(decoded.payload == 42..<42 + bytes(payload).count)
    #expect(decoded.packet.fault == .none)
  }

  /// Reserved bits of VXLAN do not hide a frame that looks like one without a doubt.
  @Test(arguments: ["08 00 00 01 00 00 7b 00", "08 08 7f 7f 00 00 7b 01"])
  func reservedBits(header: String) {
    let payload = "\(header) \(SampleFrame.innerFrame)"
    let decoded = Decoded(bytes(SampleFrame.frame("08 00", SampleFrame.udp(4789, payload))))
    #expect(decoded.outers.map(\.encapsulation) == [.vxlan])
    #expect(decoded.outers.map(\.identifier) == [123])
    #expect(decoded.packet.destinationPort == 53)
  }

  /// An inner packet that cannot be read is none: the outer one stays, with the fault.
  @Test func brokenInside() {
    let decoded = Decoded(
      bytes(SampleFrame.frame("08 00", SampleFrame.ipv4(47, "00 00 08 00 55 00 00 14"))))
    #expect(decoded.outers.isEmpty)
    #expect(decoded.packet.transport == .gre)
    #expect(decoded.packet.source == address("172.16.0.1"))
    #expect(decoded.packet.fault == DecodeFault(.ipv4, .truncated))
  }

  /// GRE that carries something else, PPTP that only acknowledges, and PPP that is encrypted.
  @Test(arguments: [
    "00 00 88 0b ff 03 c0 21 01 02 03 04", "00 00 00 00", "20 81 88 0b 00 00 00 07 00 00 00 02",
    "30 01 88 0b 00 04 00 07 00 00 00 01 00 fd 90 00", "00 00 88 cc 02 07 04 00",
  ])
  func notEntered(payload: String) {
    let decoded = Decoded(bytes(SampleFrame.frame("08 00", SampleFrame.ipv4(47, payload))))
    #expect(decoded.outers.isEmpty)
    #expect(decoded.payload == 34..<34 + bytes(payload).count)
    #expect(decoded.packet.fault == .none)
  }

  /// IPv4 in IPv4 again and again: eight layers are kept, and the ninth packet is the deepest.
  @Test(arguments: 1...12) func depth(layers: Int) {
    let packet = (0..<layers).reduce(SampleFrame.ipv4UDP) { inner, _ in SampleFrame.ipv4(4, inner) }
    let decoded = Decoded(bytes(packet), linkType: 228)
    #expect(decoded.outers.count == min(layers, OuterLayer.most))
    #expect(decoded.packet.outerCount == UInt8(min(layers, OuterLayer.most)))
    let isDeep = layers > OuterLayer.most
    #expect(decoded.packet.transport == (isDeep ? .ipv4Encapsulation : .udp))
    #expect(decoded.packet.fault == (isDeep ? DecodeFault(.encapsulation, .depth) : .none))
  }

  @Test(arguments: [1, 16, 17]) func labels(count: Int) {
    let stack = (1...count).map { $0 == count ? "00 01 01 40" : "00 01 00 40" }
      .joined(separator: " ")
    let decoded = Decoded(bytes(SampleFrame.frame("88 47", "\(stack) \(SampleFrame.ipv4UDP)")))
    #expect(decoded.packet.fault == (count > 16 ? DecodeFault(.mpls, .depth) : .none))
    #expect(decoded.outers.count == (count > 16 ? 0 : 1))
  }

  /// A pseudowire's own messages, and octets that are nothing: not entered, no fault.
  @Test(arguments: ["10 00 00 21 45 00 00 20", "45 00 00 20 00 01", "ff ff ff ff"])
  func nothingBehindLabels(payload: String) {
    let decoded = Decoded(bytes(SampleFrame.frame("88 47", "00 01 01 40 \(payload)")))
    #expect(decoded.outers.isEmpty)
    #expect(decoded.packet.linkProtocol == LinkProtocol(.mpls))
    #expect(decoded.packet.fault == .none)
  }

  @Test func names() {
    let names = Encapsulation.allCases.map(\.description)
    #expect(Set(names).count == names.count)
  }
}
