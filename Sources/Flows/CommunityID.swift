public import Packets

/// Names a conversation the same way in every tool: Community ID (github.com/corelight/community-id-spec).
public enum CommunityID {
  /// The Community ID of version 1: `1:` and the Base64 of a SHA-1 over
  ///
  ///     seed (2) | lower address (4 or 16) | higher address | protocol (1) | 0 (1) |
  ///     port of the lower (2) | port of the higher (2)
  ///
  /// Both directions give the same text. Ports count for TCP, UDP, SCTP and ICMP only; for other
  /// protocols, UDP-Lite too, they are left out. For ICMP, `sourcePort` is the type and
  /// `destinationPort` the code. An IPv4-mapped IPv6 address counts as IPv4, as it is stored.
  public static func v1(
    source: IPAddress, destination: IPAddress, protocol number: IPProtocol, sourcePort: UInt16,
    destinationPort: UInt16, seed: UInt16 = 0
  ) -> String {
    var destinationPort = destinationPort
    var isOneWay = false
    if number == .icmp || number == .icmpv6 {
      if let answer = counterpart(of: sourcePort, in: number) {
        destinationPort = answer
      } else {
        // A message without an answer keeps its direction.
        isOneWay = true
      }
    }
    let isOrdered =
      isOneWay || source < destination || source == destination && sourcePort <= destinationPort
    var message: [UInt8] = []
    message.reserveCapacity(40)
    append(seed, to: &message)
    message += isOrdered ? source.octets : destination.octets
    message += isOrdered ? destination.octets : source.octets
    message.append(number.rawValue)
    message.append(0)
    switch number {
    case .tcp, .udp, .sctp, .icmp, .icmpv6:
      append(isOrdered ? sourcePort : destinationPort, to: &message)
      append(isOrdered ? destinationPort : sourcePort, to: &message)
    default:
      break
    }
    return "1:" + base64(of: SHA1.digest(of: message.span))
  }

  /// The type that answers an ICMP type, or that it answers; `nil` where there is none.
  private static func counterpart(of type: UInt16, in number: IPProtocol) -> UInt16? {
    let pairs: [(UInt16, UInt16)] =
      number == .icmp
      ? [(8, 0), (13, 14), (15, 16), (10, 9), (17, 18)]
      : [(128, 129), (133, 134), (135, 136), (130, 131), (139, 140), (144, 145)]
    for (request, reply) in pairs {
      if type == request { return reply }
      if type == reply { return request }
    }
    return nil
  }

  private static func append(_ value: UInt16, to message: inout [UInt8]) {
    message.append(UInt8(truncatingIfNeeded: value >> 8))
    message.append(UInt8(truncatingIfNeeded: value))
  }

  /// The 20 bytes of a digest in Base64, RFC 4648 section 4: 27 digits of six bits and one `=`.
  private static func base64(of digest: SHA1.Digest) -> String {
    func bit(_ position: Int) -> UInt8 {
      guard position < 160 else { return 0 }
      return UInt8(truncatingIfNeeded: digest[position / 32] >> UInt32(31 - position % 32)) & 1
    }
    var text: [UInt8] = []
    text.reserveCapacity(28)
    for first in stride(from: 0, to: 160, by: 6) {
      let value = (first..<(first + 6)).reduce(0) { $0 << 1 | bit($1) }
      switch value {
      case 0..<26: text.append(0x41 + value)
      case 26..<52: text.append(0x61 + value - 26)
      case 52..<62: text.append(0x30 + value - 52)
      default: text.append(value == 62 ? 0x2b : 0x2f)
      }
    }
    text.append(0x3d)
    return String(decoding: text, as: UTF8.self)
  }
}
