/// Values copied out of a message, cut at `Fields.longestValue`.
extension FieldValue {
  /// Octets as a text; what is not UTF-8 is replaced by U+FFFD.
  public init(text octets: RawSpan) {
    self = .text(String(decoding: FieldValue.copy(octets), as: UTF8.self))
  }

  /// Octets as they are.
  public init(octets: RawSpan) { self = .octets(FieldValue.copy(octets)) }

  private static func copy(_ octets: RawSpan) -> [UInt8] {
    octets.extracting(first: Fields.longestValue).copied()
  }

  /// The number, where it is one without sign.
  public var number: UInt64? {
    if case .number(let number) = self { number } else { nil }
  }

  /// The text, where it is one.
  public var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// The values, where it is a list.
  public var values: [FieldValue]? {
    if case .list(let values) = self { values } else { nil }
  }

  /// The named values, where it is a group.
  public var fields: Fields? {
    if case .group(let fields) = self { fields } else { nil }
  }
}
