/// Internet Control Message Protocol for IPv6, RFC 4443; multicast listener discovery RFC 2710 and 3810,
/// neighbor discovery RFC 4861.
///
///     octet  0      1      2          4
///            | type | code | checksum | by type ...
///
///     errors 1 to 4:       | 0; of 2: MTU; of 4: pointer | the packet's header and more
///     echo 128, reply 129: | identifier | sequence | data |
///     MLD 130 to 132:      | max response delay, ms | 0 | multicast address 16 |
///     MLD 2 query (130):   ... | resv S QRV | QQIC | sources 2 | sources |
///     MLD 2 report (143):  | 0 2 | records 2 | records as of IGMP version 3 |
///     router solicitation 133:    | 0 4 | options
///     router advertisement 134:   | hop limit | M O H Prf P | lifetime, s 2 | reachable, ms 4 |
///                                 | retrans timer, ms 4 | options
///     neighbor solicitation 135:  | 0 4 | target 16 | options
///     neighbor advertisement 136: | R S O, 0 | target 16 | options
///     redirect 137:               | 0 4 | target 16 | destination 16 | options
enum ICMPv6: Dissector {
  static let name: ProtocolName = "icmpv6"
  static let carriers: [Carrier] = [.ip(.icmpv6)]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 4 else { return .notMine }
    switch bytes.uint8(at: 0) {
    case 1...4, 128...161: return .certain
    default: return .unsure
    }
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let type = try reader.uint8()
    fields.add("type", type)
    fields.add("code", try reader.uint8())
    fields.add("checksum", try reader.uint16())
    switch type {
    case 1...4:
      switch type {
      case 2: fields.add("mtu", try reader.uint32())
      case 4: fields.add("pointer", try reader.uint32())
      default: try reader.skip(4)
      }
      if let original = QuotedPacket.read(reader.rest) { fields.add("original", original) }
    case 128, 129:
      fields.add("identifier", try reader.uint16())
      fields.add("sequence_number", try reader.uint16())
      fields.add("data_length", UInt32(truncatingIfNeeded: max(payload.wireLength - 8, 0)))
    case 130...132, 143:
      try readListener(type, &reader, payload.wireLength, into: &fields)
    case 133...137: try readNeighbor(type, &reader, into: &fields)
    default: break
    }
  }
}
