/// Bounds on what logs may take, so that hostile ones cost no more than honest ones.
public struct LogLimits: Hashable, Sendable {
  /// Records held to put them into the order of their start.
  public var heldRecords = 65_536
  /// Records of long conversations, written too late for that, which are found by a reading ahead.
  public var longConversations = 131_072

  /// The defaults: about 80 MB where all of them are reached.
  public init() {}

  /// Bytes of one line.
  static let lineLength = 65_536
  /// Bytes of one text in a record; what is longer is cut. No name in DNS has more.
  static let textLength = 255
  /// Bytes of a `uid`.
  static let identifierLength = 64
  /// Services of one conversation.
  static let servicesEach = 8
  /// Warnings kept for people.
  static let warnings = 8
  /// Broken lines before the first record, after which a log is given up.
  static let brokenLinesAtStart = 1000
  /// Nested values in a line of JSON.
  static let depth = 64
}
