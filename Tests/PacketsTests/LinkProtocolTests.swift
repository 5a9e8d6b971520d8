import Packets
import Testing

@Suite struct LinkProtocolTests {
  @Test(arguments: [
    (LinkProtocol.none, "none"), (LinkProtocol(.ipv4), "0x0800"),
    (LinkProtocol(EtherType(rawValue: 0x88cc)), "0x88cc"),
    (LinkProtocol(.llc, 0x4242), "llc 42/42"),
    (LinkProtocol(.llc, 0x00fe), "llc 00/fe"),
    (LinkProtocol(.snap, 0x00_000c_2000), "snap 00000c/2000"),
    (LinkProtocol(.ppp, 0xc021), "ppp c021"), (LinkProtocol(.family, 7), "family 7"),
  ])
  func text(linkProtocol: LinkProtocol, text: String) {
    #expect(linkProtocol.description == text)
    #expect(LinkProtocol(rawValue: linkProtocol.rawValue) == linkProtocol)
  }

  @Test func etherType() {
    #expect(LinkProtocol(.arp).etherType == .arp)
    #expect(LinkProtocol(.llc, 0x0806).etherType == nil)
    #expect(LinkProtocol(.ppp, 0x0800) != LinkProtocol(.ipv4))
    #expect(LinkProtocol(rawValue: 0xff << 56).space == .none)
  }
}
