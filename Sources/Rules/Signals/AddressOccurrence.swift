import Packets

/// Where in a packet the octets of an address stand, plain or in one of the simplest disguises.
///
/// Most published passive implants are told in their wake-up packet whom to call, as four octets: VPNFilter
/// and UNC3886's irad in clear, BPFDoor in either byte order, others under a key of one octet.
struct AddressOccurrence: Hashable, Sendable {
  /// The part of the packet.
  let place: Place
  /// Octets from the beginning of that part.
  let offset: Int
  /// Whether the last octet of the address comes first.
  let isReversed: Bool
  /// What each octet is XORed with; 0 where nothing is.
  let key: UInt8
  /// Whether the port that was called stands next to the address, under the same key, in either order.
  let hasPort: Bool

  /// Parts of a packet in which an address is looked for.
  enum Place: String, Sendable {
    /// TCP's sequence number.
    case sequence = "sequence number"
    /// TCP's acknowledgment number.
    case acknowledgment = "acknowledgment number"
    /// TCP's options.
    case options
    /// ICMP's identifier and sequence number, or whatever stands in their place.
    case identifier = "identifier and sequence number"
    /// What the transport carries.
    case payload
  }

  /// What was looked at, and what was found.
  struct Search: Sendable {
    /// The occurrence that says most: with the port before without, plain before disguised, the first of them.
    var occurrence: AddressOccurrence?
    /// Comparisons that could have hit by chance without a key, each with one chance in 2^32.
    var plainTries = 0
    /// The same under all 255 keys.
    var keyedTries = 0
  }

  /// Keys of one octet that disguise anything.
  private static let keys = 255

  /// Looks for an address in a packet: of IPv4 in both byte orders and, where asked, under every key of one octet;
  /// the sixteen octets of IPv6 as they are. Of a series of pings the sequence numbers before count as well.
  static func search(
    _ sample: PacketSample, for address: IPAddress, port: UInt16, series: UInt16 = 0,
    hasKeys: Bool = true
  ) -> Search {
    let wanted = address.octets
    let orders = orders(of: wanted)
    let last = wanted.count - 1
    // Under a key two neighboring octets differ as they do in the address.
    let ahead = wanted[0] ^ wanted[1]
    let behind = orders.count > 1 ? wanted[last] ^ wanted[last - 1] : ahead
    var search = Search()
    var best = -1
    for (place, range) in places(of: sample) where range.count >= wanted.count {
      let part = sample.octets[range]
      let isKeyed = hasKeys && address.isIPv4 && place == .payload
      let starts = part.startIndex...part.endIndex - wanted.count
      search.plainTries += starts.count * orders.count
      if isKeyed { search.keyedTries += starts.count * orders.count * keys }
      if place == .identifier, series > 0, address.isIPv4 {
        search.plainTries += Int(series) * orders.count
        for isReversed in orders
        where isAmong(series, before: part, isReversed ? wanted.reversed() : wanted) {
          best = 1
          search.occurrence = AddressOccurrence(
            place: place, offset: 0, isReversed: isReversed, key: 0, hasPort: false)
        }
      }
      for start in starts {
        let difference = part[start] ^ part[start + 1]
        guard difference == ahead || difference == behind else { continue }
        for isReversed in orders {
          guard let key = key(of: part, at: start, wanted, isReversed), key == 0 || isKeyed,
            key == 0 || isDisguise(part[start..<start + wanted.count])
          else { continue }
          let hasPort =
            port == 0 ? false : has(port, beside: start..<start + wanted.count, part, key)
          // Where octets repeat each other a key is soon found.
          if key != 0, !hasPort, !isVaried(wanted) { continue }
          let rank = (hasPort ? 2 : 0) + (key == 0 ? 1 : 0)
          guard rank > best else { continue }
          best = rank
          search.occurrence = AddressOccurrence(
            place: place, offset: start - part.startIndex, isReversed: isReversed, key: key,
            hasPort: hasPort)
        }
      }
    }
    return search
  }

  /// Whether four octets are the identifier and one of some sequence numbers before that of a packet.
  private static func isAmong(
    _ series: UInt16, before part: ArraySlice<UInt8>, _ wanted: [UInt8]
  ) -> Bool {
    guard part.prefix(2) == wanted.prefix(2) else { return false }
    let (own, former) = (Array(part), wanted)
    let sequence = UInt16(own[2]) << 8 | UInt16(own[3])
    return 1...series ~= sequence &- (UInt16(former[2]) << 8 | UInt16(former[3]))
  }

  /// The parts of a packet in which its sender may write what it likes.
  private static func places(of sample: PacketSample) -> [(Place, Range<Int>)] {
    let end = sample.octets.count
    let start = sample.payloadStart
    let payload = (Place.payload, start..<end)
    switch sample.transport {
    case .tcp where start >= 20:
      return [
        (.sequence, 4..<8), (.acknowledgment, 8..<12), (.options, 20..<start), payload,
      ]
    case .icmp, .icmpv6: return start >= 8 ? [(.identifier, 4..<8), payload] : [payload]
    default: return [payload]
    }
  }

  /// The byte orders that differ. IPv6 has one.
  private static func orders(of wanted: [UInt8]) -> [Bool] {
    wanted.count > 4 || wanted[0] == wanted[3] && wanted[1] == wanted[2] ? [false] : [false, true]
  }

  /// The key under which the octets at a place are those wanted; `nil` where there is none.
  @inline(__always)
  private static func key(
    of part: ArraySlice<UInt8>, at start: Int, _ wanted: [UInt8], _ isReversed: Bool
  ) -> UInt8? {
    let last = wanted.count - 1
    let key = part[start] ^ wanted[isReversed ? last : 0]
    for position in 1...last
    where part[start + position] ^ wanted[isReversed ? last - position : position] != key {
      return nil
    }
    return key
  }

  /// Whether octets may be under a key: neither text nor counted up, of which much is sent that hides nothing.
  private static func isDisguise(_ octets: ArraySlice<UInt8>) -> Bool {
    let isText = octets.allSatisfy { 0x20..<0x7f ~= $0 }
    let isCounting = zip(octets, octets.dropFirst()).allSatisfy { $1 == $0 &+ 1 }
    return !isText && !isCounting
  }

  /// Whether no two neighboring octets of an address are alike.
  private static func isVaried(_ wanted: [UInt8]) -> Bool {
    zip(wanted, wanted.dropFirst()).allSatisfy { $0 != $1 }
  }

  /// Whether a port stands right before or behind some octets, under the same key, in either byte order.
  private static func has(
    _ port: UInt16, beside range: Range<Int>, _ part: ArraySlice<UInt8>, _ key: UInt8
  ) -> Bool {
    for start in [range.lowerBound - 2, range.upperBound]
    where start >= part.startIndex && start + 2 <= part.endIndex {
      let found = UInt16(part[start] ^ key) << 8 | UInt16(part[start + 1] ^ key)
      if found == port || found.byteSwapped == port { return true }
    }
    return false
  }
}
