public import Rules

/// All that rules remember, collected from what they say has changed.
public struct Recollection: Sendable {
  private var known: [Name: StoredEntry] = [:]

  /// What names an entry.
  private struct Name: Hashable {
    var rule: String
    var kind: StoredEntry.Kind
    var key: [UInt8]
  }

  /// Nothing remembered.
  public init() {}

  /// Adds what has changed; of what was forgotten nothing stays.
  public mutating func add(_ entries: some Sequence<StoredEntry>) {
    for entry in entries {
      known[Name(rule: entry.rule, kind: entry.kind, key: entry.key)] =
        entry.body == nil ? nil : entry
    }
  }

  /// All of it, by rule, kind and key.
  public var entries: [StoredEntry] {
    known.values.sorted(by: StoredEntry.precedes)
  }
}
