/// JSON as RFC 8259 has it and not a byte more, to check what was written against the standard
/// rather than against itself. Keys keep their order; a key that comes twice is an error.
indirect enum JSONValue: Equatable {
  case object([Member])
  case array([JSONValue])
  case text(String)
  /// The number as it stands.
  case number(String)
  case flag(Bool)
  case null

  struct Member: Equatable {
    let key: String
    let value: JSONValue
  }

  struct Fault: Error, Equatable {
    let offset: Int
  }

  /// The only value of a text that is valid UTF-8.
  init(_ bytes: [UInt8]) throws {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Fault(offset: -1) }
    var reader = Reader(bytes: Array(text.utf8))
    self = try reader.value()
    reader.skipBlanks()
    guard reader.offset == reader.bytes.count else { throw Fault(offset: reader.offset) }
  }

  /// The value under a dotted path, or `nil`.
  subscript(_ path: String) -> JSONValue? {
    var here = self
    for part in path.split(separator: ".") {
      guard case .object(let members) = here, let next = members.first(where: { $0.key == part })
      else { return nil }
      here = next.value
    }
    return here
  }

  /// The keys of an object in their order.
  var keys: [String] {
    guard case .object(let members) = self else { return [] }
    return members.map(\.key)
  }

  private struct Reader {
    let bytes: [UInt8]
    var offset = 0

    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    mutating func skipBlanks() {
      while let next, [0x20, 0x09, 0x0a, 0x0d].contains(next) { offset += 1 }
    }

    mutating func expect(_ text: String) throws {
      guard bytes[offset...].starts(with: text.utf8) else { throw Fault(offset: offset) }
      offset += text.utf8.count
    }

    mutating func value() throws -> JSONValue {
      skipBlanks()
      switch next {
      case UInt8(ascii: "{"): return .object(try object())
      case UInt8(ascii: "["): return .array(try array())
      case UInt8(ascii: "\""): return .text(try text())
      case UInt8(ascii: "t"):
        try expect("true")
        return .flag(true)
      case UInt8(ascii: "f"):
        try expect("false")
        return .flag(false)
      case UInt8(ascii: "n"):
        try expect("null")
        return .null
      default: return .number(try number())
      }
    }

    mutating func object() throws -> [Member] {
      var members: [Member] = []
      try expect("{")
      skipBlanks()
      if next == UInt8(ascii: "}") {
        offset += 1
        return members
      }
      while true {
        skipBlanks()
        let key = try text()
        guard !members.contains(where: { $0.key == key }) else { throw Fault(offset: offset) }
        skipBlanks()
        try expect(":")
        members.append(Member(key: key, value: try value()))
        skipBlanks()
        guard next == UInt8(ascii: ",") else {
          try expect("}")
          return members
        }
        offset += 1
      }
    }

    mutating func array() throws -> [JSONValue] {
      var elements: [JSONValue] = []
      try expect("[")
      skipBlanks()
      if next == UInt8(ascii: "]") {
        offset += 1
        return elements
      }
      while true {
        elements.append(try value())
        skipBlanks()
        guard next == UInt8(ascii: ",") else {
          try expect("]")
          return elements
        }
        offset += 1
      }
    }

    mutating func text() throws -> String {
      try expect("\"")
      var plain: [UInt8] = []
      while let byte = next, byte != UInt8(ascii: "\"") {
        guard byte >= 0x20 else { throw Fault(offset: offset) }
        offset += 1
        guard byte == UInt8(ascii: "\\") else {
          plain.append(byte)
          continue
        }
        guard let escape = next else { throw Fault(offset: offset) }
        offset += 1
        switch escape {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(escape)
        case UInt8(ascii: "b"): plain.append(0x08)
        case UInt8(ascii: "f"): plain.append(0x0c)
        case UInt8(ascii: "n"): plain.append(0x0a)
        case UInt8(ascii: "r"): plain.append(0x0d)
        case UInt8(ascii: "t"): plain.append(0x09)
        case UInt8(ascii: "u"):
          let digits = bytes[offset...].prefix(4)
          // A surrogate is no scalar; the writer never needs one.
          guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
            let scalar = Unicode.Scalar(number)
          else { throw Fault(offset: offset) }
          offset += 4
          plain.append(contentsOf: String(Character(scalar)).utf8)
        default: throw Fault(offset: offset)
        }
      }
      try expect("\"")
      return String(decoding: plain, as: UTF8.self)
    }

    mutating func number() throws -> String {
      let start = offset
      if next == UInt8(ascii: "-") { offset += 1 }
      if next == UInt8(ascii: "0") { offset += 1 } else { try digits() }
      if next == UInt8(ascii: ".") {
        offset += 1
        try digits()
      }
      if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
        offset += 1
        if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
        try digits()
      }
      return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    mutating func digits() throws {
      let start = offset
      while let next, (0x30...0x39).contains(next) { offset += 1 }
      guard offset > start else { throw Fault(offset: offset) }
    }
  }
}
