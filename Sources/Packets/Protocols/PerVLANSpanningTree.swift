/// Cisco's Per VLAN Spanning Tree Plus: the BPDU of IEEE 802.1D behind SNAP, and whose VLAN it is.
///
///     octet  0                     36       38         40
///            | BPDU, to 36 octets  | type 0 | length 2 | VLAN
///
/// Cisco, "Spanning Tree PVID and Type Inconsistencies" (document 24063).
enum PerVLANSpanningTree: Dissector {
  static let name: ProtocolName = "pvst_plus"
  static let carriers: [Carrier] = [.link(LinkProtocol(.snap, 0x00000c_010b))]

  private static let bridgeProtocolDataUnitLength = 36

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    SpanningTree.recognize(payload)
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    guard try SpanningTree.bridgeProtocolDataUnit(&reader, into: &fields) != nil else { return }
    var extra = ByteReader(payload.bytes)
    try extra.skip(bridgeProtocolDataUnitLength)
    while extra.count >= 4 {
      let type = try extra.uint16()
      let length = Int(try extra.uint16())
      guard length <= extra.count else { throw payload.isCut ? .truncated : .option }
      if type == 0, length == 2 {
        fields.add("originating_vlan", try extra.uint16())
        return
      }
      // An empty one is padding: only a record that moves on can be followed by another.
      guard length > 0 else { return }
      try extra.skip(length)
    }
  }
}
