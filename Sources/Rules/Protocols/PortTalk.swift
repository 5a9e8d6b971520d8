import Capture

/// What both sides of a conversation on a known port have begun with.
struct PortTalk: Sendable, Storable {
  /// What one side has begun with.
  struct Side: Sendable {
    /// TCP: the sequence number of its first octet; `nil` where its SYN was not seen.
    var base: UInt32?
    /// What its first octets say.
    var verdict = PortLanguage.Verdict.unknown
    /// Whether they were judged.
    var isJudged = false
  }

  /// The side that opened the conversation.
  var client = Side()
  /// The side that was called.
  var server = Side()
  /// Datagrams of the device that look like the service, and were not read as such.
  var unread: UInt32 = 0
  /// Whether it was told.
  var isTold = false

  /// Nothing said yet.
  init() {}

  func store(to writer: inout StoredWriter) {
    for side in [client, server] {
      writer.add(side.base != nil)
      writer.add(side.base ?? 0)
      writer.add(side.verdict.rawValue)
      writer.add(side.isJudged)
    }
    writer.add(unread)
    writer.add(isTold)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    client = try PortTalk.side(&reader)
    server = try PortTalk.side(&reader)
    unread = try reader.number()
    isTold = try reader.flag()
  }

  private static func side(_ reader: inout StoredReader) throws(StoredFault) -> Side {
    let hasBase = try reader.flag()
    let base: UInt32 = try reader.number()
    let verdict: PortLanguage.Verdict = try reader.choice()
    return Side(base: hasBase ? base : nil, verdict: verdict, isJudged: try reader.flag())
  }
}
