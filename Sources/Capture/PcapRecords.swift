/// The records of a classic capture file (draft-ietf-opsawg-pcap, pcap-savefile(5)).
///
///     file:    magic 4, major 2, minor 2, zone 4, accuracy 4, snapshot length 4, link type 4
///     record:  seconds 4, fraction 4, captured length 4, wire length 4, bytes
struct PcapRecords: Sendable {
  /// In which order the two lengths stand; it changed between the old versions.
  private enum LengthOrder {
    case capturedFirst
    case wireFirst
    case smallerIsCaptured
  }

  /// Bytes of the header of the file.
  static let fileHeaderLength = 24

  private let swapped: Bool
  private let nanosecondsPerFraction: Int64
  private let headerLength: Int
  private let lengthOrder: LengthOrder
  private let linkType: LinkType
  private let checkSequenceLength: UInt8

  /// Reads the header of the file, `fileHeaderLength` bytes.
  /// - Throws: `CaptureError.unreadable` for an unknown version or link type.
  init(header: RawSpan, name: String) throws(CaptureError) {
    var magic = header.uint32(at: 0, swapped: false)
    var variant = PcapVariant(magic: magic)
    swapped = variant == nil
    if swapped {
      magic = magic.byteSwapped
      variant = PcapVariant(magic: magic)
    }
    guard let variant else { throw .unreadable("\(name): is not a capture") }
    nanosecondsPerFraction = variant == .nanoseconds ? 1 : 1000
    headerLength = variant == .patched ? 24 : 16

    let major = header.uint16(at: 4, swapped: swapped)
    let minor = header.uint16(at: 6, swapped: swapped)
    switch (major, minor) {
    // 543.0 is DG/UX's tcpdump; the versions, and what they do to the lengths, are libpcap's.
    case (2, 0...2), (543, 0): lengthOrder = .wireFirst
    case (2, 3): lengthOrder = .smallerIsCaptured
    case (2, 4): lengthOrder = .capturedFirst
    default:
      throw .unreadable(
        "\(name): is a pcap file of version \(major).\(minor), which is not known; convert it to 2.4"
      )
    }

    let field = header.uint32(at: 20, swapped: swapped)
    guard field & 0x03ff_0000 == 0 else {
      throw .unreadable("\(name): is a pcap file of the unknown link type \(field & 0x03ff_ffff)")
    }
    linkType = LinkType(rawValue: UInt16(truncatingIfNeeded: field))
    // Bit 26 says that the upper four bits count the check sequence in units of two bytes.
    let hasCheckSequence = field & 0x0400_0000 != 0
    checkSequenceLength = hasCheckSequence && field >> 28 == 2 ? 4 : 0
  }

  /// Finds the records in `bytes` from `start` on, until `records` is full or the bytes are not enough.
  func walk(
    _ bytes: RawSpan, from start: Int, into records: inout MutableSpan<FrameRecord>
  ) -> RecordWalk {
    var position = start
    var count = 0
    let capacity = records.count
    let end = bytes.byteCount
    while count < capacity {
      guard end - position >= headerLength else {
        return RecordWalk(count: count, position: position, stop: .needsMore)
      }
      let seconds = bytes.uint32(at: position, swapped: swapped)
      let fraction = bytes.uint32(at: position + 4, swapped: swapped)
      var captured = bytes.uint32(at: position + 8, swapped: swapped)
      var wire = bytes.uint32(at: position + 12, swapped: swapped)
      if lengthOrder != .capturedFirst {
        if lengthOrder == .wireFirst || captured > wire { swap(&captured, &wire) }
      }
      guard captured <= CaptureLimits.capturedLength else {
        let fault = RecordFault.capturedLength(captured)
        return RecordWalk(count: count, position: position, stop: .broken(fault))
      }
      let length = headerLength + Int(captured)
      guard end - position >= length else {
        return RecordWalk(count: count, position: position, stop: .needsMore)
      }
      // Both factors fit 32 bits, so that the sum stays far below 63.
      let moment = Int64(seconds) &* 1_000_000_000 &+ Int64(fraction) &* nanosecondsPerFraction
      records[count] = FrameRecord(
        timestamp: Timestamp(rawValue: moment), offset: position + headerLength,
        capturedLength: captured, wireLength: max(captured, wire), linkType: linkType,
        checkSequenceLength: checkSequenceLength)
      count += 1
      position += length
    }
    return RecordWalk(count: count, position: position, stop: .full)
  }
}
