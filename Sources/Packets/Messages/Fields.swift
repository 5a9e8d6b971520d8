/// What was read of a message: named values in the order in which they were read.
///
/// A plain value that outlives the packet. A name stands once: of what a message says twice the first is
/// kept, and what it may say several times goes into a list. Texts and octets are cut at `longestValue`,
/// so that what a message costs is bounded by its own length.
public struct Fields: Hashable, Sendable {
  /// Octets of a text or an octet string that are kept.
  public static let longestValue = 1024
  /// Values of a list that are kept; what a message lists beyond is read no further.
  public static let mostValues = 128
  /// The fields in order.
  public private(set) var list: [Field] = []

  /// No fields.
  public init() {}

  /// The first field of a name.
  public subscript(name: String) -> FieldValue? {
    list.first { $0.name == name }?.value
  }

  /// Whether there is none.
  public var isEmpty: Bool { list.isEmpty }

  /// Adds a value of any kind, unless there is one of that name.
  public mutating func add(_ name: String, _ value: FieldValue) {
    guard !list.contains(where: { $0.name == name }) else { return }
    list.append(Field(name, value))
  }

  /// Adds a whole number.
  public mutating func add(_ name: String, _ number: some UnsignedInteger & FixedWidthInteger) {
    add(name, .number(UInt64(truncatingIfNeeded: number)))
  }

  /// Adds a whole number that may be negative.
  public mutating func add(_ name: String, signed number: some SignedInteger & FixedWidthInteger) {
    add(name, .signed(Int64(truncatingIfNeeded: number)))
  }

  /// Adds a yes or no.
  public mutating func add(_ name: String, _ flag: Bool) { add(name, .flag(flag)) }

  /// Adds a text of our own.
  public mutating func add(_ name: String, _ text: String) { add(name, .text(text)) }

  /// Adds octets of the message as a text.
  public mutating func add(_ name: String, text octets: RawSpan) {
    add(name, FieldValue(text: octets))
  }

  /// Adds octets of the message as they are.
  public mutating func add(_ name: String, octets: RawSpan) {
    add(name, FieldValue(octets: octets))
  }

  /// Adds a hardware address.
  public mutating func add(_ name: String, _ address: MACAddress) { add(name, .mac(address)) }

  /// Adds an IP address.
  public mutating func add(_ name: String, _ address: IPAddress) { add(name, .address(address)) }

  /// Adds a list, also an empty one.
  public mutating func add(_ name: String, _ values: [FieldValue]) { add(name, .list(values)) }

  /// Adds named values under a name.
  public mutating func add(_ name: String, _ group: Fields) { add(name, .group(group)) }
}
