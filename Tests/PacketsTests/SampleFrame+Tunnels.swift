/// A frame of each encapsulation. All carry `ipv4UDP` or `ipv6UDP`, some in a frame from 02:..:03.
extension SampleFrame {
  /// 02:..:03 to 02:..:04, IPv4 and UDP: 46 octets.
  static let innerFrame = "02 00 00 00 00 04 02 00 00 00 00 03 08 00 \(ipv4UDP)"

  /// An IPv4 packet of a protocol, 172.16.0.1 to 172.16.0.2.
  static func ipv4(_ number: UInt8, _ payload: String) -> String {
    "45 00 \(octets(20 + bytes(payload).count)) 00 02 00 00 40 \(octet(number)) 00 00"
      + " ac 10 00 01 ac 10 00 02 \(payload)"
  }
  /// An IPv6 packet of a protocol, 2001:db8::1 to 2001:db8::2.
  static func ipv6(_ number: UInt8, _ payload: String) -> String {
    "60 00 00 00 \(octets(bytes(payload).count)) \(octet(number)) 40"
      + " 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01"
      + " 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02 \(payload)"
  }
  /// A datagram from port 50000, in IPv4.
  static func udp(_ port: Int, _ payload: String) -> String {
    ipv4(17, "c3 50 \(octets(port)) \(octets(8 + bytes(payload).count)) 00 00 \(payload)")
  }
  /// A frame from 02:..:01 with an EtherType.
  static func frame(_ type: String, _ payload: String) -> String {
    "\(ethernet) \(type) \(payload)"
  }
  private static func octet(_ number: some BinaryInteger) -> String {
    let digits = String(number, radix: 16)
    return digits.utf8.count < 2 ? "0" + digits : digits
  }
  private static func octets(_ number: Int) -> String {
    octet(number >> 8) + " " + octet(number & 255)
  }

  static let tunnels = [
    SampleFrame("MPLS, two labels", frame("88 47", "00 01 00 40 00 06 41 3f \(ipv4UDP)")),
    SampleFrame("MPLS, IPv6", frame("88 48", "00 01 01 40 \(ipv6UDP)")),
    SampleFrame("MPLS, Ethernet", frame("88 47", "00 01 01 40 \(innerFrame)")),
    SampleFrame(
      "MPLS, Ethernet with control word", frame("88 47", "00 01 01 40 00 00 00 07 \(innerFrame)")),
    SampleFrame("PPPoE", frame("88 64", "11 00 00 0b 00 22 00 21 \(ipv4UDP)")),
    SampleFrame(
      "PPPoE, link control", frame("88 64", "11 00 00 0b 00 0a c0 21 09 01 00 08 01 02 03 04")),
    SampleFrame("provider backbone", frame("88 e7", "00 01 02 03 \(innerFrame)")),
    SampleFrame(
      "MAC security, not encrypted, with channel",
      frame(
        "88 e5",
        """
        20 22 00 00 00 05 02 00 00 00 00 01 00 01 08 00 \(ipv4UDP)
        aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa
        """)),
    SampleFrame("FabricPath", frame("89 03", "00 60 \(innerFrame)")),
    SampleFrame(
      "TRILL with options", frame("22 f3", "08 7f 00 02 00 01 00 00 00 00 \(innerFrame)")),
    SampleFrame("GRE", frame("08 00", ipv4(47, "00 00 08 00 \(ipv4UDP)"))),
    SampleFrame(
      "GRE with checksum, key, sequence number and routing",
      frame(
        "08 00",
        ipv4(
          47,
          """
          f0 00 86 dd 00 00 00 00 00 00 00 2a 00 00 00 01
          08 00 00 04 0a 00 00 01 00 00 00 00 \(ipv6UDP)
          """))),
    SampleFrame(
      "PPTP with sequence and acknowledgment",
      frame(
        "08 00",
        ipv4(47, "30 81 88 0b 00 24 00 07 00 00 00 01 00 00 00 02 ff 03 00 21 \(ipv4UDP)"))),
    SampleFrame("NVGRE", frame("08 00", ipv4(47, "20 00 65 58 01 02 03 04 \(innerFrame)"))),
    SampleFrame("ERSPAN I", frame("08 00", ipv4(47, "00 00 88 be \(innerFrame)"))),
    SampleFrame(
      "ERSPAN II",
      frame("08 00", ipv4(47, "10 00 88 be 00 00 00 01 10 05 00 64 00 00 00 01 \(innerFrame)"))),
    SampleFrame(
      "ERSPAN III with subheader",
      frame(
        "08 00",
        ipv4(
          47,
          """
          10 00 22 eb 00 00 00 01 20 05 00 65 00 00 00 01 00 00 00 01
          0c 00 00 00 00 00 00 01 \(innerFrame)
          """))),
    SampleFrame("VXLAN", frame("08 00", udp(4789, "08 00 00 00 00 00 7b 00 \(innerFrame)"))),
    SampleFrame(
      "VXLAN, generic protocol, IPv6",
      frame("08 00", udp(4790, "0c 00 00 02 00 00 7b 00 \(ipv6UDP)"))),
    SampleFrame(
      "GENEVE with an option",
      frame("08 00", udp(6081, "02 00 65 58 00 00 0a 00 01 02 03 01 aa aa aa aa \(innerFrame)"))),
    SampleFrame("IPv4 in IPv4", frame("08 00", ipv4(4, ipv4UDP))),
    SampleFrame("IPv6 in IPv4", frame("08 00", ipv4(41, ipv6UDP))),
    SampleFrame("IPv6 in IPv6", frame("86 dd", ipv6(41, ipv6UDP))),
    SampleFrame("Ethernet in IP", frame("08 00", ipv4(97, "30 00 \(innerFrame)"))),
    SampleFrame("Ethernet in IPv6", frame("86 dd", ipv6(143, innerFrame))),
    SampleFrame("MPLS in IP", frame("08 00", ipv4(137, "00 01 01 40 \(ipv4UDP)"))),
    SampleFrame("MPLS in UDP", frame("08 00", udp(6635, "00 01 01 40 \(ipv4UDP)"))),
    SampleFrame("GRE in UDP", frame("08 00", udp(4754, "20 00 08 00 00 00 00 09 \(ipv4UDP)"))),
    SampleFrame(
      "L2TP version 2",
      frame("08 00", udp(1701, "40 02 00 2c 00 05 00 06 ff 03 00 21 \(ipv4UDP)"))),
    SampleFrame(
      "L2TP version 2 with sequence and offset",
      frame("08 00", udp(1701, "0a 02 00 05 00 06 00 01 00 01 00 02 00 00 00 57 \(ipv6UDP)"))),
    SampleFrame(
      "L2TP version 3 with cookie",
      frame("08 00", ipv4(115, "00 00 00 09 de ad be ef \(innerFrame)"))),
    SampleFrame(
      "L2TP version 3 in UDP", frame("08 00", udp(1701, "00 03 00 00 00 00 00 09 \(innerFrame)"))),
    SampleFrame(
      "Teredo with authentication and origin",
      frame(
        "08 00",
        udp(3544, "00 01 00 00 01 02 03 04 05 06 07 08 00 00 00 3c af f5 ff ff fe \(teredoPacket)"))
    ),
    SampleFrame(
      "AH in IPv4",
      frame(
        "08 00",
        ipv4(
          51,
          "11 04 00 00 00 00 00 01 00 00 00 01 aa aa aa aa aa aa aa aa aa aa aa aa 13 88 00 35 00 0c 00 00 64 61 74 61"
        ))),
    SampleFrame("ESP", frame("08 00", ipv4(50, "00 00 00 0c 00 00 00 01 aa bb cc dd"))),
    SampleFrame(
      "VXLAN in GRE in MPLS",
      frame(
        "88 47",
        "00 01 01 40 "
          + ipv4(47, "00 00 08 00 " + udp(4789, "08 00 00 00 00 00 7b 00 \(innerFrame)")))),
  ]

  /// 2001::1 to 2001:db8::2, UDP.
  private static let teredoPacket = """
    60 00 00 00 00 09 11 15 20 01 00 00 00 00 00 00 00 00 00 00 00 00 00 01
    20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02 14 e9 14 e9 00 09 00 00 ab
    """
}
