/// One entry of an MPLS label stack, RFC 3032 section 2.1.
///
///     bit  0          20              23             24           32
///          | label    | traffic class | bottom (S)   | TTL        |
///
/// The stack ends with the entry whose bottom bit is set; nothing in it says what follows.
public struct MPLSLabel: ~Escapable {
  /// Octets of an entry.
  public static let length = 4
  /// Entries of one stack that are read; more of them are a fault.
  public static let mostLabels = 16
  private let entry: RawSpan

  /// The entry at the front of `bytes`.
  /// - Throws: `mpls.truncated` below 4 octets.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= MPLSLabel.length else { throw DecodeFault(.mpls, .truncated) }
    entry = bytes.extracting(first: MPLSLabel.length)
  }

  /// The label, 20 bits.
  public var label: UInt32 { entry.uint32(at: 0) >> 12 }
  /// Traffic class, RFC 5462.
  public var trafficClass: UInt8 { entry.uint8(at: 2) >> 1 & 7 }
  /// Whether this is the last entry of the stack.
  public var isBottom: Bool { entry.uint8(at: 2) & 1 == 1 }
  /// Hops left.
  public var timeToLive: UInt8 { entry.uint8(at: 3) }
}
