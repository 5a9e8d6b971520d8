import Devices
import Packets

/// Which frames of known kinds to groups a protocol explains.
///
/// The protocols between neighbors have groups of their own, so that nobody else need hear them; a frame of theirs
/// to everybody is for somebody who is not a neighbor of that protocol.
enum GroupFrames {
  /// Protocols that ask everybody by their nature.
  private static let toEverybody: Set<EtherType> = Set(
    [
      0x0806,  // ARP, which is judged by what it says
      0x0842,  // Wake-on-LAN
      0x8035,  // RARP
      0x8863,  // PPPoE discovery
      0x88d9,  // link layer topology discovery
    ].map(EtherType.init))

  /// Groups of LLDP, IEEE 802.1AB-2016 table 7-1.
  private static let discovery: Set<MACAddress> = [
    MACAddress(rawValue: 0x0180_c200_0000), MACAddress(rawValue: 0x0180_c200_0003),
    MACAddress(rawValue: 0x0180_c200_000e),
  ]

  /// Groups of PTP over Ethernet, IEEE 1588-2019 annex E.
  private static let clocks: Set<MACAddress> = [
    MACAddress(rawValue: 0x011b_1900_0000), MACAddress(rawValue: 0x0180_c200_000e),
  ]

  /// Whether a protocol explains a frame of a known kind to a group; of kinds that are the role's.
  static func explains(_ type: LinkProtocol, to group: MACAddress, from role: DeviceRole) -> Bool {
    switch type.etherType {
    case EtherType(rawValue: 0x0806): true
    case EtherType(rawValue: 0x88cc): discovery.contains(group)
    case EtherType(rawValue: 0x88f7): clocks.contains(group)
    case let known? where toEverybody.contains(known): role != .bmc && role != .switch
    case let known? where KnownLinkProtocols.loopDetection.contains(known): true
    case let known? where KnownLinkProtocols.serverEtherTypes.contains(known): true
    default: group != .broadcast
    }
  }
}
