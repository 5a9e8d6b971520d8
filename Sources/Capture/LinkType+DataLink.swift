/// Linux's DLT_ numbers, which libpcap's functions take, against the LINKTYPE_ numbers of files. They
/// differ where systems gave one DLT_ number several meanings.
extension LinkType {
  private static let differing: [(linkType: UInt16, dataLinkType: Int32)] = [
    (100, 11),  // ATM, RFC 1483
    (101, 12),  // raw IP
    (102, 15),  // SLIP of BSD/OS
    (103, 16),  // PPP of BSD/OS
    (106, 19),  // classical IP over ATM
  ]

  /// From a DLT_ number, as pcap_datalink(3) gives it.
  init?(dataLinkType: Int32) {
    for pair in Self.differing where pair.dataLinkType == dataLinkType {
      self.init(rawValue: pair.linkType)
      return
    }
    guard let number = UInt16(exactly: dataLinkType) else { return nil }
    self.init(rawValue: number)
  }

  /// The DLT_ number, as pcap_open_dead(3) takes it.
  var dataLinkType: Int32 {
    // OpenBSD's number for raw IP is PPP of BSD/OS elsewhere; files with it come from OpenBSD.
    if self == .rawOpenBSD { return 12 }
    for pair in Self.differing where pair.linkType == rawValue { return pair.dataLinkType }
    return Int32(rawValue)
  }
}
