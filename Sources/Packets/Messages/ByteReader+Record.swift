/// Records of the form that Cisco's and Foundry's neighbour protocols share.
extension ByteReader {
  /// The value behind a 16-bit length that counts itself and the 16-bit type before it.
  ///
  /// - Throws: `.option` where the length is less than its own head or reaches past the end;
  ///   `.truncated` instead of the latter where the capture has not the whole message.
  @_lifetime(copy self)
  mutating func recordValue(isCut: Bool) throws(DecodeFault.Kind) -> RawSpan {
    let length = Int(try uint16()) - 4
    guard length >= 0 else { throw .option }
    guard length <= count else { throw isCut ? .truncated : .option }
    return try take(length)
  }
}

extension RawSpan {
  /// What stands before the first zero octet.
  @_lifetime(copy self)
  func untilZero() -> RawSpan {
    var count = 0
    while count < byteCount, uint8(at: count) != 0 { count += 1 }
    return extracting(first: count)
  }
}
