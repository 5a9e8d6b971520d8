import Testing

/// A text that is refused, and the message that says why.
struct Refusal: Sendable, CustomTestStringConvertible {
  /// What is read.
  let text: String
  /// What the operator is told.
  let message: String

  /// A message from its parts, because the compiler takes long over sums of literals.
  init(_ text: String, _ parts: String...) {
    self.text = text
    message = parts.joined()
  }

  var testDescription: String { message }
}
