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
    return string(block[place], limit)
  }

  /// The members of a set.
  func texts(_ field: LogField, limit: Int) -> [String] {
    guard let place = values[field], !place.isEmpty else { return [] }
    // Zeek writes services as a text with commas, not as a set.
    var separator: UInt8 = 0x2c
    if case .tabular(let format) = syntax { separator = format.setSeparator }
    let parts = block[place].split { $0 == 0x2c || $0 == separator }
    return parts.prefix(limit).compactMap { string($0, LogLimits.textLength) }
  }

  private func string(_ text: ArraySlice<UInt8>, _ limit: Int) -> String? {
    let bytes: [UInt8]
    switch syntax {
    case .tabular(let format):
      // A text that says so itself is escaped.
      if text.elementsEqual(format.empty) { return nil }
      bytes = TabularFormat.unescaped(text)
    case .json: bytes = JSONLine.unescaped(text)
    }
    return String(decoding: bytes.prefix(limit), as: UTF8.self)
  }
}
