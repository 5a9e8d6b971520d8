/// A 48-bit hardware address in the low bits of an integer, IEEE 802 section 8.2.
public struct MACAddress: RawRepresentable, Hashable, Comparable, Sendable {
  /// The six octets, first octet most significant; the top 16 bits are zero.
  public let rawValue: UInt64

  /// An address from its number; bits above the low 48 are dropped.
  public init(rawValue: UInt64) { self.rawValue = rawValue & 0xffff_ffff_ffff }

  /// No address: what a link without hardware addresses gives.
  public static let zero = MACAddress(rawValue: 0)
  /// All ones.
  public static let broadcast = MACAddress(rawValue: 0xffff_ffff_ffff)

  /// Whether the group bit is set: multicast or broadcast.
  public var isGroup: Bool { rawValue >> 40 & 1 == 1 }
  /// Whether the address was made up locally instead of bought from the IEEE.
  public var isLocallyAdministered: Bool { rawValue >> 41 & 1 == 1 }
  /// The first three octets: the maker, where the address is universal.
  public var organization: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 24) }

  /// Lower number first.
  public static func < (left: MACAddress, right: MACAddress) -> Bool {
    left.rawValue < right.rawValue
  }

  /// Reads `00:1b:54:3a:33:9b`, `00-1B-54-3A-33-9B`, `001b.543a.339b` or twelve bare digits; `nil`
  /// for anything else.
  public init?(_ text: some StringProtocol) {
    var value: UInt64 = 0
    var digits = 0
    var separator: UInt8?
    var sinceSeparator = 0
    for byte in text.utf8 {
      if let digit = byte.hexadecimalValue {
        value = value << 4 | UInt64(digit)
        digits += 1
        sinceSeparator += 1
        guard digits <= 12 else { return nil }
      } else {
        guard byte == 0x3a || byte == 0x2d || byte == 0x2e, separator ?? byte == byte,
          sinceSeparator == (byte == 0x2e ? 4 : 2)
        else { return nil }
        separator = byte
        sinceSeparator = 0
      }
    }
    guard digits == 12, separator == nil || sinceSeparator == (separator == 0x2e ? 4 : 2) else {
      return nil
    }
    rawValue = value
  }
}

extension MACAddress: CustomStringConvertible {
  /// Lower case with colons: `00:1b:54:3a:33:9b`.
  public var description: String { text(separator: ":", uppercase: false) }

  /// Upper case with hyphens, as Elastic Common Schema wants it: `00-1B-54-3A-33-9B`.
  public var hyphenated: String { text(separator: "-", uppercase: true) }

  private func text(separator: String, uppercase: Bool) -> String {
    (0..<6).map { index in
      let octet = UInt8(truncatingIfNeeded: rawValue >> (40 - 8 * index))
      let digits = String(octet, radix: 16, uppercase: uppercase)
      return octet < 16 ? "0" + digits : digits
    }.joined(separator: separator)
  }
}

extension UInt8 {
  /// The value of an ASCII hexadecimal digit, or `nil`.
  var hexadecimalValue: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x41 + 10
    case 0x61...0x66: self - 0x61 + 10
    default: nil
    }
  }
}
