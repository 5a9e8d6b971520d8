/// Loads of unaligned integers in either byte order.
///
/// Out of range traps: a reader that forgot a check stops, it never leaks.
extension RawSpan {
  /// The byte at `offset`.
  @inline(__always)
  func uint8(at offset: Int) -> UInt8 {
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt8.self)
  }

  /// The two bytes at `offset`, least significant first unless `swapped`.
  @inline(__always)
  func uint16(at offset: Int, swapped: Bool) -> UInt16 {
    let value = unsafe UInt16(
      littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
    return swapped ? value.byteSwapped : value
  }

  /// The four bytes at `offset`, least significant first unless `swapped`.
  @inline(__always)
  func uint32(at offset: Int, swapped: Bool) -> UInt32 {
    let value = unsafe UInt32(
      littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    return swapped ? value.byteSwapped : value
  }

  /// The eight bytes at `offset`, least significant first unless `swapped`.
  @inline(__always)
  func uint64(at offset: Int, swapped: Bool) -> UInt64 {
    let value = unsafe UInt64(
      littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    return swapped ? value.byteSwapped : value
  }
}
