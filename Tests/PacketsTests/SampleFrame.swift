import Testing

/// A frame of each protocol that is decoded, for the tests that try every length and every octet.
struct SampleFrame: CustomTestStringConvertible {
  let name: String
  let linkType: UInt16
  let frame: [UInt8]
  var testDescription: String { name }

  init(_ name: String, linkType: UInt16 = 1, _ dump: String) {
    self.name = name
    self.linkType = linkType
    frame = bytes(dump)
  }

  /// 10.0.0.1 to 192.168.1.7, port 5000 to 53, four octets of data.
  static let ipv4UDP = """
    45 00 00 20 00 01 40 00 40 11 6e 1d 0a 00 00 01 c0 a8 01 07
    13 88 00 35 00 0c 00 00 64 61 74 61
    """
  /// fe80::1 to ff02::fb, port 5353 to 5353, one octet of data.
  static let ipv6UDP = """
    60 00 00 00 00 09 11 ff fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01
    ff 02 00 00 00 00 00 00 00 00 00 00 00 00 00 fb
    14 e9 14 e9 00 09 00 00 ab
    """
  /// Two stations that were made up.
  static let ethernet = "02 00 00 00 00 02 02 00 00 00 00 01"

  static let all = plain + tunnels

  /// Frames without tunnels.
  private static let plain = [
    SampleFrame(
      "TCP with a timestamp option",
      """
      \(ethernet) 08 00
      45 00 00 37 1c 46 40 00 40 06 00 00 ac 10 0a 63 ac 10 0a 0c
      c0 01 00 50 00 00 00 01 00 00 00 02 80 18 ff ff 00 00 00 00
      01 01 08 0a 00 00 00 07 00 00 00 09 61 62 63
      """),
    SampleFrame(
      "TCP SYN with maximum segment size, window scale and selective acknowledgment",
      """
      \(ethernet) 08 00
      45 00 00 34 1c 46 40 00 40 06 00 00 ac 10 0a 63 ac 10 0a 0c
      c0 01 00 50 00 00 00 01 00 00 00 00 80 02 ff ff 00 00 00 00
      02 04 05 b4 01 03 03 08 01 01 04 02
      """),
    SampleFrame(
      "UDP in IPv6 behind two tags", "\(ethernet) 88 a8 20 64 81 00 00 65 86 dd \(ipv6UDP)"),
    SampleFrame(
      "spanning tree in LLC", "01 80 c2 00 00 00 02 00 00 00 00 01 00 07 42 42 03 00 00 00 00"),
    SampleFrame(
      "ICMP echo in SNAP",
      """
      \(ethernet) 00 24 aa aa 03 00 00 00 08 00
      45 00 00 1c 00 01 00 00 40 01 00 00 0a 00 00 01 0a 00 00 02
      08 00 f7 ff 00 00 00 00
      """),
    SampleFrame("Cisco discovery in SNAP", "\(ethernet) 00 0a aa aa 03 00 00 0c 20 00 02 b4"),
    SampleFrame(
      "ARP request in a tag",
      """
      ff ff ff ff ff ff 02 00 00 00 00 01 81 00 00 05 08 06
      00 01 08 00 06 04 00 01 02 00 00 00 00 01 0a 00 00 01 00 00 00 00 00 00 0a 00 00 02
      """),
    SampleFrame(
      "IGMP in IPv4 with router alert",
      """
      \(ethernet) 08 00
      46 00 00 20 00 00 40 00 01 02 00 00 0a 00 00 01 e0 00 00 fb 94 04 00 00
      16 00 09 04 e0 00 00 fb
      """),
    SampleFrame(
      "IPv6 with hop-by-hop options, routing, fragment, destination options, AH, then UDP",
      """
      \(ethernet) 86 dd
      60 00 00 00 00 40 00 40 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01
      20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02
      2b 00 05 02 00 00 01 00
      2c 00 00 00 00 00 00 00
      3c 00 00 01 00 00 00 07
      33 00 01 04 00 00 00 00
      11 02 00 00 00 00 00 01 00 00 00 01 aa aa aa aa
      13 88 00 35 00 10 00 00 64 61 74 61 64 61 74 61
      """),
    SampleFrame(
      "IPv6 jumbogram, cut",
      """
      \(ethernet) 86 dd
      60 00 00 00 00 00 00 40 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01
      20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02
      06 00 c2 04 00 01 11 90
      c0 01 00 50 00 00 00 01 00 00 00 02 50 10 ff ff 00 00 00 00
      """),
    SampleFrame(
      "neighbour solicitation",
      """
      33 33 ff 00 00 02 02 00 00 00 00 01 86 dd
      60 00 00 00 00 18 3a ff fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01
      ff 02 00 00 00 00 00 00 00 00 00 01 ff 00 00 02
      87 00 00 00 00 00 00 00 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 02
      """),
    SampleFrame(
      "SCTP",
      """
      \(ethernet) 08 00
      45 00 00 24 00 01 00 00 40 84 00 00 0a 00 00 01 0a 00 00 02
      80 01 00 50 00 00 00 01 00 00 00 00 0b 00 00 04
      """),
    SampleFrame(
      "UDP-Lite",
      """
      \(ethernet) 08 00
      45 00 00 1e 00 01 00 00 40 88 00 00 0a 00 00 01 0a 00 00 02
      13 88 13 89 00 08 00 00 01 02
      """),
    SampleFrame(
      "cooked capture", linkType: 113,
      "00 00 00 01 00 06 02 00 00 00 00 01 00 00 08 00 \(ipv4UDP)"),
    SampleFrame(
      "cooked capture with LLC", linkType: 113,
      "00 00 00 01 00 06 02 00 00 00 00 01 00 00 00 04 42 42 03 00"),
    SampleFrame(
      "cooked capture, version 2", linkType: 276,
      "86 dd 00 00 00 00 00 02 00 01 00 06 02 00 00 00 00 01 00 00 \(ipv6UDP)"),
    SampleFrame("null, little-endian", linkType: 0, "02 00 00 00 \(ipv4UDP)"),
    SampleFrame("loop", linkType: 108, "00 00 00 1c \(ipv6UDP)"),
    SampleFrame("PPP with address and control", linkType: 9, "ff 03 00 21 \(ipv4UDP)"),
    SampleFrame("PPP, short protocol", linkType: 9, "57 \(ipv6UDP)"),
    SampleFrame("PPP in HDLC", linkType: 50, "0f 00 08 00 \(ipv4UDP)"),
    SampleFrame("raw IPv4", linkType: 101, ipv4UDP),
    SampleFrame("raw IPv6", linkType: 101, ipv6UDP),
    SampleFrame(
      "netfilter log, a prefix of five octets, then the packet", linkType: 239,
      "02 00 00 01 09 00 0a 00 74 65 73 74 00 00 00 00 24 00 09 00 \(ipv4UDP)"),
  ]
}
