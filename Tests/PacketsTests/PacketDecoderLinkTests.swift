import Capture
import Packets
import Testing

@Suite struct PacketDecoderLinkTests {
  private let station = MACAddress(rawValue: 0x0200_0000_0001)

  @Test func ethernetAddresses() {
    let packet = Decoded(bytes("\(SampleFrame.ethernet) 08 00 \(SampleFrame.ipv4UDP)")).packet
    #expect(packet.sourceMAC == station)
    #expect(packet.destinationMAC == MACAddress(rawValue: 0x0200_0000_0002))
    #expect(packet.traits.contains(.hasMAC))
    #expect(packet.timestamp.rawValue == 1_500_000_000)
    #expect(packet.linkProtocol == LinkProtocol(.ipv4))
    #expect(packet.vlans == .none)
  }

  /// LLDP: an EtherType that is not decoded keeps its number and everything behind the header.
  @Test func otherEtherType() {
    let decoded = Decoded(bytes("\(SampleFrame.ethernet) 88 cc 02 07 04 00 00 00"))
    #expect(decoded.packet.linkProtocol.description == "0x88cc")
    #expect(decoded.payload == 14..<20)
    #expect(decoded.packet.payloadLength == 6)
    #expect(decoded.packet.fault == .none)
  }

  @Test func ethernetCut() {
    let decoded = Decoded(bytes("02 00 00 00 00 02 02 00 00 00 00 01 08"))
    #expect(decoded.packet.fault == DecodeFault(.ethernet, .truncated))
    #expect(decoded.packet.linkProtocol == .none)
    #expect(!decoded.packet.traits.contains(.hasMAC))
  }

  @Test func lengthBetweenLengthAndType() {
    let packet = Decoded(bytes("\(SampleFrame.ethernet) 05 dd 00")).packet
    #expect(packet.fault == DecodeFault(.ethernet, .field))
    #expect(packet.linkProtocol.description == "0x05dd")
  }

  /// An 802.3 length past the frame is a fault, and what is there is used.
  @Test func lengthPastTheFrame() {
    let decoded = Decoded(bytes("\(SampleFrame.ethernet) 00 63 42 42 03 00"))
    #expect(decoded.packet.fault == DecodeFault(.ethernet, .totalLength))
    #expect(decoded.packet.linkProtocol.description == "llc 42/42")
    #expect(decoded.payload == 17..<18)
  }

  /// IEEE 802.3 pads to 60 octets; the length field ends the packet before.
  @Test func paddingBehindALength() {
    let decoded = Decoded(bytes("\(SampleFrame.ethernet) 00 05 42 42 03 01 02 00 00 00 00"))
    #expect(decoded.payload == 17..<19)
    #expect(decoded.packet.payloadLength == 2)
  }

  /// Supervisory and information frames have two octets of control.
  @Test func controlOfTwoOctets() {
    #expect(Decoded(bytes("\(SampleFrame.ethernet) 00 06 fe fe 01 02 aa bb")).payload == 18..<20)
  }

  /// Novell's IPX has no LLC: FF FF is the checksum of its own header.
  @Test func rawIPX() {
    let decoded = Decoded(bytes("\(SampleFrame.ethernet) 00 06 ff ff 00 22 00 11"))
    #expect(decoded.packet.linkProtocol.description == "llc ff/ff")
    #expect(decoded.payload == 14..<20)
  }

  @Test(arguments: ["00 00 00", "00 00 f8"]) func snapWithAnEtherType(organization: String) {
    let packet = Decoded(
      bytes("\(SampleFrame.ethernet) 00 28 aa aa 03 \(organization) 08 00 \(SampleFrame.ipv4UDP)")
    ).packet
    #expect(packet.linkProtocol == LinkProtocol(.ipv4))
    #expect(packet.source == address("10.0.0.1"))
    #expect(packet.destinationPort == 53)
  }

  @Test func snapOfAnOrganization() {
    let decoded = Decoded(bytes("\(SampleFrame.ethernet) 00 0a aa aa 03 00 00 0c 20 00 02 b4"))
    #expect(decoded.packet.linkProtocol.description == "snap 00000c/2000")
    #expect(decoded.payload == 22..<24)
  }

  @Test func snapCut() {
    let packet = Decoded(bytes("\(SampleFrame.ethernet) 00 07 aa aa 03 00 00 0c 20")).packet
    #expect(packet.fault == DecodeFault(.llc, .truncated))
  }

  @Test(arguments: ["81 00", "88 a8", "91 00", "92 00", "93 00"]) func tag(type: String) {
    let packet = Decoded(
      bytes("\(SampleFrame.ethernet) \(type) e0 64 08 00 \(SampleFrame.ipv4UDP)")
    ).packet
    #expect(packet.vlans.identifiers == [100])
    #expect(packet.source == address("10.0.0.1"))
  }

  @Test func tagThenLength() {
    let packet = Decoded(
      bytes("\(SampleFrame.ethernet) 81 00 00 07 00 04 42 42 03 09 00 00 00")
    ).packet
    #expect(packet.vlans.identifiers == [7])
    #expect(packet.linkProtocol.description == "llc 42/42")
    #expect(packet.payloadLength == 1)
  }

  @Test func tagCut() {
    let packet = Decoded(bytes("\(SampleFrame.ethernet) 81 00 00 07 81 00 00")).packet
    #expect(packet.fault == DecodeFault(.vlan, .truncated))
    #expect(packet.vlans.identifiers == [7])
  }

  @Test(arguments: 1...20) func tagsInAStack(depth: Int) {
    let tags = (1...depth).map { "81 00 00 0\(String($0 % 10))" }.joined(separator: " ")
    let decoded = Decoded(bytes("\(SampleFrame.ethernet) \(tags) 08 00 \(SampleFrame.ipv4UDP)"))
    #expect(decoded.packet.vlans.depth == min(depth, 15))
    #expect(decoded.packet.vlans.identifiers.first == 1)
    #expect(decoded.packet.isIP == (depth <= 16))
    #expect(decoded.packet.fault == (depth <= 16 ? .none : DecodeFault(.vlan, .depth)))
  }

  /// The check sequence is no payload, whether it was captured or not.
  @Test(arguments: [22, 20, 18]) func checkSequence(captured: Int) {
    let frame = bytes("\(SampleFrame.ethernet) 88 b5 01 02 03 04 fa fb fc fd").prefix(captured)
    let decoded = Decoded(Array(frame), wireLength: 22, checkSequenceLength: 4)
    #expect(decoded.payload == 14..<18)
    #expect(decoded.packet.payloadLength == 4)
    #expect(decoded.packet.wireLength == 22)
  }

  @Test(arguments: [(UInt16(113), 16), (276, 20)]) func cookedCapture(linkType: UInt16, length: Int)
  {
    let header =
      linkType == 113
      ? "00 00 00 01 00 06 02 00 00 00 00 01 00 00 08 00"
      : "08 00 00 00 00 00 00 02 00 01 00 06 02 00 00 00 00 01 00 00"
    let decoded = Decoded(bytes("\(header) \(SampleFrame.ipv4UDP)"), linkType: linkType)
    #expect(decoded.packet.sourceMAC == station)
    #expect(decoded.packet.destinationMAC == .zero)
    #expect(decoded.packet.traits.contains(.hasMAC))
    #expect(decoded.payload == length + 28..<length + 32)
    let cut = Decoded(bytes("00 00 00 01 00 06 02"), linkType: linkType).packet
    #expect(cut.fault == DecodeFault(.linuxCooked, .truncated))
  }

  /// A tunnel's address is no hardware address.
  @Test func cookedCaptureWithoutAddress() {
    let packet = Decoded(
      bytes("00 00 03 00 00 00 00 00 00 00 00 00 00 00 81 00 00 09 08 00 \(SampleFrame.ipv4UDP)"),
      linkType: 113
    ).packet
    #expect(!packet.traits.contains(.hasMAC))
    #expect(packet.vlans.identifiers == [9])
    #expect(packet.isIP)
  }

  @Test func cookedCaptureOfIPX() {
    let header = "00 00 00 01 00 06 02 00 00 00 00 01 00 00"
    let packet = Decoded(bytes("\(header) 00 01 ff ff 00 22"), linkType: 113).packet
    #expect(packet.linkProtocol.description == "llc ff/ff")
    let other = Decoded(bytes("\(header) 00 0c 01"), linkType: 113).packet
    #expect(other.linkProtocol.description == "0x000c")
  }

  @Test(arguments: [
    ("02 00 00 00", Packet.Network.ipv4), ("00 00 00 02", .ipv4), ("1e 00 00 00", .ipv6),
    ("00 00 00 18", .ipv6), ("1c 00 00 00", .ipv6), ("0a 00 00 00", .ipv6), ("07 00 00 00", .none),
  ])
  func loopback(family: String, network: Packet.Network) {
    let content = network == .ipv6 ? SampleFrame.ipv6UDP : SampleFrame.ipv4UDP
    for linkType in [UInt16(0), 108] {
      let decoded = Decoded(bytes("\(family) \(content)"), linkType: linkType)
      #expect(decoded.packet.network == network)
      #expect(decoded.packet.fault == .none)
      if network == .none {
        #expect(decoded.packet.linkProtocol.description == "family 7")
        #expect(decoded.payload.lowerBound == 4)
      }
    }
    #expect(Decoded([2, 0, 0], linkType: 0).packet.fault == DecodeFault(.loopback, .truncated))
  }

  @Test(arguments: ["ff 03 00 21", "00 21", "21", "ff 03 21", "0f 00 08 00", "8f 00 08 00"])
  func ppp(header: String) {
    for linkType in [UInt16(9), 50] {
      let packet = Decoded(bytes("\(header) \(SampleFrame.ipv4UDP)"), linkType: linkType).packet
      #expect(packet.source == address("10.0.0.1"))
      #expect(packet.fault == .none)
    }
  }

  @Test func pppOfOtherProtocols() {
    let decoded = Decoded(bytes("ff 03 c0 21 01 01"), linkType: 9)
    #expect(decoded.packet.linkProtocol.description == "ppp c021")
    #expect(decoded.payload == 4..<6)
    // Cisco's keep-alive uses RARP's number.
    let keepAlive = Decoded(bytes("8f 00 80 35 00 00 00 02 00 00 00 01"), linkType: 50).packet
    #expect(keepAlive.network == .none)
    #expect(keepAlive.linkProtocol.description == "0x8035")
    for cut in ["", "ff 03", "ff 03 00", "00", "0f 00 08"] {
      let packet = Decoded(bytes(cut), linkType: 9).packet
      #expect(packet.fault == DecodeFault(.ppp, .truncated))
    }
    let discovery = Decoded(bytes("11 09 00 00 00 04 01 01 00 00"), linkType: 51)
    #expect(discovery.packet.linkProtocol.description == "0x8864")
    #expect(discovery.payload == 0..<10)
    let control = Decoded(bytes("11 00 00 01 00 06 c0 21 09 01 00 04"), linkType: 51)
    #expect(control.packet.linkProtocol.description == "ppp c021")
    #expect(control.payload == 8..<12)
  }

  @Test(arguments: [UInt16(101), 12, 14, 228]) func rawIPv4(linkType: UInt16) {
    let decoded = Decoded(bytes(SampleFrame.ipv4UDP), linkType: linkType)
    #expect(decoded.packet.source == address("10.0.0.1"))
    #expect(!decoded.packet.traits.contains(.hasMAC))
    #expect(decoded.payload == 28..<32)
  }

  @Test(arguments: [UInt16(101), 12, 14, 229]) func rawIPv6(linkType: UInt16) {
    let decoded = Decoded(bytes(SampleFrame.ipv6UDP), linkType: linkType)
    #expect(decoded.packet.source == address("fe80::1"))
    #expect(decoded.payload == 48..<49)
  }

  @Test func rawIPOfAnotherVersion() {
    #expect(Decoded([0x50], linkType: 101).packet.fault == DecodeFault(.ipv4, .truncated))
    let wrong = bytes(SampleFrame.ipv6UDP)
    #expect(Decoded(wrong, linkType: 228).packet.fault == DecodeFault(.ipv4, .version))
    let other = bytes(SampleFrame.ipv4UDP) + [UInt8](repeating: 0, count: 20)
    #expect(Decoded(other, linkType: 229).packet.fault == DecodeFault(.ipv6, .version))
  }

  /// The same log from a little-endian and a big-endian machine.
  @Test(arguments: ["05 00 0a 00 00 00 00 00 24 00 09 00", "00 05 00 0a 00 00 00 00 00 24 00 09"])
  func netfilterLog(attributes: String) {
    let decoded = Decoded(
      bytes("02 00 00 01 \(attributes) \(SampleFrame.ipv4UDP)"), linkType: 239)
    #expect(decoded.packet.source == address("10.0.0.1"))
    #expect(decoded.payload == 44..<48)
  }

  @Test func netfilterLogBroken() {
    func fault(_ dump: String) -> DecodeFault { Decoded(bytes(dump), linkType: 239).packet.fault }
    #expect(fault("02 00 00") == DecodeFault(.nflog, .truncated))
    #expect(fault("02 01 00 01") == DecodeFault(.nflog, .version))
    #expect(fault("02 00 00 01 03 00 09 00") == DecodeFault(.nflog, .option))
    #expect(fault("02 00 00 01 20 00 09 00 45") == DecodeFault(.nflog, .option))
    #expect(fault("02 00 00 01 04 00") == DecodeFault(.nflog, .truncated))
    let bridge = Decoded(bytes("07 00 00 01 06 00 09 00 aa bb"), linkType: 239)
    #expect(bridge.packet.linkProtocol.description == "family 7")
    #expect(bridge.payload == 8..<10)
  }

  @Test func supportedLinkTypes() {
    for linkType in UInt16.min...UInt16.max {
      let isListed = HostileBytesTests.linkTypes.contains(linkType)
      #expect(PacketDecoder.supports(LinkType(rawValue: linkType)) == isListed)
    }
    let decoded = Decoded(bytes(SampleFrame.ipv4UDP), linkType: 105)
    #expect(decoded.packet.network == .none)
    #expect(decoded.packet.linkProtocol == .none)
    #expect(decoded.packet.fault == .none)
    #expect(decoded.packet.wireLength == 32)
  }
}
