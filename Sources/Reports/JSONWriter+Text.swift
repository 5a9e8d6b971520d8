/// Texts of any origin. The result is always valid JSON and valid UTF-8.
extension JSONWriter {
  /// Writes a text.
  ///
  /// Control characters (C0, DEL, C1) and U+2028 and U+2029 are escaped, bytes that are not UTF-8
  /// become U+FFFD, everything else stays as it is.
  ///
  /// A text that would take more than `limit` (at least 3) bytes between its quotes is cut between two
  /// Unicode scalars and ends in `…`.
  public mutating func text(_ value: String, limit: Int = .max) {
    text(value.utf8.span, limit: limit)
  }

  /// Writes bytes as a text, as `text(_:limit:)` does for a `String`.
  public mutating func text(_ bytes: Span<UInt8>, limit: Int = .max) {
    // Nearly every text is plain and fits: one pass, one check for room.
    let taken = bytes.count <= limit ? appendPlain(bytes) : nil
    guard taken != bytes.count else { return }
    if taken == nil {
      beginValue()
      buffer.append(0x22)
    }
    appendRest(bytes, from: taken ?? 0, limit: max(limit, 3))
    buffer.append(0x22)
  }

  /// Opens a text and appends what of it stands for itself; closes it where that is all. Says how many
  /// bytes were taken.
  private mutating func appendPlain(_ bytes: Span<UInt8>) -> Int {
    var offset = 0
    let separates = needsComma
    needsComma = true
    buffer.append(addingCapacity: bytes.count + 3) { output in
      if separates { output.append(0x2c) }
      output.append(0x22)
      while offset < bytes.count, bytes[offset].isPlain {
        output.append(bytes[offset])
        offset += 1
      }
      if offset == bytes.count { output.append(0x22) }
    }
    return offset
  }

  /// Appends a text from `first` on, of which `first` bytes were appended as they are.
  private mutating func appendRest(_ bytes: Span<UInt8>, from first: Int, limit: Int) {
    let start = buffer.count - first
    /// Where the text is cut if it turns out to be too long: the last place with room for `…`.
    var cut = start + min(first, limit - 3)
    var offset = first
    while offset < bytes.count, buffer.count - start <= limit {
      let written = buffer.count - start
      // One byte past the limit is enough to know that the text is too long.
      let most = min(bytes.count - offset, limit == .max ? .max : limit - written + 1)
      let run = plainRun(bytes, from: offset, most: most)
      if run > 0 {
        append(bytes.extracting(offset..<(offset + run)))
        offset += run
        if written <= limit - 3 { cut = start + min(written + run, limit - 3) }
      } else {
        offset += appendEscaped(bytes, at: offset)
        if buffer.count - start <= limit - 3 { cut = buffer.count }
      }
    }
    if buffer.count - start > limit {
      buffer.removeSubrange(cut...)
      literal("…")
    }
  }

  /// How many of the next `most` bytes stand for themselves.
  private func plainRun(_ bytes: Span<UInt8>, from offset: Int, most: Int) -> Int {
    var count = 0
    while count < most, bytes[offset + count].isPlain { count += 1 }
    return count
  }

  /// Appends the character at `offset`, escaped where it has to be; says how many bytes it took.
  private mutating func appendEscaped(_ bytes: Span<UInt8>, at offset: Int) -> Int {
    let scalar = TextScalar(bytes, at: offset)
    switch scalar.value {
    case 0x08: literal("\\b")
    case 0x09: literal("\\t")
    case 0x0a: literal("\\n")
    case 0x0c: literal("\\f")
    case 0x0d: literal("\\r")
    case 0x22: literal("\\\"")
    case 0x5c: literal("\\\\")
    case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029:
      literal("\\u")
      hexadecimal(UInt64(scalar.value), width: 4)
    default:
      if scalar.isWellFormed {
        append(bytes.extracting(offset..<(offset + scalar.length)))
      } else {
        literal("\u{fffd}")
      }
    }
    return scalar.length
  }
}

extension UInt8 {
  /// Whether the byte is ASCII that stands for itself in a JSON text.
  fileprivate var isPlain: Bool { self >= 0x20 && self < 0x7f && self != 0x22 && self != 0x5c }
}
