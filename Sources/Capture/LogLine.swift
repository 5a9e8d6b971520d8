/// The values of one line, read as what they are.
struct LogLine {
  /// How the line is written.
  enum Syntax {
    /// Columns.
    case tabular(TabularFormat)
    /// A JSON object.
    case json
  }

  private let block: [UInt8]
  private let values: LogValues
  private let syntax: Syntax
  /// Values that were none of their type.
  private(set) var brokenValues: UInt64 = 0

  /// A line whose values were found.
  init(_ block: [UInt8], _ values: LogValues, _ syntax: Syntax) {
    self.block = block
    self.values = values
    self.syntax = syntax
  }

  /// A value that every record has.
  func required<Value>(
    _ field: LogField, _ read: (ArraySlice<UInt8>) -> Value?
  ) throws(LogFault) -> Value {
    guard let place = values[field] else { throw .missing(field) }
    guard let value = read(block[place]) else { throw .value(field) }
    return value
  }

  /// A value that may be unset. One that is none of its type is counted, and taken for unset.
  mutating func optional<Value>(
    _ field: LogField, _ read: (ArraySlice<UInt8>) -> Value?
  ) -> Value? {
    guard let place = values[field] else { return nil }
    let value = read(block[place])
    if value == nil { brokenValues += 1 }
    return value
  }

  /// A text that may be unset or empty, which is the same here.
  func text(_ field: LogField, limit: Int = LogLimits.textLength) -> String? {
    guard let place = values[field], !place.isEmpty else { return nil }
    return string(place, limit)
  }

  /// Whether a value is this text.
  func isText(_ field: LogField, _ text: [UInt8]) -> Bool {
    guard let place = values[field] else { return false }
    return TabularFormat.isText(block, place, text)
  }

  /// The members of a set.
  func texts(_ field: LogField, limit: Int) -> [String] {
    guard let place = values[field], !place.isEmpty else { return [] }
    // Zeek writes services as a text with commas, not as a set.
    var separator: UInt8 = 0x2c
    if case .tabular(let format) = syntax { separator = format.setSeparator }
    var texts: [String] = []
    var start = place.lowerBound
    for index in place.lowerBound...place.upperBound {
      guard index == place.upperBound || block[index] == 0x2c || block[index] == separator else {
        continue
      }
      if start < index, let text = string(start..<index, LogLimits.textLength) {
        texts.append(text)
        if texts.count == limit { break }
      }
      start = index + 1
    }
    return texts
  }

  private func string(_ place: Range<Int>, _ limit: Int) -> String? {
    // A text that says so itself is escaped.
    if case .tabular(let format) = syntax, TabularFormat.isText(block, place, format.empty) {
      return nil
    }
    guard block[place].contains(0x5c) else {
      // Most texts have none, and short ones need no memory then.
      return String(decoding: block[place].prefix(limit), as: UTF8.self)
    }
    let bytes =
      switch syntax {
      case .tabular: TabularFormat.unescaped(block[place])
      case .json: JSONLine.unescaped(block[place])
      }
    return String(decoding: bytes.prefix(limit), as: UTF8.self)
  }
}
