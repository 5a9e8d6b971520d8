/// The VLAN identifiers of a frame, outermost first, IEEE 802.1Q section 9.6.
///
/// Holds up to five of them exactly; a deeper stack keeps the outer five and the true depth (to 15).
public struct VLANStack: RawRepresentable, Hashable, Sendable {
  /// Depth in the low 4 bits, then 12 bits a tag, outermost lowest.
  public let rawValue: UInt64

  /// A stack from its packed form.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// No tag.
  public static let none = VLANStack(rawValue: 0)
  /// How many identifiers are kept.
  public static let kept = 5

  /// How many tags the frame had, to 15.
  public var depth: Int { Int(rawValue & 15) }

  /// This stack with one more tag inside it.
  public func adding(_ identifier: UInt16) -> VLANStack {
    let depth = depth
    let tag = depth < VLANStack.kept ? UInt64(identifier & 0xfff) << (4 + 12 * depth) : 0
    return VLANStack(rawValue: (rawValue | tag) & ~15 | UInt64(min(depth + 1, 15)))
  }

  /// The kept identifiers, outermost first.
  public var identifiers: [UInt16] {
    (0..<min(depth, VLANStack.kept)).map {
      UInt16(truncatingIfNeeded: rawValue >> (4 + 12 * $0)) & 0xfff
    }
  }
}
