/// Loads in network byte order, and copies: the only file of the module that says `unsafe`.
///
/// Every load is checked against the span's end, so a header that forgot a guard stops the program
/// instead of reading a neighbour's bytes. Headers compare lengths first; the check never fails.
extension RawSpan {
  /// One octet.
  @inline(__always)
  func uint8(at offset: Int) -> UInt8 {
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// Two octets, first most significant.
  @inline(__always)
  func uint16(at offset: Int) -> UInt16 {
    unsafe UInt16(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  /// Four octets, first most significant.
  @inline(__always)
  func uint32(at offset: Int) -> UInt32 {
    unsafe UInt32(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// Eight octets, first most significant.
  @inline(__always)
  func uint64(at offset: Int) -> UInt64 {
    unsafe UInt64(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// All octets, copied.
  func copied() -> [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }
}

extension [UInt8] {
  /// The octets in place. The library calls every view of typed values as bytes unsafe, as values may have
  /// padding that was never set; octets have none.
  var octets: RawSpan {
    @_lifetime(borrow self) borrowing get { unsafe span.bytes }
  }
}
