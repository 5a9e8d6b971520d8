/// Writes one line at a time into memory that it keeps, as JSON (RFC 8259) or as plain text.
///
/// Keys come out in call order. The caller balances `begin` and `end`; commas are the writer's work.
/// Once the memory has grown to the longest line, no call allocates, except `decimal` past 2^63.
public struct JSONWriter: ~Copyable {
  /// The line so far.
  var buffer: [UInt8] = []
  /// Whether the next key or element of a list follows another one.
  var needsComma = false

  /// A writer with room for a line of `capacity` bytes; longer lines make it grow.
  public init(capacity: Int = 16_384) {
    buffer.reserveCapacity(capacity)
  }

  /// What was written since the last `reset()`.
  public var bytes: Span<UInt8> {
    @_lifetime(borrow self) borrowing get { buffer.span }
  }

  /// The same as a `String`, for what is written rarely.
  public var text: String { String(decoding: buffer, as: UTF8.self) }

  /// How many bytes were written since the last `reset()`.
  public var byteCount: Int { buffer.count }

  /// Forgets what was written and keeps the memory.
  public mutating func reset() {
    buffer.removeAll(keepingCapacity: true)
    needsComma = false
  }

  /// Ends the line with a line feed.
  public mutating func endLine() {
    buffer.append(0x0a)
    needsComma = false
  }

  /// Opens an object as a value.
  public mutating func beginObject() { open(0x7b) }

  /// Opens an object under a key.
  public mutating func beginObject(_ key: String) {
    self.key(key)
    open(0x7b)
  }

  /// Closes the innermost object.
  public mutating func endObject() { close(0x7d) }

  /// Opens a list as a value.
  public mutating func beginArray() { open(0x5b) }

  /// Opens a list under a key.
  public mutating func beginArray(_ key: String) {
    self.key(key)
    open(0x5b)
  }

  /// Closes the innermost list.
  public mutating func endArray() { close(0x5d) }

  /// Writes a key; a value must follow.
  public mutating func key(_ name: String) {
    text(name)
    buffer.append(0x3a)
    needsComma = false
  }

  /// Writes a whole number.
  public mutating func integer(_ value: Int) {
    beginValue()
    if value < 0 { buffer.append(0x2d) }
    digits(UInt64(value.magnitude))
  }

  /// Writes a whole number.
  public mutating func integer(_ value: UInt64) {
    beginValue()
    digits(value)
  }

  /// Writes `true` or `false`.
  public mutating func flag(_ value: Bool) {
    beginValue()
    literal(value ? "true" : "false")
  }

  /// Writes `null`.
  public mutating func null() {
    beginValue()
    literal("null")
  }

  /// Puts the comma where one is due; every value starts here.
  mutating func beginValue() {
    if needsComma { buffer.append(0x2c) }
    needsComma = true
  }

  /// Appends text as it is, without quotes and escapes.
  mutating func literal(_ text: String) {
    append(text.utf8.span)
  }

  /// Appends bytes as they are.
  mutating func append(_ bytes: Span<UInt8>) {
    buffer.append(addingCapacity: bytes.count) { output in
      for index in bytes.indices { output.append(bytes[index]) }
    }
  }

  /// Appends a number in decimal with zeros in front up to `width` (1 to 20) digits.
  mutating func digits(_ value: UInt64, width: Int = 1) {
    var reversed = InlineArray<20, UInt8>(repeating: 0x30)
    var count = 0
    var rest = value
    repeat {
      reversed[count] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      count += 1
    } while rest != 0
    count = max(count, width)
    buffer.append(addingCapacity: count) { output in
      for index in 1...count { output.append(reversed[count - index]) }
    }
  }

  /// Appends a number in lower-case hexadecimal with zeros in front up to `width` (1 to 16) digits.
  mutating func hexadecimal(_ value: UInt64, width: Int = 1, uppercase: Bool = false) {
    let significant = (64 - value.leadingZeroBitCount + 3) / 4
    for index in stride(from: max(significant, width) - 1, through: 0, by: -1) {
      let digit = UInt8(truncatingIfNeeded: value >> UInt64(4 * index)) & 15
      buffer.append(digit < 10 ? 0x30 + digit : (uppercase ? 0x37 : 0x57) + digit)
    }
  }

  private mutating func open(_ bracket: UInt8) {
    beginValue()
    buffer.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    buffer.append(bracket)
    needsComma = true
  }
}

/// Going back, for what turns out not to fit.
extension JSONWriter {
  /// A place in the line that can be returned to.
  struct Mark {
    fileprivate let count: Int
    fileprivate let needsComma: Bool
  }

  /// The place that was reached.
  var mark: Mark { Mark(count: buffer.count, needsComma: needsComma) }

  /// Forgets what was written since the mark.
  mutating func rewind(to mark: Mark) {
    buffer.removeSubrange(mark.count...)
    needsComma = mark.needsComma
  }
}
