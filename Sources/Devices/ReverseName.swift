import Packets

/// A name below `in-addr.arpa` or `ip6.arpa` that stands for an address or a block of addresses.
///
///     1.2.0.192.in-addr.arpa      192.0.2.1, RFC 1035 section 3.5
///     2.0.192.in-addr.arpa        192.0.2.0/24
///     8.b.d.0.1.0.0.2.ip6.arpa    2001:db8::/32, RFC 3596 section 2.5
struct ReverseName {
  /// The address; `nil` for a block.
  let address: IPAddress?

  /// Reads a name; `nil` where it stands for neither.
  init?(_ name: DomainLabels) {
    guard name.count >= 2 else { return nil }
    let own = name.count - 2
    switch String(decoding: name.last(2), as: UTF8.self) {
    case "in-addr.arpa":
      guard own <= 4 else { return nil }
      var value: UInt32 = 0
      for index in (0..<own).reversed() {
        guard let octet = ReverseName.octet(name[index]) else { return nil }
        value = value << 8 | UInt32(octet)
      }
      address = own == 4 ? IPAddress(v4: value) : nil
    case "ip6.arpa":
      guard own <= 32 else { return nil }
      var high: UInt64 = 0
      var low: UInt64 = 0
      for index in (0..<own).reversed() {
        let label = name[index]
        guard label.count == 1,
          let digit = UInt64(String(decoding: label, as: UTF8.self), radix: 16)
        else { return nil }
        high = high << 4 | low >> 60
        low = low << 4 | digit
      }
      address = own == 32 ? IPAddress(high: high, low: low) : nil
    default: return nil
    }
  }

  /// A decimal number of eight bits without leading zeros.
  private static func octet(_ label: ArraySlice<UInt8>) -> UInt8? {
    guard label.count == 1 || label.first != UInt8(ascii: "0"),
      label.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return UInt8(String(decoding: label, as: UTF8.self))
  }
}
