/// A pcapng block that is passed over without being held in memory, however long it is.
struct BlockSkip: Sendable {
  private var remaining = 0
  private var blockLength: UInt32 = 0

  /// Nothing to skip.
  init() {}

  /// Passes over a whole block of `blockLength` bytes, at least 12, and checks the length at its end.
  init(blockLength: UInt32) {
    self.blockLength = blockLength
    remaining = Self.roundedUp(blockLength) - 4
  }

  /// Whether the end of a block is still to come.
  var isActive: Bool { blockLength != 0 }

  /// Passes over what is there.
  /// - Throws: until the end of the block is reached, and where its two lengths differ.
  mutating func advance(
    _ bytes: RawSpan, _ position: inout Int, _ swapped: Bool
  ) throws(BlockStop) {
    let step = min(remaining, bytes.byteCount - position)
    position += step
    remaining -= step
    guard remaining == 0, bytes.byteCount - position >= 4 else { throw .needsMore }
    let trailer = bytes.uint32(at: position, swapped: swapped)
    guard trailer == blockLength || Int(trailer) == Self.roundedUp(blockLength) else {
      throw .broken(.skippedLength(blockLength, trailer))
    }
    position += 4
    blockLength = 0
  }

  /// Blocks start at multiples of four, whatever length their writer gave.
  static func roundedUp(_ length: UInt32) -> Int { (Int(length) + 3) & ~3 }
}
