/// Why a capture cannot be read past a record.
enum RecordFault: Error, Hashable, Sendable {
  /// The record says that more bytes of the frame were captured than any capture holds.
  case capturedLength(UInt32)
  /// The block's length is below what its kind needs, or past what one block may have.
  case blockLength(UInt32, kind: UInt32)
  /// The block's two lengths differ.
  case trailingLength(UInt32, UInt32)
  /// The two lengths of a skipped block differ, which shows at its end.
  case skippedLength(UInt32, UInt32)
  /// The frame is longer than the block around it.
  case frameLength(UInt32, blockLength: UInt32)
  /// The packet names an interface that the section did not describe.
  case unknownInterface(UInt32, known: Int)
  /// The section has no byte-order magic.
  case byteOrder(UInt32)
  /// The section is of a version that nobody has written yet.
  case version(UInt16, UInt16)
  /// An option of an interface description runs past the end of its block.
  case optionLength(UInt16, code: UInt16)
  /// The section describes more interfaces than are kept.
  case tooManyInterfaces(limit: Int)

  /// The text for people, to follow "at byte N: ".
  var text: String {
    switch self {
    case .capturedLength(let length):
      "a record claims \(length) captured bytes, more than the \(CaptureLimits.capturedLength) allowed"
    case .blockLength(let length, let kind): "a block of type \(kind) has the length \(length)"
    case .trailingLength(let first, let second):
      "a block has the length \(first) at its start and \(second) at its end"
    case .skippedLength(let first, let second):
      "the block that ends here has the length \(first) at its start and \(second) at its end"
    case .frameLength(let length, let block):
      "a block of \(block) bytes claims \(length) captured bytes"
    case .unknownInterface(let identifier, let known):
      "a packet is of interface \(identifier), but the section describes \(known)"
    case .byteOrder(let magic): "a section has no byte-order magic but \(magic)"
    case .version(let major, let minor): "a section has the unknown version \(major).\(minor)"
    case .optionLength(let length, let code):
      "option \(code) of \(length) bytes runs past the end of its block"
    case .tooManyInterfaces(let limit): "a section describes more than \(limit) interfaces"
    }
  }
}
