/// The blocks of a pcapng file (draft-ietf-opsawg-pcapng).
///
///     block:     type 4, length 4, body, length 4
///     enhanced:  6, length 4, interface 4, time 8 (high half first), captured 4, wire 4, bytes, options
///     packet:    2, length 4, interface 2, drops 2, as enhanced (obsolete)
///     simple:    3, length 4, wire 4, bytes
struct PcapngBlocks: Sendable {
  /// Stands in a section header in the section's byte order.
  static let byteOrderMagic: UInt32 = 0x1a2b_3c4d

  /// The block types that are read; every other is skipped.
  enum Kind {
    static let section: UInt32 = 0x0a0d_0d0a
    static let interface: UInt32 = 1
    static let packet: UInt32 = 2
    static let simplePacket: UInt32 = 3
    static let enhancedPacket: UInt32 = 6
  }

  var swapped = false
  var interfaces: [PcapngInterface] = []
  private var latest = Timestamp(rawValue: 0)
  private var skip = BlockSkip()

  /// Whether the position is inside a block that is being skipped.
  var isInsideBlock: Bool { skip.isActive }

  /// Finds the packets in `bytes` from `start` on, until `records` is full or the bytes end.
  mutating func walk(
    _ bytes: RawSpan, from start: Int, into records: inout MutableSpan<FrameRecord>
  ) -> RecordWalk {
    var position = start
    var count = 0
    let capacity = records.count
    do throws(BlockStop) {
      while count < capacity {
        if skip.isActive { try skip.advance(bytes, &position, swapped) }
        let available = bytes.byteCount - position
        guard available >= 8 else { throw .needsMore }
        let kind = bytes.uint32(at: position, swapped: swapped)
        let length = bytes.uint32(at: position + 4, swapped: swapped)
        switch kind {
        case Kind.enhancedPacket, Kind.packet:
          let whole = try wholeBlock(length, kind, least: 32, available)
          records[count] = try packet(
            bytes, position, length, isEnhanced: kind == Kind.enhancedPacket)
          try checkTrailer(bytes, position, length, whole)
          latest = records[count].timestamp
          count += 1
          position += whole
        case Kind.simplePacket:
          let whole = try wholeBlock(length, kind, least: 16, available)
          records[count] = try simplePacket(bytes, position, length)
          try checkTrailer(bytes, position, length, whole)
          count += 1
          position += whole
        case Kind.section:
          // Its type reads the same in both byte orders.
          try beginSection(bytes, position, available)
        case Kind.interface:
          let whole = try wholeBlock(length, kind, least: PcapngInterface.smallestBlock, available)
          try checkTrailer(bytes, position, length, whole)
          try addInterface(bytes.extracting(position..<(position + whole)))
          position += whole
        default:
          guard length >= 12 else { throw .broken(.blockLength(length, kind: kind)) }
          skip = BlockSkip(blockLength: length)
        }
      }
    } catch {
      let stop: RecordWalk.Stop =
        switch error {
        case .needsMore: .needsMore
        case .broken(let fault): .broken(fault)
        }
      return RecordWalk(count: count, position: position, stop: stop)
    }
    return RecordWalk(count: count, position: position, stop: .full)
  }

  /// Begins to skip the rest of a block, its header among it.
  mutating func skipBlock(_ length: UInt32) { skip = BlockSkip(blockLength: length) }

  /// Bytes from one block to the next, once all of them are there.
  @inline(__always)
  private func wholeBlock(
    _ length: UInt32, _ kind: UInt32, least: UInt32, _ available: Int
  ) throws(BlockStop) -> Int {
    guard length >= least, length <= CaptureLimits.blockLength else {
      throw .broken(.blockLength(length, kind: kind))
    }
    let whole = BlockSkip.roundedUp(length)
    guard available >= whole else { throw .needsMore }
    return whole
  }

  @inline(__always)
  private func checkTrailer(
    _ bytes: RawSpan, _ position: Int, _ length: UInt32, _ whole: Int
  ) throws(BlockStop) {
    let trailer = bytes.uint32(at: position + whole - 4, swapped: swapped)
    guard trailer == length || trailer == UInt32(truncatingIfNeeded: whole) else {
      throw .broken(.trailingLength(length, trailer))
    }
  }

  @inline(__always)
  private func packet(
    _ bytes: RawSpan, _ position: Int, _ length: UInt32, isEnhanced: Bool
  ) throws(BlockStop) -> FrameRecord {
    let identifier =
      isEnhanced
      ? bytes.uint32(at: position + 8, swapped: swapped)
      : UInt32(bytes.uint16(at: position + 8, swapped: swapped))
    guard identifier < UInt32(interfaces.count) else {
      throw .broken(.unknownInterface(identifier, known: interfaces.count))
    }
    let interface = interfaces[Int(identifier)]
    let high = bytes.uint32(at: position + 12, swapped: swapped)
    let low = bytes.uint32(at: position + 16, swapped: swapped)
    let captured = bytes.uint32(at: position + 20, swapped: swapped)
    let wire = bytes.uint32(at: position + 24, swapped: swapped)
    guard captured <= CaptureLimits.capturedLength else {
      throw .broken(.capturedLength(captured))
    }
    // 28 bytes before the frame, 4 after it; the caller saw that the block has 32.
    guard captured <= length - 32 else {
      throw .broken(.frameLength(captured, blockLength: length))
    }
    var checkSequenceLength = interface.checkSequenceLength
    let options = 28 + (Int(captured) + 3) & ~3
    if isEnhanced, Int(length) - 4 - options >= 8 {
      let end = position + Int(length) - 4
      checkSequenceLength =
        checkSequence(bytes.extracting((position + options)..<end)) ?? checkSequenceLength
    }
    return FrameRecord(
      timestamp: interface.moment(UInt64(high) << 32 | UInt64(low)), offset: position + 28,
      capturedLength: captured, wireLength: max(captured, wire), linkType: interface.linkType,
      checkSequenceLength: checkSequenceLength)
  }

  private func simplePacket(
    _ bytes: RawSpan, _ position: Int, _ length: UInt32
  ) throws(BlockStop) -> FrameRecord {
    guard let interface = interfaces.first else {
      throw .broken(.unknownInterface(0, known: 0))
    }
    let wire = bytes.uint32(at: position + 8, swapped: swapped)
    var captured = min(wire, length - 16)
    if interface.snapshotLength > 0 { captured = min(captured, interface.snapshotLength) }
    guard captured <= CaptureLimits.capturedLength else {
      throw .broken(.capturedLength(captured))
    }
    return FrameRecord(
      timestamp: latest, offset: position + 12, capturedLength: captured, wireLength: wire,
      linkType: interface.linkType, checkSequenceLength: interface.checkSequenceLength)
  }
}
