extension ByteReader {
  /// The octets before the next `separator`, which stays unread; all that are left where there is none.
  @_lifetime(copy self)
  mutating func upTo(_ separator: UInt8) -> RawSpan {
    var length = 0
    while length < count, rest.uint8(at: length) != separator { length += 1 }
    let all = rest
    self = ByteReader(all.extracting(droppingFirst: length))
    return all.extracting(first: length)
  }
}
