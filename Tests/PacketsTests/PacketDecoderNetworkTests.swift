import Packets
import Testing

@Suite struct PacketDecoderNetworkTests {
  private func ipv4(_ dump: String, wireLength: Int? = nil) -> Decoded {
    Decoded(bytes(dump), linkType: 228, wireLength: wireLength)
  }
  /// An IPv6 packet from 2001:db8::1 to 2001:db8::2 by its length field, next header and the rest.
  private func ipv6(_ length: String, _ nextHeader: String, _ rest: String) -> Decoded {
    Decoded(
      bytes(
        """
        60 00 00 00 \(length) \(nextHeader) 40 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01
        20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02 \(rest)
        """), linkType: 229)
  }

  @Test func ipv4Fields() {
    let decoded = ipv4(SampleFrame.ipv4UDP)
    #expect(decoded.packet.network == .ipv4)
    #expect(decoded.packet.source == address("10.0.0.1"))
    #expect(decoded.packet.destination == address("192.168.1.7"))
    #expect(decoded.packet.timeToLive == 64)
    #expect(decoded.packet.transport == .udp)
    #expect(decoded.packet.traits == [.dontFragment, .hasPorts])
  }

  @Test func ipv4TotalLengthEndsBeforePadding() {
    let decoded = ipv4("\(SampleFrame.ipv4UDP) 00 00 00 00 00 00")
    #expect(decoded.payload == 28..<32)
    #expect(decoded.packet.payloadLength == 4)
  }

  @Test(arguments: 20...31) func ipv4SnapshotLength(captured: Int) {
    let frame = Array(bytes(SampleFrame.ipv4UDP).prefix(captured))
    let packet = Decoded(frame, linkType: 228, wireLength: 32).packet
    #expect(packet.source == address("10.0.0.1"))
    #expect(packet.traits.contains(.hasPorts) == (captured >= 24))
    #expect(packet.fault == (captured < 28 ? DecodeFault(.udp, .truncated) : .none))
    #expect(packet.payloadLength == (captured < 28 ? 12 : 4))
    #expect(packet.payloadCaptured == UInt32(captured < 28 ? captured - 20 : captured - 28))
  }

  @Test func ipv4HeaderFaults() {
    func fault(_ dump: String) -> DecodeFault { ipv4(dump).packet.fault }
    let addresses = "0a 00 00 01 0a 00 00 02"
    #expect(
      fault("55 00 00 14 00 00 00 00 40 fd 00 00 \(addresses)") == DecodeFault(.ipv4, .version))
    #expect(
      fault("44 00 00 14 00 00 00 00 40 fd 00 00 \(addresses)") == DecodeFault(.ipv4, .headerLength)
    )
    #expect(
      fault("45 00 00 13 00 00 00 00 40 fd 00 00 \(addresses)") == DecodeFault(.ipv4, .totalLength))
    #expect(
      fault("45 00 00 15 00 00 00 00 40 fd 00 00 \(addresses)") == DecodeFault(.ipv4, .totalLength))
    // The addresses of a header whose length is wrong are still those of the packet.
    let packet = ipv4("45 00 00 13 00 00 00 00 40 fd 00 00 \(addresses)").packet
    #expect(packet.destination == address("10.0.0.2"))
  }

  /// A length past the frame on the wire is a fault; the payload is what the frame has.
  @Test func ipv4LengthPastTheFrame() {
    let decoded = ipv4("45 00 ff ff 00 00 00 00 40 fd 00 00 0a 00 00 01 0a 00 00 02 01 02")
    #expect(decoded.packet.fault == DecodeFault(.ipv4, .totalLength))
    #expect(decoded.packet.payloadLength == 2)
    #expect(decoded.payload == 20..<22)
  }

  /// Left to the card by the sending host: no length, so the frame's own.
  @Test func ipv4WithoutLength() {
    let decoded = ipv4("45 00 00 00 00 00 00 00 40 fd 00 00 0a 00 00 01 0a 00 00 02 01 02")
    #expect(decoded.packet.fault == .none)
    #expect(decoded.packet.payloadLength == 2)
  }

  @Test(arguments: [
    ("94 04 00 00", true), ("01 01 01 00", true), ("00 ff ff ff", true), ("94 05 00 00", false),
    ("94 01 00 00", false), ("01 01 01 94", false), ("94 00 00 00", false),
  ])
  func ipv4Options(options: String, areSound: Bool) {
    let decoded = ipv4(
      """
      46 00 00 24 00 00 00 00 40 11 00 00 0a 00 00 01 0a 00 00 02 \(options)
      13 88 00 35 00 0c 00 00 64 61 74 61
      """)
    #expect(decoded.packet.fault == (areSound ? .none : DecodeFault(.ipv4, .option)))
    #expect(decoded.packet.destinationPort == 53)
    #expect(decoded.payload == 32..<36)
  }

  /// The payload's length is known from the header even where the capture ends in the options.
  @Test func ipv4OptionsCut() {
    let decoded = ipv4(
      "46 00 00 24 00 00 00 00 40 fd 00 00 0a 00 00 01 0a 00 00 02 94 04", wireLength: 36)
    #expect(decoded.packet.fault == DecodeFault(.ipv4, .truncated))
    #expect(decoded.packet.payloadLength == 12)
    #expect(decoded.payload == 22..<22)
  }

  @Test func ipv4Fragments() {
    let first = ipv4(
      """
      45 00 00 24 00 07 20 00 40 11 00 00 0a 00 00 01 0a 00 00 02
      13 88 00 35 05 dc 00 00 01 02 03 04 05 06 07 08
      """)
    // The length of the whole datagram does not contradict its first fragment.
    #expect(first.packet.fault == .none)
    #expect(first.packet.traits == [.fragment, .hasPorts])
    #expect(first.packet.payloadLength == 8)
    let later = ipv4(
      "45 00 00 1c 00 07 00 b9 40 11 00 00 0a 00 00 01 0a 00 00 02 13 88 00 35 05 dc 00 00")
    #expect(later.packet.traits == [.fragment, .laterFragment])
    #expect(later.packet.fragmentOffset == 1480)
    #expect(later.packet.sourcePort == 0)
    #expect(later.packet.payloadLength == 8)
    #expect(later.packet.fault == .none)
  }

  @Test func ipv4FragmentsThatCannotBe() {
    // More fragments behind one of seven octets; then one that ends past 65,535.
    let odd = ipv4(
      "45 00 00 1b 00 07 20 b9 40 11 00 00 0a 00 00 01 0a 00 00 02 1 2 3 4 5 6 7"
        .split(separator: " ").map { $0.utf8.count == 1 ? "0\($0)" : String($0) }
        .joined(separator: " "))
    #expect(odd.packet.fault == DecodeFault(.ipv4, .field))
    let far = ipv4(
      "45 00 00 1c 00 07 1f ff 40 01 00 00 0a 00 00 01 0a 00 00 02 00 00 00 00 00 00 00 00")
    #expect(far.packet.fault == DecodeFault(.ipv4, .field))
    #expect(far.packet.fragmentOffset == 65528)
  }

  @Test func ipv6Fields() {
    let decoded = Decoded(bytes("\(SampleFrame.ethernet) 86 dd \(SampleFrame.ipv6UDP) 00 00 00"))
    #expect(decoded.packet.network == .ipv6)
    #expect(decoded.packet.source == address("fe80::1"))
    #expect(decoded.packet.destination == address("ff02::fb"))
    #expect(decoded.packet.timeToLive == 255)
    #expect(decoded.packet.sourcePort == 5353)
    #expect(decoded.payload == 62..<63)
  }

  @Test func ipv6LengthPastTheFrame() {
    let decoded = ipv6("00 09", "fd", "01 02")
    #expect(decoded.packet.fault == DecodeFault(.ipv6, .totalLength))
    #expect(decoded.packet.payloadLength == 2)
  }

  @Test func ipv6Chain() {
    let sample = SampleFrame.all.first { $0.name.hasPrefix("IPv6 with hop-by-hop") }
    let packet = Decoded(sample?.frame ?? []).packet
    #expect(packet.transport == .udp)
    #expect(packet.destinationPort == 53)
    #expect(packet.payloadLength == 8)
    // One piece behind a fragment header with more to come: offset 0.
    #expect(packet.traits.contains(.fragment))
    #expect(!packet.traits.contains(.laterFragment))
  }

  @Test func ipv6LaterFragment() {
    let decoded = ipv6("00 10", "2c", "06 00 05 a8 00 00 00 01 13 88 00 35 00 0c 00 00")
    #expect(decoded.packet.traits == [.fragment, .laterFragment])
    #expect(decoded.packet.fragmentOffset == 1448)
    #expect(decoded.packet.transport == .tcp)
    #expect(decoded.payload == 48..<56)
    #expect(decoded.packet.fault == .none)
  }

  /// RFC 6946: a fragment header around a packet in one piece.
  @Test func ipv6AtomicFragment() {
    let decoded = ipv6("00 10", "2c", "11 00 00 00 00 00 00 01 13 88 00 35 00 08 00 00")
    #expect(decoded.packet.traits == .hasPorts)
    #expect(decoded.packet.destinationPort == 53)
  }

  @Test(arguments: [50, 59, 253]) func ipv6WalkEnds(number: UInt8) {
    let digits = String(number, radix: 16)
    let decoded = ipv6("00 0c", "3c", "\(digits) 00 01 04 00 00 00 00 aa bb cc dd")
    #expect(decoded.packet.transport.rawValue == number)
    #expect(decoded.payload == 48..<52)
    #expect(decoded.packet.fault == .none)
  }

  @Test(arguments: [
    (UInt8(0), 8), (43, 8), (60, 8), (135, 8), (139, 8), (140, 8), (44, 8), (51, 12),
  ])
  func ipv6Extension(number: UInt8, length: Int) {
    let header = number == 51 ? "3b 01 00 00 00 00 00 01 00 00 00 01" : "3b 00 00 00 00 00 00 00"
    let digits = number < 16 ? "0\(String(number, radix: 16))" : String(number, radix: 16)
    let decoded = ipv6("00 0\(String(length, radix: 16))", digits, header)
    #expect(decoded.packet.transport == .noNextHeader)
    #expect(decoded.payload == 40 + length..<40 + length)
    #expect(decoded.packet.fault == .none)
  }

  @Test(arguments: [1, 16, 17, 30]) func ipv6Depth(headers: Int) {
    let chain = (1...headers).map { $0 == headers ? "3b" : "3c" }
      .map { "\($0) 00 01 04 00 00 00 00" }.joined(separator: " ")
    let length = String(headers * 8, radix: 16)
    let decoded = ipv6("00 \(length.utf8.count == 1 ? "0" : "")\(length)", "3c", chain)
    #expect(
      decoded.packet.fault == (headers <= 16 ? .none : DecodeFault(.ipv6Extension, .depth)))
    #expect(decoded.packet.transport.rawValue == (headers <= 16 ? 59 : 60))
  }

  @Test func ipv6ExtensionFaults() {
    func kinds(_ decoded: Decoded) -> [DecodeFault.Kind] { decoded.kinds.map(\.kind) }
    // Reaches past the packet; is cut; an AH too short to be one.
    #expect(kinds(ipv6("00 08", "3c", "11 01 00 00 00 00 00 00")) == [.headerLength])
    #expect(kinds(ipv6("00 04", "3c", "11 00 00 00")) == [.truncated])
    #expect(kinds(ipv6("00 08", "33", "11 00 00 00 00 00 00 00")) == [.headerLength])
    // An option past the header: counted, and the walk goes on.
    let option = ipv6("00 10", "3c", "11 00 01 05 00 00 00 00 13 88 00 35 00 08 00 00")
    #expect(option.kinds == [DecodeFault(.ipv6Extension, .option)])
    #expect(option.packet.destinationPort == 53)
    // Hop-by-hop options that are not first, RFC 8200 section 4.1.
    let late = ipv6("00 10", "3c", "00 00 01 04 00 00 00 00 3b 00 01 04 00 00 00 00")
    #expect(late.kinds == [DecodeFault(.ipv6Extension, .field)])
    #expect(late.packet.transport == .noNextHeader)
  }

  /// A jumbogram of 70,000 octets behind the IPv6 header, and three octets that are not part of it.
  @Test func ipv6Jumbogram() {
    let data = [UInt8](repeating: 0x5a, count: 70_000 - 16 + 3)
    let head = bytes(
      """
      60 00 00 00 00 00 00 40 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01
      20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02
      11 00 c2 04 00 01 11 70 13 88 00 35 00 00 00 00
      """)
    let decoded = Decoded(head + data, linkType: 101)
    #expect(decoded.packet.fault == .none)
    #expect(decoded.packet.destinationPort == 53)
    #expect(decoded.payload == 56..<56 + 69_984)
  }

  @Test func ipv6JumboThatCannotBe() {
    // With a payload length; and too small to be jumbo.
    let both = ipv6("00 08", "00", "3b 00 c2 04 00 01 11 70")
    #expect(both.packet.fault == DecodeFault(.ipv6Extension, .field))
    let small = ipv6("00 00", "00", "3b 00 c2 04 00 00 ff ff")
    #expect(small.packet.fault == DecodeFault(.ipv6Extension, .field))
  }

  /// Payload length 0: nothing where no header follows, else left to the card.
  @Test func ipv6WithoutLength() {
    #expect(ipv6("00 00", "3b", "00 00 00").packet.payloadLength == 0)
    let decoded = ipv6("00 00", "11", "13 88 00 35 00 00 00 00 aa")
    #expect(decoded.packet.payloadLength == 1)
    #expect(decoded.packet.fault == .none)
  }

  @Test func arp() {
    let sample = SampleFrame.all.first { $0.name.hasPrefix("ARP") }
    let decoded = Decoded((sample?.frame ?? []) + [UInt8](repeating: 0, count: 18))
    #expect(decoded.packet.network == .arp)
    #expect(decoded.packet.source == address("10.0.0.1"))
    #expect(decoded.packet.destination == address("10.0.0.2"))
    #expect(decoded.packet.payloadLength == 0)
    #expect(decoded.packet.vlans.identifiers == [5])
    let cut = Decoded(Array(sample?.frame.dropLast() ?? [])).packet
    #expect(cut.network == .arp)
    #expect(cut.fault == DecodeFault(.arp, .truncated))
  }

  @Test func arpOfOtherLengths() {
    // IEEE 1394, whose addresses have eight octets: named, without addresses.
    let firewire = Decoded(
      bytes(
        """
        \(SampleFrame.ethernet) 08 06 00 18 08 00 08 04 00 01
        00 00 00 00 00 00 00 01 0a 00 00 01 00 00 00 00 00 00 00 00 0a 00 00 02
        """))
    #expect(firewire.packet.network == .arp)
    #expect(firewire.packet.source == .zero)
    #expect(firewire.packet.fault == .none)
    let wrong = Decoded(bytes("\(SampleFrame.ethernet) 80 35 00 01 08 00 06 05 00 03 00 00"))
    #expect(wrong.packet.network == .arp)
    #expect(wrong.packet.fault == DecodeFault(.arp, .field))
    let short = Decoded(bytes("\(SampleFrame.ethernet) 08 06 00 01 08 00 06 04 00"))
    #expect(short.packet.network == .none)
    #expect(short.packet.fault == DecodeFault(.arp, .truncated))
  }
}
