/// Octets of a signature, and where they lie.
public struct SignatureBytes: Hashable, Sendable {
  /// The part of the packet.
  public var region: SignatureRegion
  /// Where in it they begin, counted from 0; `nil` anywhere.
  public var offset: Int?
  /// One of these is there; each has an octet at least.
  public var values: [[UInt8]]
  /// The bits of a value that count, for octets at an offset; empty where all do, else as long as each value.
  public var mask: [UInt8]
  /// Whether there is nothing else in that part.
  public var isWhole: Bool
  /// Whether none of them may be there.
  public var isNegated: Bool

  /// Octets at a place.
  public init(
    _ region: SignatureRegion, at offset: Int?, _ values: [[UInt8]], mask: [UInt8] = [],
    isWhole: Bool = false, isNegated: Bool = false
  ) {
    self.region = region
    self.offset = offset
    self.values = values
    self.mask = mask
    self.isWhole = isWhole
    self.isNegated = isNegated
  }

  /// The first octets that a payload with this signature can have; `nil` where it may begin with anything.
  public var firstOctets: [UInt8]? {
    guard region == .payload, offset == 0, mask.isEmpty, !isNegated else { return nil }
    return values.compactMap(\.first)
  }
}
