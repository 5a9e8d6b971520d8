import Packets

/// Which hardware addresses belong together.
extension MACAddress {
  /// Hardware addresses that a switch has from its base address on: as many as it has ports, and some more.
  static let switchBlock: UInt64 = 128
  /// Ports of one card, numbered on.
  static let cardBlock: UInt64 = 8

  private func distance(to other: MACAddress) -> UInt64 {
    rawValue > other.rawValue ? rawValue - other.rawValue : other.rawValue - rawValue
  }

  /// Whether two addresses may be ports of one switch: of one maker, and fewer than 128 apart.
  func isInSwitchBlock(of other: MACAddress) -> Bool {
    organization == other.organization && distance(to: other) < MACAddress.switchBlock
  }

  /// Whether two addresses may be ports of one card, also where one of them is marked as made up locally, as
  /// virtual functions and bridges do: of one maker, and fewer than 8 apart.
  func isPortNeighbor(of other: MACAddress) -> Bool {
    let mask = ~(UInt64(1) << 41)
    let one = MACAddress(rawValue: rawValue & mask)
    let two = MACAddress(rawValue: other.rawValue & mask)
    return one.organization == two.organization && one.distance(to: two) < MACAddress.cardBlock
  }

  /// Whether the address stands for a group of routers or servers that share it by design: VRRP and CARP
  /// (RFC 9568 section 7.3), HSRP 1, 2 and for IPv6, GLBP, Arista's virtual router, Windows load balancing.
  var isShared: Bool {
    switch rawValue >> 8 {
    case 0x00_005e_0001, 0x00_005e_0002, 0x00_000c_07ac: return true
    default: break
    }
    switch rawValue >> 12 {
    case 0x0_0000_c9ff, 0x0_0057_3a00: return true
    default: break
    }
    let isArista = organization == 0x001c73 && rawValue & 0xff_ff00 == 0
    return isArista || organization == 0x0007b4 || rawValue >> 32 == 0x02bf
  }
}
