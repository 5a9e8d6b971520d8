/// An IP packet inside of other data, told by its own header.
enum EmbeddedPacket {
  /// How far behind the front of the data it is looked for: tunnels put up to 28 octets of their own in front.
  static let furthest = 32

  /// Where an IP packet starts that ends where the data ends.
  ///
  /// IPv4: version, header length, total length and the header's checksum have to be right, of random data one
  /// in 2^36. IPv6: version, length, a next header in use and two addresses of ranges in use.
  /// - Parameters:
  ///   - data: The data as captured.
  ///   - length: Its octets on the wire.
  /// - Returns: The offset and the version; `nil` where there is none.
  static func find(in data: ArraySlice<UInt8>, length: Int) -> (offset: Int, version: Int)? {
    let octets = Array(data)
    for offset in 0...furthest where offset + 20 <= octets.count {
      switch octets[offset] >> 4 {
      case 4 where isIPv4(octets, offset, length - offset): return (offset, 4)
      case 6 where isIPv6(octets, offset, length - offset): return (offset, 6)
      default: continue
      }
    }
    return nil
  }

  private static func isIPv4(_ octets: [UInt8], _ start: Int, _ length: Int) -> Bool {
    let header = Int(octets[start] & 15) * 4
    guard header >= 20, start + header <= octets.count, number(octets, start + 2) == length,
      octets[start + 8] != 0
    else { return false }
    var sum = 0
    for place in stride(from: start, to: start + header, by: 2) { sum += number(octets, place) }
    while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
    return sum == 0xffff
  }

  /// Hop-by-hop, ICMP, IPv4, TCP, UDP, IPv6, routing, fragment, GRE, ESP, AH, ICMPv6, OSPF, SCTP.
  private static let nextHeaders: Set<UInt8> = [0, 4, 6, 17, 41, 43, 44, 47, 50, 51, 58, 89, 132]

  private static func isIPv6(_ octets: [UInt8], _ start: Int, _ length: Int) -> Bool {
    guard start + 40 <= octets.count, number(octets, start + 4) + 40 == length,
      nextHeaders.contains(octets[start + 6]), octets[start + 7] != 0
    else { return false }
    return isInUse(octets[start + 8]) && (isInUse(octets[start + 24]) || octets[start + 24] == 0xff)
  }

  /// Global unicast, unique local, and link-local addresses begin so.
  private static func isInUse(_ octet: UInt8) -> Bool {
    octet >> 5 == 1 || octet >> 1 == 0x7e || octet == 0xfe
  }

  private static func number(_ octets: [UInt8], _ place: Int) -> Int {
    Int(octets[place]) << 8 | Int(octets[place + 1])
  }
}
