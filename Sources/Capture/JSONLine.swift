/// Finds the values in a line of JSON, RFC 8259, as Zeek's JSON writer makes it: one flat object, with
/// keys such as `id.orig_h`. `"id": {"orig_h": ...}` is taken for the same.
///
/// Values stay as they are written; nothing is copied but keys.
struct JSONLine {
  private let block: [UInt8]
  private let end: Int
  private let start: Int
  private var index: Int

  private init(_ block: [UInt8], _ line: Range<Int>) {
    self.block = block
    start = line.lowerBound
    index = start
    end = line.upperBound
  }

  /// Finds the values of one line.
  static func split(
    _ block: [UInt8], _ line: Range<Int>, into values: inout LogValues
  ) throws(LogFault) {
    values.removeAll()
    var reader = JSONLine(block, line)
    try reader.members { name, place in
      if let field = LogField(name: name), let place { values[field] = place }
    }
  }

  /// The names of the members of one line.
  static func names(_ block: [UInt8], _ line: Range<Int>) throws(LogFault) -> [String] {
    var names: [String] = []
    var reader = JSONLine(block, line)
    try reader.members { name, _ in names.append(name) }
    return names
  }

  /// Calls `body` with every member; without a place where its value is `null` or nested.
  private mutating func members(_ body: (String, Range<Int>?) -> Void) throws(LogFault) {
    var isInsideID = false
    var isAfterValue = false
    skipSpaces()
    try take(0x7b)
    while true {
      skipSpaces()
      guard index < end else { throw .syntax(at: index - start) }
      switch block[index] {
      case 0x2c where isAfterValue:
        index += 1
        isAfterValue = false
        skipSpaces()
        guard index < end, block[index] == 0x22 else { throw .syntax(at: index - start) }
      case 0x7d:
        index += 1
        isAfterValue = true
        if isInsideID {
          isInsideID = false
          continue
        }
        skipSpaces()
        guard index == end else { throw .syntax(at: index - start) }
        return
      case 0x22 where !isAfterValue:
        let key = try string()
        let name = (isInsideID ? "id." : "") + String(decoding: block[key], as: UTF8.self)
        skipSpaces()
        try take(0x3a)
        skipSpaces()
        if index < end, block[index] == 0x7b, !isInsideID, name == "id" {
          isInsideID = true
          index += 1
          continue
        }
        body(name, try value())
        isAfterValue = true
      default: throw .syntax(at: index - start)
      }
    }
  }

  private mutating func skipSpaces() {
    while index < end, block[index] == 0x20 || block[index] == 0x09 { index += 1 }
  }

  private mutating func take(_ byte: UInt8) throws(LogFault) {
    guard index < end, block[index] == byte else { throw .syntax(at: index - start) }
    index += 1
  }

  private mutating func value() throws(LogFault) -> Range<Int>? {
    guard index < end else { throw .syntax(at: index - start) }
    switch block[index] {
    case 0x22: return try string()
    case 0x7b, 0x5b:
      try skipNested()
      return nil
    default:
      let first = index
      // Numbers and the three words.
      while index < end, isPlain(block[index]) { index += 1 }
      guard index > first else { throw .syntax(at: index - start) }
      let place = first..<index
      return block[place].elementsEqual("null".utf8) ? nil : place
    }
  }

  private func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7a, 0x41...0x5a, 0x2b, 0x2d, 0x2e: true
    default: false
    }
  }

  /// A string without its quotes.
  private mutating func string() throws(LogFault) -> Range<Int> {
    try take(0x22)
    let first = index
    while index < end {
      switch block[index] {
      case 0x22:
        index += 1
        return first..<(index - 1)
      case 0x5c: index += 2
      case 0: throw .zeroByte
      default: index += 1
      }
    }
    throw .syntax(at: end - start)
  }

  private mutating func skipNested() throws(LogFault) {
    var depth = 0
    while index < end {
      switch block[index] {
      case 0x22:
        _ = try string()
        continue
      case 0x7b, 0x5b:
        depth += 1
        guard depth <= LogLimits.depth else { throw .syntax(at: index - start) }
      case 0x7d, 0x5d: depth -= 1
      case 0: throw .zeroByte
      default: break
      }
      index += 1
      if depth == 0 { return }
    }
    throw .syntax(at: end - start)
  }

  /// Undoes the escapes of a string; what is none stands for itself.
  static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
    guard text.contains(0x5c) else { return Array(text) }
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      index += 1
      guard byte == 0x5c, index < text.endIndex else {
        output.append(byte)
        continue
      }
      let kind = text[index]
      index += 1
      switch kind {
      case 0x62: output.append(0x08)
      case 0x66: output.append(0x0c)
      case 0x6e: output.append(0x0a)
      case 0x72: output.append(0x0d)
      case 0x74: output.append(0x09)
      case 0x75:
        var scalar = unit(text, &index)
        if let high = scalar, (0xd800...0xdbff).contains(high),
          text[index...].starts(with: [0x5c, 0x75])
        {
          var next = index + 2
          if let low = unit(text, &next), (0xdc00...0xdfff).contains(low) {
            scalar = 0x10000 + (high - 0xd800) << 10 + (low - 0xdc00)
            index = next
          }
        }
        output += Array(String(scalar.flatMap(Unicode.Scalar.init) ?? "\u{fffd}").utf8)
      default: output.append(kind)
      }
    }
    return output
  }

  private static func unit(_ text: ArraySlice<UInt8>, _ index: inout Int) -> UInt32? {
    guard text.endIndex - index >= 4 else { return nil }
    var value: UInt32 = 0
    for offset in 0..<4 {
      guard let digit = LogNumber.hexadecimal(text[index + offset]) else { return nil }
      value = value << 4 | UInt32(digit)
    }
    index += 4
    return value
  }
}
