/// Reads back what a `StoredWriter` has written, in the same order.
public struct StoredReader: Sendable {
  private let octets: [UInt8]
  /// How many octets were read.
  public private(set) var offset = 0

  /// A reader at the first octet.
  public init(_ octets: [UInt8]) { self.octets = octets }

  /// Octets that were not read yet.
  public var remaining: Int { octets.count - offset }

  /// Reads a whole number.
  public mutating func number<Number: FixedWidthInteger>(
    _: Number.Type = Number.self
  ) throws(StoredFault) -> Number {
    let size = Number.bitWidth / 8
    guard remaining >= size else { throw fault("a number of \(size) octets") }
    var number: Number = 0
    for position in 0..<size {
      number |= Number(truncatingIfNeeded: octets[offset + position]) << (8 * position)
    }
    offset += size
    return number
  }

  /// Reads a number that may have a fraction.
  public mutating func double() throws(StoredFault) -> Double {
    Double(bitPattern: try number())
  }

  /// Reads a number that may have a fraction.
  public mutating func float() throws(StoredFault) -> Float {
    Float(bitPattern: try number())
  }

  /// Reads a yes or no.
  public mutating func flag() throws(StoredFault) -> Bool {
    switch try number(UInt8.self) {
    case 0: return false
    case 1: return true
    default:
      offset -= 1
      throw fault("a yes or no")
    }
  }

  /// Reads a text.
  public mutating func text() throws(StoredFault) -> String {
    let start = offset
    guard let text = String(validating: try values(), as: UTF8.self) else {
      offset = start
      throw fault("a text")
    }
    return text
  }

  /// Reads octets whose number stands in front.
  public mutating func values() throws(StoredFault) -> [UInt8] {
    let count = Int(try number(UInt32.self))
    guard remaining >= count else {
      offset -= 4
      throw fault("\(count) octets")
    }
    offset += count
    return Array(octets[offset - count..<offset])
  }

  /// Reads a time.
  public mutating func time() throws(StoredFault) -> Timestamp {
    Timestamp(rawValue: try number())
  }

  /// Reads a value.
  public mutating func value<Value: Storable>(
    _: Value.Type = Value.self
  ) throws(StoredFault) -> Value {
    try Value(from: &self)
  }

  /// Reads a value that may be missing.
  public mutating func optional<Value: Storable>(
    _: Value.Type = Value.self
  ) throws(StoredFault) -> Value? {
    try flag() ? try value() : nil
  }

  /// How many elements follow, each of at least so many octets, so that a wrong number costs no memory.
  public mutating func count(ofAtLeast size: Int) throws(StoredFault) -> Int {
    let count = Int(try number(UInt32.self))
    guard count <= remaining / max(1, size) else {
      offset -= 4
      throw fault("\(count) elements")
    }
    return count
  }

  /// Checks that nothing follows.
  public func end() throws(StoredFault) {
    guard remaining == 0 else { throw fault("the end") }
  }

  /// A fault at the next octet.
  public func fault(_ expected: String) -> StoredFault {
    StoredFault(offset: offset, expected: expected)
  }
}
