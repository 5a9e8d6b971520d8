import Capture

/// What both sides of a conversation on a known port have begun with.
struct PortTalk: Sendable, Storable {
  /// What one side has begun with.
  struct Side: Sendable {
    /// Octets below which a service may be too little to be judged by.
    static let most = 16

    /// TCP: the sequence number of the first octet that was not judged; `nil` where its SYN was not seen.
    var base: UInt32?
    /// The octets before that, while they are too few.
    var octets: [UInt8] = []
    /// What its first octets say.
    var verdict = PortLanguage.Verdict.unknown
    /// Whether they were judged.
    var isJudged = false
    /// Whether it has said anything.
    var hasSpoken: Bool { isJudged || !octets.isEmpty }

    /// Takes in octets that follow those before.
    mutating func hear(
      _ payload: ArraySlice<UInt8>, length: Int, in language: PortLanguage, isServer: Bool
    ) {
      let before = octets.count
      octets += payload
      verdict = language.judge(octets, length: before + length, isServer: isServer)
      let isShort = octets.count < Side.most && payload.count == length
      base? &+= UInt32(truncatingIfNeeded: length)
      guard verdict != .unknown || !isShort else { return }
      isJudged = true
      octets = []
    }
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
      writer.add(side.octets)
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
    let octets = try reader.values()
    guard octets.count < Side.most else { throw reader.fault("the beginning of a conversation") }
    let verdict: PortLanguage.Verdict = try reader.choice()
    return Side(
      base: hasBase ? base : nil, octets: octets, verdict: verdict, isJudged: try reader.flag())
  }
}
