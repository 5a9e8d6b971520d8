public import Rules

/// What a pipeline remembers, as it is kept over a restart.
public struct PipelineMemory: Sendable {
  /// What the rules remember: on the way out what has changed, on the way back everything, by rule, kind
  /// and key.
  public var entries: [StoredEntry] = []
  /// Conversations that are going on, in the order in which they must be given back.
  public var flows: [[UInt8]] = []
  /// What is known of their contents, by their places in `flows`.
  public var sessions: [(place: UInt32, octets: [UInt8])] = []
  /// What else stages remember, by the stage's name.
  public var stages: [String: [UInt8]] = [:]
  /// Conversations that were too many to be kept.
  public var leftOut = 0

  /// Nothing remembered.
  public init() {}

  /// Names of stages.
  enum Stage {
    static let flows = "flows"
    static let fragments = "fragments"
    static let statistics = "statistics"
    static let roster = "roster"
    static let newcomers = "newcomers"
    static let sample = "sample"
  }
}
