/// What is wrong with a line of a log. The text says nothing that the line says: it goes to terminals.
enum LogFault: Error, Hashable, Sendable {
  /// Longer than `LogLimits.lineLength`.
  case tooLong
  /// A zero byte, which Zeek never writes; a file system does after a crash.
  case zeroByte
  /// More or fewer fields than `#fields` names.
  case fieldCount(Int, named: Int)
  /// A field that every record has is not there.
  case missing(LogField)
  /// A field has a value that is none of its type.
  case value(LogField)
  /// Not a JSON object, from this byte of the line on.
  case syntax(at: Int)

  /// The text for people.
  var text: String {
    switch self {
    case .tooLong: "is longer than \(LogLimits.lineLength) bytes"
    case .zeroByte: "has a zero byte"
    case .fieldCount(let count, let named): "has \(count) fields where #fields names \(named)"
    case .missing(let field): "has no \(field.name)"
    case .value(let field): "\(field.name) has a value that it cannot have"
    case .syntax(let offset): "is no JSON object from byte \(offset) on"
    }
  }
}
