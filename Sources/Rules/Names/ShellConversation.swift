import Capture

/// What both ends of one SSH conversation have said of themselves.
struct ShellConversation: Sendable, Storable {
  /// The greeting of the end that opened the connection.
  var initiator: ShellGreeting?
  /// The greeting of the other end.
  var responder: ShellGreeting?
  /// Whether the device's client is new to it and its like.
  var isNewClient = false
  /// Whether it was judged.
  var isJudged = false

  init() {}

  /// Whether who opened the connection is the server in it, and nothing contradicts that.
  var isReversed: Bool {
    let one = initiator?.part ?? .unknown
    let other = responder?.part ?? .unknown
    return one == .server && other != .server || other == .client && one != .client
  }

  func store(to writer: inout StoredWriter) {
    writer.add(initiator)
    writer.add(responder)
    writer.add(isNewClient)
    writer.add(isJudged)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    initiator = try reader.optional()
    responder = try reader.optional()
    isNewClient = try reader.flag()
    isJudged = try reader.flag()
  }
}
