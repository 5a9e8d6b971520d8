import Capture

@testable import Packets

/// Frames of one link type, decoded in order by one decoder.
///
///     +-----------+--------------+---------+--------------+---------+--
///     | link type | length 1     | frame 1 | length 2     | frame 2 | ...
///     | 1 octet   | 2, low first |         | 2, low first |         |
///     +-----------+--------------+---------+--------------+---------+--
///
/// The link type is a place in `linkTypes`. Bit 15 of a length says that the frame was longer on the
/// wire, bit 14 that it ends with a check sequence. What a length leaves over is the last frame.
struct FrameInput: ~Escapable {
  /// Every link type that is decoded, and one that is not.
  static let linkTypes: [UInt16] = [
    1, 0, 9, 12, 14, 50, 51, 101, 104, 108, 113, 228, 229, 239, 276, 105,
  ]
  /// Frames of one input.
  static let mostFrames = 64

  private let bytes: RawSpan
  private let records: [FrameRecord]

  /// The frames of an input; `nil` where there is not even a link type.
  @_lifetime(copy input)
  init?(_ input: RawSpan) {
    bytes = input
    guard input.byteCount > 0 else { return nil }
    let linkType = FrameInput.linkTypes[Int(input.uint8(at: 0)) % FrameInput.linkTypes.count]
    var records: [FrameRecord] = []
    var offset = 1
    while records.count < FrameInput.mostFrames, offset + 2 <= input.byteCount {
      let prefix = input.uint16(at: offset).byteSwapped
      offset += 2
      let length = min(Int(prefix & 0x3fff), input.byteCount - offset)
      records.append(
        FrameRecord(
          timestamp: Timestamp(rawValue: Int64(records.count) * 1_000_000_000), offset: offset,
          capturedLength: UInt32(length),
          wireLength: UInt32(length) + (prefix & 0x8000 != 0 ? 1000 : 0),
          linkType: LinkType(rawValue: linkType),
          checkSequenceLength: prefix & 0x4000 != 0 ? 4 : 0))
      offset += length
    }
    self.records = records
  }

  /// Decodes the frames, reads their headers and messages and what conversations say, and compares
  /// with a second decoder that gets them one by one.
  func run() {
    let frames = FrameBatch(records: records.span, bytes: bytes)
    var decoder = PacketDecoder()
    var again = PacketDecoder()
    var batch = PacketBatch(capacity: FrameBatch.capacity)
    var single = PacketBatch(capacity: 1)
    var sessions = Sessions(limits: FrameInput.limits)
    decoder.decode(frames, into: &batch)
    precondition(batch.count == records.count)
    Invariants.check(batch, of: frames)
    for index in records.indices {
      let frame = FrameBatch(
        records: records.span.extracting(index..<index + 1), bytes: bytes)
      again.decode(frame, into: &single)
      Invariants.check(batch.packets[index], isAlso: single.packets[0])
      precondition(batch.outers(of: index).count == single.outers.count)
      precondition(
        batch.readHeaders(of: index, in: frames) == single.readHeaders(of: 0, in: frame))
      follow(index, batch, frames, &sessions)
      guard let payload = batch.message(of: index, in: frames),
        let message = batch.readMessage(of: index, in: frames)
      else { continue }
      Invariants.check(message, of: payload)
      precondition(single.readMessage(of: 0, in: frame) == message, "batches make a difference")
    }
    precondition(decoder.faults.entries.map(\.count) == again.faults.entries.map(\.count))
    precondition(decoder.fragments == again.fragments, "batches make a difference to fragments")
    Invariants.check(decoder.fragments)
  }

  /// So few that inputs reach every limit.
  private static let limits = {
    var limits = SessionLimits()
    limits.sessions = 4
    limits.heads = 2
    return limits
  }()

  /// Both directions of a conversation have one key; others may have the same, as in a full table.
  private func follow(
    _ index: Int, _ batch: borrowing PacketBatch, _ frames: FrameBatch, _ sessions: inout Sessions
  ) {
    let packet = batch.packets[index]
    let key = UInt32((packet.sourcePort ^ packet.destinationPort) & 15)
    let message = sessions.read(
      batch, index, in: frames, key: key,
      fromInitiator: packet.sourcePort >= packet.destinationPort)
    if let message { Invariants.check(message, length: max(65_535, bytes.byteCount)) }
    if packet.tcpFlags.contains(.rst) { _ = sessions.end(key) }
  }
}
