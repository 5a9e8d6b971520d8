public import Capture

/// One thing that a rule remembers, as it is kept over a restart.
public struct StoredEntry: Hashable, Sendable {
  /// The rule that remembers it.
  public var rule: String
  /// What it is.
  public var kind: Kind
  /// Names it among the rule's entries of this kind.
  public var key: [UInt8]
  /// The device, by what stays the same when the inventory is edited (`Device.identity`); empty where it
  /// is about no single device.
  public var device: String
  /// What it is, for people.
  public var label: String
  /// The first event behind it.
  public var first: Timestamp
  /// The latest event behind it.
  public var last: Timestamp
  /// Events behind it.
  public var count: Int
  /// All of it; `nil` where it is forgotten and the stored one goes.
  public var body: [UInt8]?

  /// By rule, kind and key.
  public static func precedes(_ left: StoredEntry, _ right: StoredEntry) -> Bool {
    (left.rule, left.kind.rawValue) == (right.rule, right.kind.rawValue)
      ? left.key.lexicographicallyPrecedes(right.key)
      : (left.rule, left.kind.rawValue) < (right.rule, right.kind.rawValue)
  }

  /// What rules remember.
  public enum Kind: String, CaseIterable, Sendable {
    /// The beats of a channel.
    case series
    /// A peer that was met.
    case peer
    /// A finding that is open, or was.
    case finding
    /// A domain that devices ask for.
    case name
    /// When a device was seen.
    case device
    /// Anything else.
    case other
  }

  /// An entry.
  public init(
    rule: String, kind: Kind, key: [UInt8], device: String, label: String, first: Timestamp,
    last: Timestamp, count: Int, body: [UInt8]?
  ) {
    self.rule = rule
    self.kind = kind
    self.key = key
    self.device = device
    self.label = label
    self.first = first
    self.last = last
    self.count = count
    self.body = body
  }
}
