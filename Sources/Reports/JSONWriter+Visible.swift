/// Text for people, on a terminal.
extension JSONWriter {
  /// Appends a text without quotes, with everything that a terminal would act on as `\u{1b}`.
  ///
  /// A text of more than `limit` (at least 3) bytes is cut and ends in `…`.
  mutating func visible(_ value: String, limit: Int) {
    let bytes = value.utf8.span
    let start = buffer.count
    var cut = start
    var offset = 0
    while offset < bytes.count, buffer.count - start <= limit {
      let scalar = TextScalar(bytes, at: offset)
      if scalar.isUnseen {
        literal("\\u{")
        hexadecimal(UInt64(scalar.value))
        literal("}")
      } else if scalar.isWellFormed {
        append(bytes.extracting(offset..<(offset + scalar.length)))
      } else {
        literal("\u{fffd}")
      }
      offset += scalar.length
      if buffer.count - start <= limit - 3 { cut = buffer.count }
    }
    if buffer.count - start > limit {
      buffer.removeSubrange(cut...)
      literal("…")
    }
  }
}

extension TextScalar {
  /// Whether the scalar controls a terminal or the order of text, or cannot be seen: category Cc of
  /// Unicode, the line and paragraph separators, and the format characters that act on what surrounds them.
  fileprivate var isUnseen: Bool {
    switch value {
    case 0..<0x20, 0x7f..<0xa0: true
    case 0xad, 0x61c, 0x180e, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f: true
    case 0xfeff, 0xfff9...0xfffb, 0xe0000...0xe007f: true
    default: false
    }
  }
}
