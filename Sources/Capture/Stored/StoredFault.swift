/// Octets that hold no value of the type that was asked for.
public struct StoredFault: Error, Hashable, Sendable {
  /// Where in the octets the reading stopped.
  public let offset: Int
  /// What was expected there, in words.
  public let expected: String

  /// A fault.
  public init(offset: Int, expected: String) {
    self.offset = offset
    self.expected = expected
  }
}
