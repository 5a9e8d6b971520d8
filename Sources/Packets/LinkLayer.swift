/// The link types that can be decoded, by their LINKTYPE_ number (tcpdump.org/linktypes.html).
enum LinkLayer: UInt16 {
  case null = 0
  case ethernet = 1
  case ppp = 9
  /// What DLT_RAW is on most systems; some wrote it into files.
  case rawIPMost = 12
  /// What DLT_RAW is on OpenBSD.
  case rawIPOpenBSD = 14
  case pppHDLC = 50
  case pppEthernet = 51
  case rawIP = 101
  case ciscoHDLC = 104
  case loop = 108
  case linuxCooked = 113
  case ipv4 = 228
  case ipv6 = 229
  case nflog = 239
  case linuxCookedSecond = 276
}
