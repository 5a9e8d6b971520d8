/// One named value of a message.
public struct Field: Hashable, Sendable {
  /// The standard's own word, lower case with underscores (`stratum`, `system_name`).
  public let name: String
  /// What it is.
  public let value: FieldValue

  /// A named value.
  public init(_ name: String, _ value: FieldValue) {
    self.name = name
    self.value = value
  }
}
