/// Yes/no facts of a conversation.
public struct FlowTraits: OptionSet, Hashable, Sendable {
  /// One bit a fact.
  public let rawValue: UInt8
  /// Facts from their bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Side 1 of the key started it.
  static let initiatorIsSide1 = FlowTraits(rawValue: 1)
  /// Its beginning was not seen: who started it is judged by the ports.
  public static let midstream = FlowTraits(rawValue: 2)
  /// It is of IP fragments without a transport header.
  public static let fragments = FlowTraits(rawValue: 4)
  /// A payload was seen.
  public static let payloadSeen = FlowTraits(rawValue: 8)
  /// Both sides sent FIN, or one sent RST.
  public static let closed = FlowTraits(rawValue: 16)
  /// One side sent RST.
  public static let reset = FlowTraits(rawValue: 32)
  /// It goes on from before the active time-out.
  public static let continued = FlowTraits(rawValue: 64)
  /// Somebody wants to hear of it.
  static let told = FlowTraits(rawValue: 128)
}
