/// An interface of a pcapng section, from its Interface Description Block
/// (draft-ietf-opsawg-pcapng, section 4.2).
///
///     type 1, length 4, link type 2, reserved 2, snapshot length 4, options, length 4
struct PcapngInterface: Hashable, Sendable {
  /// Bytes of the smallest block.
  static let smallestBlock: UInt32 = 20

  /// What its frames start with.
  let linkType: LinkType
  /// The most bytes kept of a frame; 0 for all.
  let snapshotLength: UInt32
  /// The unit of its time stamps.
  private(set) var resolution = TimestampResolution.microseconds
  /// What is added to its time stamps, in nanoseconds (option if_tsoffset).
  private(set) var offset: Int64 = 0
  /// Check sequence bytes at the end of its frames (option if_fcslen).
  private(set) var checkSequenceLength: UInt8 = 0

  /// Reads a whole block, of at least `smallestBlock` bytes.
  init(block: RawSpan, swapped: Bool) throws(RecordFault) {
    linkType = LinkType(rawValue: block.uint16(at: 8, swapped: swapped))
    snapshotLength = block.uint32(at: 12, swapped: swapped)
    let end = block.byteCount - 4
    var position = 16
    while end - position >= 4 {
      let code = block.uint16(at: position, swapped: swapped)
      let length = block.uint16(at: position + 2, swapped: swapped)
      position += 4
      if code == 0 { break }
      guard Int(length) <= end - position else {
        throw .optionLength(length, code: code)
      }
      switch (code, length) {
      case (9, 1...): resolution = TimestampResolution(option: block.uint8(at: position))
      case (13, 1...):
        checkSequenceLength = Self.checkSequenceLength(block.uint8(at: position))
      case (14, 8...):
        let seconds = Int64(bitPattern: block.uint64(at: position, swapped: swapped))
        offset = Timestamp(seconds: seconds, nanoseconds: 0).rawValue
      default: break
      }
      position += (Int(length) + 3) & ~3
    }
  }

  /// The moment of a packet's time stamp.
  @inline(__always)
  func moment(_ units: UInt64) -> Timestamp {
    Timestamp(rawValue: resolution.nanoseconds(units)).advanced(byNanoseconds: offset)
  }

  /// Four bytes, or 32 bits: the specification says bits and gives 4 as its example. Nothing else
  /// is at the end of an Ethernet frame.
  static func checkSequenceLength(_ option: UInt8) -> UInt8 {
    option == 4 || option == 32 ? 4 : 0
  }
}
