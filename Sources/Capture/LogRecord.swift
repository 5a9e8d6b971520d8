/// What a line of a Zeek log tells: a conversation, or what was said in one.
///
/// Texts are cut at 255 bytes. What the log leaves unset is `nil`.
public struct LogRecord: Hashable, Sendable {
  /// The log that the line is from.
  public var kind: LogKind
  /// When the conversation began, or when the query, the hello or the request was made.
  public var time: Timestamp
  /// Zeek's `uid`, which lines of different logs on one conversation share; empty where there is none.
  public var identifier: String
  /// The side that began.
  public var originator: LogEndpoint
  /// The other side.
  public var responder: LogEndpoint
  /// The IP protocol number; `nil` where the log names none that is known.
  public var protocolNumber: UInt8?
  /// What Zeek found to be spoken, such as `ssl` or `dns`; at most eight.
  public var services: [String] = []
  /// Nanoseconds from the first to the last packet.
  public var duration: Int64?
  /// How the conversation ended, such as `SF` or `S0`.
  public var state: String?
  /// What happened, one letter each.
  public var history: String?
  /// The outer VLAN identifier.
  public var outerVLAN: UInt16?
  /// The inner VLAN identifier.
  public var innerVLAN: UInt16?
  /// The name in a record of `dns.log`, `ssl.log` or `http.log`, where it has one.
  public var name: LogName?
  /// What a person said of the conversation, in a labelled log.
  public var label: String?
  /// What that person said in more words.
  public var detailedLabel: String?
  /// The line in its file, from 1.
  public var line = 0

  /// A conversation of which nothing more is known.
  public init(
    kind: LogKind, time: Timestamp, identifier: String, originator: LogEndpoint,
    responder: LogEndpoint, protocolNumber: UInt8?
  ) {
    self.kind = kind
    self.time = time
    self.identifier = identifier
    self.originator = originator
    self.responder = responder
    self.protocolNumber = protocolNumber
  }

  /// When the last packet came, as far as it is known.
  public var end: Timestamp { time.advanced(byNanoseconds: duration ?? 0) }

  /// The place among records of the same time: conversations before what was said in them, then as read.
  func rank(_ serial: UInt64) -> UInt64 { kind == .conn ? serial : serial | 1 << 63 }
}
