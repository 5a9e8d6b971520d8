/// What a frame that is not IP carries: an EtherType, an LLC pair or a SNAP identifier, as one number.
public struct LinkProtocol: RawRepresentable, Hashable, Sendable {
  /// The space in the top byte, the number below it.
  public let rawValue: UInt64

  /// A link protocol from its packed form.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The number space that a link protocol belongs to.
  public enum Space: UInt8, Sendable {
    /// Nothing known: the frame ended too early.
    case none = 0
    /// An EtherType.
    case etherType = 1
    /// Destination and source service access points, IEEE 802.2 (DSAP in the high byte).
    case llc = 2
    /// Organization (24 bits) and protocol (16 bits), IEEE 802 section 10.
    case snap = 3
    /// A protocol of PPP, IANA PPP numbers.
    case ppp = 4
    /// An address family of a null/loop header that is not IP.
    case family = 5
  }

  /// Nothing known.
  public static let none = LinkProtocol(rawValue: 0)

  /// An EtherType as a link protocol.
  public init(_ etherType: EtherType) { self.init(.etherType, UInt64(etherType.rawValue)) }

  /// A number in a space.
  public init(_ space: Space, _ number: UInt64) {
    rawValue = UInt64(space.rawValue) << 56 | number & 0xff_ffff_ffff
  }

  /// The number space.
  public var space: Space { Space(rawValue: UInt8(truncatingIfNeeded: rawValue >> 56)) ?? .none }
  /// The number in its space.
  public var number: UInt64 { rawValue & 0xff_ffff_ffff }
  /// The EtherType, where it is one.
  public var etherType: EtherType? {
    space == .etherType ? EtherType(rawValue: UInt16(truncatingIfNeeded: number)) : nil
  }
}

extension LinkProtocol: CustomStringConvertible {
  /// `0x88cc`, `llc 42/42`, `snap 00000c/2000`, `ppp c021`, `family 7`.
  public var description: String {
    func hexadecimal(_ value: UInt64, _ width: Int) -> String {
      let digits = String(value, radix: 16)
      return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
    return switch space {
    case .none: "none"
    case .etherType: "0x" + hexadecimal(number, 4)
    case .llc: "llc \(hexadecimal(number >> 8, 2))/\(hexadecimal(number & 0xff, 2))"
    case .snap: "snap \(hexadecimal(number >> 16, 6))/\(hexadecimal(number & 0xffff, 4))"
    case .ppp: "ppp \(hexadecimal(number, 4))"
    case .family: "family \(number)"
    }
  }
}
