public import Capture

/// What goes on over a restart.
extension Sessions {
  /// What is kept of conversations.
  /// - Parameter keys: Whose; each with the number under which it is given.
  /// - Returns: Number and octets of those of which something is known, by ascending number.
  public func stored(_ keys: [UInt32]) -> [(number: UInt32, octets: [UInt8])] {
    // A conversation may stand there more than once; its turn comes at the first.
    var ranks: [UInt32: UInt32] = [:]
    var rank: UInt32 = 0
    for (key, serial) in headOrder.waiting
    where ranks[key] == nil && records[key].map({ $0.serial == serial && $0.hasHead }) == true {
      ranks[key] = rank
      rank += 1
    }
    return keys.enumerated().compactMap { number, key in
      guard let record = records[key] else { return nil }
      var writer = StoredWriter()
      writer.add(record)
      writer.add(ranks[key] ?? .max)
      return (UInt32(truncatingIfNeeded: number), writer.octets)
    }
  }

  /// Takes back what `stored(_:)` gave, where nothing is known yet; of too many the oldest are left out.
  /// - Parameter sessions: Octets, and the key that the conversation has now.
  /// - Throws: `StoredFault` where the octets are none of a conversation.
  public mutating func restore(
    _ sessions: [(key: UInt32, octets: [UInt8])]
  ) throws(StoredFault) {
    var found: [(key: UInt32, record: SessionRecord, rank: UInt32)] = []
    for (key, octets) in sessions {
      var reader = StoredReader(octets)
      let record: SessionRecord = try reader.value()
      let rank: UInt32 = try reader.number()
      try reader.end()
      found.append((key, record, rank))
    }
    found.sort { $0.record.serial < $1.record.serial }
    found.removeFirst(max(0, found.count - limits.sessions))
    for (key, record, _) in found {
      records[key] = record
      order.append(key, record.serial)
      nextSerial = max(nextSerial, record.serial &+ 1)
    }
    for (key, record, _) in found.filter(\.record.hasHead).sorted(by: { $0.rank < $1.rank }) {
      headOrder.append(key, record.serial)
      heads += 1
    }
  }
}
