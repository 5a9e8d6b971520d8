public import Capture

extension FlowEvent {
  /// An event of a conversation that somebody else has counted.
  /// - Parameters:
  ///   - kind: What happened.
  ///   - time: When.
  ///   - flow: The conversation.
  ///   - place: Its number among those that are going on.
  ///   - reason: Why it ended; `.none` unless `kind` is `.ended`.
  ///   - payloadLength: Payload bytes behind the event.
  public init(
    _ kind: Kind, at time: Timestamp, of flow: Flow, place: UInt32, reason: Reason = .none,
    payloadLength: UInt32 = 0
  ) {
    // A place in `FlowEvents` at which there is no history.
    self.init(
      kind: kind, reason: reason, position: .max, payloadLength: payloadLength, place: place,
      sequel: 0, fromInitiator: true, time: time, flow: flow)
  }
}
