/// Search for ASCII texts in octets.
extension RawSpan {
  /// Whether a text stands at an offset.
  func holds(_ text: [UInt8], at offset: Int = 0) -> Bool {
    guard offset >= 0, offset <= byteCount, text.count <= byteCount - offset else { return false }
    for index in text.indices where uint8(at: offset + index) != text[index] { return false }
    return true
  }

  /// Whether a text in lower case stands at an offset in any case.
  func holds(lowercase text: [UInt8], at offset: Int) -> Bool {
    guard offset >= 0, offset <= byteCount, text.count <= byteCount - offset else { return false }
    for index in text.indices {
      let octet = uint8(at: offset + index)
      let lower = (0x41...0x5a).contains(octet) ? octet | 0x20 : octet
      guard lower == text[index] else { return false }
    }
    return true
  }

  /// The first offset of an octet at or behind `start` and in front of `end`.
  func firstOffset(of octet: UInt8, from start: Int, to end: Int) -> Int? {
    var offset = max(start, 0)
    while offset < min(end, byteCount) {
      if uint8(at: offset) == octet { return offset }
      offset += 1
    }
    return nil
  }

  /// The octets of a range that lies inside, without the spaces and tabs around them.
  @_lifetime(copy self)
  func trimmed(_ start: Int, _ end: Int) -> RawSpan {
    var first = start
    var last = end
    while first < last, isBlank(uint8(at: first)) { first += 1 }
    while last > first, isBlank(uint8(at: last - 1)) { last -= 1 }
    return extracting(first..<last)
  }

  private func isBlank(_ octet: UInt8) -> Bool {
    octet == 0x20 || octet == 9 || octet == 13 || octet == 10
  }
}
