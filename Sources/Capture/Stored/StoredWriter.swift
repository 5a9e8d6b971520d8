/// Collects values as octets, little-endian and without gaps.
public struct StoredWriter: Sendable {
  /// What was written.
  public private(set) var octets: [UInt8] = []

  /// Nothing written.
  public init() {}

  /// Writes a whole number in as many octets as its type has.
  public mutating func add(_ number: some FixedWidthInteger) {
    var rest = number
    for _ in 0..<number.bitWidth / 8 {
      octets.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// Writes a number by its bits.
  public mutating func add(_ number: Double) { add(number.bitPattern) }

  /// Writes a number by its bits.
  public mutating func add(_ number: Float) { add(number.bitPattern) }

  /// Writes a yes or no.
  public mutating func add(_ flag: Bool) { octets.append(flag ? 1 : 0) }

  /// Writes a text with its length in front.
  public mutating func add(_ text: String) { add(Array(text.utf8)) }

  /// Writes octets with their number in front.
  public mutating func add(_ values: [UInt8]) {
    add(UInt32(truncatingIfNeeded: values.count))
    octets += values
  }

  /// Writes a time.
  public mutating func add(_ time: Timestamp) { add(time.rawValue) }

  /// Writes a value.
  public mutating func add(_ value: some Storable) { value.store(to: &self) }

  /// Writes whether there is a value, and the value.
  public mutating func add<Value: Storable>(_ value: Value?) {
    add(value != nil)
    if let value { add(value) }
  }
}
