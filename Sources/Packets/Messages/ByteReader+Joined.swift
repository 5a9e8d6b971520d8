extension ByteReader {
  /// A cursor at the front of octets that were joined from pieces of a message.
  ///
  /// `bytes` is unsafe for elements with padding in them; octets have none.
  @_lifetime(borrow octets)
  init(joined octets: borrowing [UInt8]) { self.init(unsafe octets.span.bytes) }
}
