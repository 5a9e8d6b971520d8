import Capture

/// What is kept of one conversation while it goes on.
struct SessionRecord: Sendable {
  /// Which conversation of all that ever used this key.
  let serial: UInt64
  /// What is known.
  var session = Session()
  /// Of each side (initiator first): its beginning, where that did not come in one segment.
  var heads: InlineArray<2, StreamHead?> = [nil, nil]
  /// Of each side: the sequence number of its first octet.
  var bases: InlineArray<2, UInt32?> = [nil, nil]
  /// Of each side: whether its first message was read, or never will be.
  var isSettled: InlineArray<2, Bool> = [false, false]

  /// Of each side: how often somebody was asked whose bytes these are, and nobody knew.
  var failures: InlineArray<2, UInt8> = [0, 0]
  /// So often nobody is asked; then the side is given up.
  static let mostFailures: UInt8 = 4

  /// Whether a beginning is being kept.
  var hasHead: Bool { heads[0] != nil || heads[1] != nil }
}

extension SessionRecord: Storable {
  func store(to writer: inout StoredWriter) {
    writer.add(serial)
    writer.add(session)
    for side in 0..<2 {
      writer.add(heads[side])
      writer.add(bases[side] != nil)
      writer.add(bases[side] ?? 0)
      writer.add(isSettled[side])
      writer.add(failures[side])
    }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    serial = try reader.number()
    session = try reader.value()
    for side in 0..<2 {
      heads[side] = try reader.optional()
      let hasBase = try reader.flag()
      let base: UInt32 = try reader.number()
      bases[side] = hasBase ? base : nil
      isSettled[side] = try reader.flag()
      failures[side] = try reader.number()
      // Past the most nobody would be asked, so nothing would count on.
      guard failures[side] <= Self.mostFailures else { throw reader.fault("how often nobody knew") }
    }
  }
}
