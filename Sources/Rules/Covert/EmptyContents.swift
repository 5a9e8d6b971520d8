import Packets

/// What a packet carries in the fields that should be empty.
enum EmptyContents {
  /// Bits of TCP between the data offset and the flags that are reserved; the lowest of the four is that of
  /// accurate ECN feedback.
  private static let reservedBits: UInt8 = 0x0e

  /// The fields that a packet has, each with its octets, zeros too.
  static func of(
    _ sample: PacketSample, hasReservedFlag: Bool
  ) -> [(CarrierField, [UInt8])] {
    let octets = sample.octets
    var contents: [(CarrierField, [UInt8])] = [(.framePadding, sample.trailer)]
    let flag: UInt8 = hasReservedFlag ? 0x80 : 0
    switch sample.transport {
    case .tcp where octets.count >= 20:
      contents.append((.reserved, [flag | octets[12] & reservedBits]))
      if octets[13] & TCPFlags.urg.rawValue == 0 {
        contents.append((.urgentPointer, Array(octets[18..<20])))
      }
      contents.append((.optionPadding, optionPadding(octets[20..<max(20, sample.payloadStart)])))
    case .icmp where octets.count >= 8 && (octets[0] == 3 || octets[0] == 11):
      // The fifth octet is a length (RFC 4884), the last two a size where fragmentation was needed (RFC 1191).
      let isSize = octets[0] == 3 && octets[1] == 4
      let unused = isSize ? [octets[4]] : [octets[4], octets[6], octets[7]]
      contents.append((.reserved, [flag] + unused))
    default: contents.append((.reserved, [flag]))
    }
    return contents
  }

  /// What follows the end of the option list; nothing where the list is not sound.
  private static func optionPadding(_ options: ArraySlice<UInt8>) -> [UInt8] {
    var place = options.startIndex
    while place < options.endIndex {
      switch options[place] {
      case 0: return Array(options[(place + 1)...])
      case 1: place += 1
      default:
        guard place + 1 < options.endIndex, options[place + 1] >= 2 else { return [] }
        place += Int(options[place + 1])
      }
    }
    return []
  }
}
