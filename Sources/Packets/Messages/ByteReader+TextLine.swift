extension ByteReader {
  /// The octets up to the next line feed, without it and without a carriage return before it.
  /// - Throws: `.truncated` where there is no line feed.
  @_lifetime(copy self)
  mutating func textLine() throws(DecodeFault.Kind) -> RawSpan {
    var length = 0
    while length < count, rest.uint8(at: length) != UInt8(ascii: "\n") { length += 1 }
    guard length < count else { throw .truncated }
    let line = try take(length)
    try skip(1)
    guard length > 0, line.uint8(at: length - 1) == UInt8(ascii: "\r") else { return line }
    return line.extracting(first: length - 1)
  }
}
