/// In what two clusters of one address cannot be of one system.
public struct StackContradictions: OptionSet, Hashable, Sendable {
  /// One bit a contradiction.
  public let rawValue: UInt8
  /// Contradictions from their bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The initial time to live.
  public static let timeToLive = StackContradictions(rawValue: 1)
  /// Don't Fragment.
  public static let dontFragment = StackContradictions(rawValue: 2)
  /// The order of the options that both send.
  public static let optionOrder = StackContradictions(rawValue: 4)
  /// One counts identifications, the other does not.
  public static let identification = StackContradictions(rawValue: 8)
  /// One counts initial sequence numbers, the other does not.
  public static let initialSequence = StackContradictions(rawValue: 16)
  /// One counts ports, the other does not.
  public static let port = StackContradictions(rawValue: 32)
  /// One offers at least two of window scale, selective acknowledgments and timestamps that the other
  /// does not; of SYNs only, as answers depend on what was offered.
  public static let optionSet = StackContradictions(rawValue: 64)
  /// Their timestamps tick at two rates.
  public static let timestampRate = StackContradictions(rawValue: 128)

  /// Whether they are enough: another order or another set of options or another time to live, and one
  /// thing more; ports do not count, as programs choose them.
  ///
  /// A program can set the time to live or Don't Fragment of its sockets, but hardly both; none can
  /// change how its system orders options, or which of them it offers.
  public var areProof: Bool {
    let isStrong = !isDisjoint(with: [.timeToLive, .optionOrder, .optionSet])
    return isStrong && subtracting(.port).rawValue.nonzeroBitCount >= 2
  }

  /// Their names.
  public var words: [String] {
    let all = [
      "time_to_live", "dont_fragment", "option_order", "identification", "initial_sequence", "port",
      "option_set", "timestamp_rate",
    ]
    return all.indices.filter { rawValue & 1 << UInt8($0) != 0 }.map { all[$0] }
  }
}
