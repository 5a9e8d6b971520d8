import Devices
public import Packets

/// What may ride directly on Ethernet in a data centre without a word.
public enum KnownLinkProtocols {
  /// EtherTypes of the IEEE registry that servers, switches and their cards send.
  public static let etherTypes: [EtherType] = [
    0x0800,  // IPv4
    0x0806,  // ARP
    0x0842,  // Wake-on-LAN
    0x22ea,  // stream reservation
    0x22f0,  // AVTP
    0x22f3,  // TRILL
    0x22f4,  // IS-IS on Ethernet
    0x6001,  // DEC MOP load and dump, which Cisco switches still send
    0x6002,  // DEC MOP remote console, likewise
    0x6558,  // transparent Ethernet bridging
    0x8035,  // RARP, which hypervisors send when a machine has moved
    0x8100,  // 802.1Q
    0x86dd,  // IPv6
    0x8808,  // MAC control
    0x8809,  // slow protocols: LACP, OAM
    0x8847,  // MPLS
    0x8848,  // MPLS, upstream-assigned
    0x8863,  // PPPoE discovery
    0x8864,  // PPPoE session
    0x888e,  // 802.1X
    0x886d,  // teaming of Intel's cards
    0x886f,  // network load balancing of Windows
    0x8899,  // loop detection of Realtek's switches
    0x88a8,  // 802.1ad
    0x88cc,  // LLDP
    0x88d9,  // link layer topology discovery of Windows
    0x88e5,  // MACsec
    0x88e7,  // 802.1ah
    0x88f5,  // MVRP
    0x88f6,  // MMRP
    0x88f7,  // PTP
    0x8902,  // connectivity fault management
    0x8903,  // FabricPath
    0x8906,  // FCoE
    0x8909,  // group tags of Cisco TrustSec
    0x8914,  // FIP
    0x8915,  // RoCE version 1
    0x8918,  // loopback detection of H3C and HPE Comware
    0x8922,  // beacon probing of VMware's hosts
    0x8926,  // VN-Tag
    0x893b,  // TRILL, fine labels
    0x893f,  // 802.1BR tag
    0x8940,  // edge control protocol
    0x894f,  // NSH
    0x9000,  // loopback, which Cisco switches send every 10 s
    0x9003,  // loop protection of MikroTik
    0x9100,  // stacked VLAN tags before 802.1ad
    0x999a,  // loopback detection of Huawei
  ].map(EtherType.init)

  /// Those of them that only bridges and routers send by their nature: a server's card or a controller that does
  /// forwards frames, or pretends to.
  static let forwarderEtherTypes: Set<EtherType> = Set(
    [
      0x22f3,  // TRILL
      0x22f4,  // IS-IS on Ethernet
      0x6001,  // DEC MOP load and dump
      0x6002,  // DEC MOP remote console
      0x6558,  // transparent Ethernet bridging
      0x8847,  // MPLS
      0x8848,  // MPLS, upstream-assigned
      0x88e7,  // 802.1ah
      0x8902,  // connectivity fault management
      0x8903,  // FabricPath
      0x8909,  // group tags of Cisco TrustSec
      0x893b,  // TRILL, fine labels
      0x893f,  // 802.1BR tag
      0x894f,  // NSH
    ].map(EtherType.init)
  ).union(loopDetection)

  /// Those by which switches look for loops: their frames to themselves, or to everybody.
  static let loopDetection: Set<EtherType> = Set(
    [
      0x8899,  // Realtek
      0x8918,  // H3C and HPE Comware
      0x9000,  // loopback
      0x9003,  // MikroTik
      0x999a,  // Huawei
    ].map(EtherType.init))

  /// Those that only servers send, for several cards of one or several servers with one address.
  static let serverEtherTypes: Set<EtherType> = Set(
    [
      0x886d,  // teaming of Intel's cards
      0x886f,  // network load balancing of Windows
      0x8922,  // beacon probing of VMware's hosts
    ].map(EtherType.init))

  /// The OUI Extended EtherType of IEEE 802-2014 section 9.2.4, under which each maker has protocols of its own.
  static let extended = LinkProtocol(EtherType(rawValue: 0x88b7))

  /// LLC pairs that hosts send: XID, and spanning tree, of which `identity.lldp` tells.
  static let hostLLC: Set<UInt64> = [0x0001, 0x4242]

  /// SNAP identifiers that hosts send: discovery protocols, and spanning trees, of which `identity.lldp` tells.
  static let hostSNAP: Set<UInt64> = [
    0x00_000c_2000,  // CDP
    0x00_000c_010b,  // PVST+
    0x00_0081_01a1,  // SONMP, flat network
    0x00_0081_01a2,  // SONMP
    0x00_e02b_00bb,  // EDP
    0x00_e052_2000,  // FDP
  ]

  /// NC-SI, DMTF DSP0222 1.2 section 8.1.
  static let sideband = LinkProtocol(EtherType(rawValue: 0x88f8))

  /// LLC pairs (DSAP in the high byte).
  static let llc: Set<UInt64> = [
    0x0001,  // XID to everybody, by which access points say that a station has come (IEEE 802.11F)
    0x4242,  // spanning tree
    0xfefe,  // IS-IS and other OSI network protocols
  ]

  /// SNAP identifiers (organization, then protocol).
  static let snap: Set<UInt64> = [
    0x00_000c_0003,  // ISL
    0x00_000c_0102,  // DRiP
    0x00_000c_0104,  // PAgP
    0x00_000c_0105,  // MLS hello
    0x00_000c_0108,  // RLQ request
    0x00_000c_0109,  // RLQ response
    0x00_000c_010c,  // VLAN bridge
    0x00_000c_0139,  // MCP, loop detection of ACI
    0x00_000c_2000,  // CDP
    0x00_000c_2001,  // CGMP
    0x00_000c_200a,  // UplinkFast
    0x00_0fe2_0127,  // Smart Link
    0x00_000c_2003,  // VTP
    0x00_000c_2004,  // DTP
    0x00_000c_0111,  // UDLD
    0x00_000c_010b,  // PVST+
    0x00_0081_01a2,  // SONMP
    0x00_0081_01a1,  // SONMP, flat network
    0x00_e02b_00bb,  // EDP
    0x00_e052_2000,  // FDP
  ]

  /// Whether what a frame carries is in no list: `etherTypes`, `llc`, `snap`.
  static func isUnknown(_ type: LinkProtocol, etherTypes: Set<EtherType>) -> Bool {
    switch type.space {
    case .etherType: type.etherType.map(etherTypes.contains) == false
    case .llc: !llc.contains(type.number)
    case .snap: !snap.contains(type.number)
    case .none, .ppp, .family: false
    }
  }

  /// Whether what a frame carries is known, but none that a device which forwards nothing sends.
  static func isForwarders(_ type: LinkProtocol) -> Bool {
    switch type.space {
    case .etherType: type.etherType.map(forwarderEtherTypes.contains) == true
    case .llc: llc.contains(type.number) && !hostLLC.contains(type.number)
    case .snap: snap.contains(type.number) && !hostSNAP.contains(type.number)
    case .none, .ppp, .family: false
    }
  }

  /// Whether what a frame carries is known, but nothing that devices of a role send.
  static func isForeign(_ type: LinkProtocol, to role: DeviceRole) -> Bool {
    switch role {
    case .bmc: isForwarders(type) || isServers(type)
    case .nic: isForwarders(type)
    case .switch, .router: isServers(type)
    default: false
    }
  }

  /// Whether what a frame carries is known, and only servers send it.
  static func isServers(_ type: LinkProtocol) -> Bool {
    type.space == .etherType && type.etherType.map(serverEtherTypes.contains) == true
  }
}
