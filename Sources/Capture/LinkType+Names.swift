/// The link types that Undertick reads, and names for those that captures commonly have
/// (tcpdump.org/linktypes.html).
extension LinkType {
  /// LINKTYPE_PPP: PPP, with or without its address and control bytes.
  public static let ppp = LinkType(rawValue: 9)
  /// Raw IP as some systems write it: the number of DLT_RAW on most.
  public static let rawBSD = LinkType(rawValue: 12)
  /// Raw IP as OpenBSD writes it: the number of its DLT_RAW.
  public static let rawOpenBSD = LinkType(rawValue: 14)
  /// LINKTYPE_PPP_HDLC: PPP in HDLC-like framing, RFC 1662.
  public static let pppHDLC = LinkType(rawValue: 50)
  /// LINKTYPE_PPP_ETHER: PPPoE without its Ethernet header, RFC 2516.
  public static let pppEthernet = LinkType(rawValue: 51)
  /// LINKTYPE_RAW: an IPv4 or IPv6 header.
  public static let raw = LinkType(rawValue: 101)
  /// LINKTYPE_LOOP: four bytes of address family in network byte order.
  public static let loop = LinkType(rawValue: 108)
  /// LINKTYPE_LINUX_SLL: Linux cooked capture.
  public static let linuxCooked = LinkType(rawValue: 113)
  /// LINKTYPE_IPV4.
  public static let ipv4 = LinkType(rawValue: 228)
  /// LINKTYPE_IPV6.
  public static let ipv6 = LinkType(rawValue: 229)
  /// LINKTYPE_NFLOG: Linux netfilter log messages.
  public static let netfilterLog = LinkType(rawValue: 239)
  /// LINKTYPE_LINUX_SLL2: Linux cooked capture, version 2.
  public static let linuxCooked2 = LinkType(rawValue: 276)

  /// Name and number for people: `IEEE 802.11 radiotap (127)`.
  public var name: String { "\(knownName ?? "unknown") (\(rawValue))" }

  private var knownName: StaticString? {
    switch rawValue {
    case 0: "BSD null"
    case 1: "Ethernet"
    case 3: "AX.25"
    case 6: "IEEE 802.5 token ring"
    case 7: "ARCNET"
    case 8: "SLIP"
    case 9: "PPP"
    case 10: "FDDI"
    case 12, 14, 101: "raw IP"
    case 50: "PPP in HDLC-like framing"
    case 51: "PPPoE"
    case 100: "ATM, RFC 1483"
    case 104: "Cisco HDLC"
    case 105: "IEEE 802.11"
    case 107: "frame relay"
    case 108: "OpenBSD loopback"
    case 113: "Linux cooked capture"
    case 114: "LocalTalk"
    case 117: "OpenBSD pflog"
    case 119: "IEEE 802.11 Prism"
    case 122: "IP over Fibre Channel"
    case 123: "SunATM"
    case 127: "IEEE 802.11 radiotap"
    case 129: "Linux ARCNET"
    case 138: "Apple IP over IEEE 1394"
    case 139: "MTP2 with pseudo-header"
    case 140: "MTP2"
    case 141: "MTP3"
    case 142: "SCCP"
    case 143: "DOCSIS"
    case 144: "Linux IrDA"
    case 147...162: "reserved for private use"
    case 163: "IEEE 802.11 AVS"
    case 165: "BACnet MS/TP"
    case 166: "PPP from pppd"
    case 169: "GPRS LLC"
    case 177: "Linux LAPD"
    case 187: "Bluetooth HCI"
    case 189: "Linux USB"
    case 190: "CAN 2.0B"
    case 192: "PPI"
    case 195: "IEEE 802.15.4"
    case 196: "SITA"
    case 197: "ERF"
    case 199: "IPMB"
    case 201: "Bluetooth HCI with direction"
    case 202: "AX.25 KISS"
    case 203: "LAPD"
    case 204: "PPP with direction"
    case 205: "Cisco HDLC with direction"
    case 206: "frame relay with direction"
    case 209: "Linux IPMB"
    case 210: "FlexRay"
    case 212: "LIN"
    case 215: "IEEE 802.15.4 with physical header"
    case 217: "GSMTAP Um"
    case 219: "MPLS"
    case 220: "Linux USB with padding"
    case 221: "DECT"
    case 223: "WirelessHART"
    case 224: "Fibre Channel"
    case 225: "Fibre Channel with delimiters"
    case 226: "Solaris ipnet"
    case 227: "SocketCAN"
    case 228: "raw IPv4"
    case 229: "raw IPv6"
    case 230: "IEEE 802.15.4 without FCS"
    case 231: "D-Bus"
    case 235: "DVB-CI"
    case 236: "MUX27010"
    case 237: "STANAG 5066"
    case 239: "netfilter log"
    case 240: "netANALYZER"
    case 242: "IP over InfiniBand"
    case 243: "MPEG-2 transport stream"
    case 245: "NFC LLCP"
    case 247: "InfiniBand"
    case 248: "SCTP"
    case 249: "USBPcap"
    case 250: "RTAC serial"
    case 251: "Bluetooth Low Energy"
    case 252: "Wireshark upper PDU"
    case 253: "Linux netlink"
    case 254: "Linux Bluetooth monitor"
    case 255: "Bluetooth BR/EDR baseband"
    case 256: "Bluetooth Low Energy with pseudo-header"
    case 257: "PROFIBUS"
    case 258: "Apple PKTAP"
    case 259: "EPON"
    case 260: "IPMI HPM.2"
    case 261: "Z-Wave R1 and R2"
    case 262: "Z-Wave R3"
    case 264: "ISO 14443"
    case 266: "Darwin USB"
    case 268: "SDLC"
    case 270: "LoRaTap"
    case 271: "Linux vsock"
    case 272: "Nordic Bluetooth Low Energy"
    case 273: "DOCSIS 3.1"
    case 274: "Ethernet mPacket"
    case 275: "DisplayPort AUX"
    case 276: "Linux cooked capture v2"
    case 278: "OpenVizsla"
    case 279: "EBHSCR"
    case 280: "VPP graph dispatch"
    case 281: "Broadcom switch tag"
    case 282: "Broadcom switch tag before Ethernet"
    case 283: "IEEE 802.15.4 TAP"
    case 284: "Marvell DSA"
    case 285: "Marvell EDSA"
    case 288: "USB 2.0"
    case 289: "ATSC ALP"
    default: nil
    }
  }
}
