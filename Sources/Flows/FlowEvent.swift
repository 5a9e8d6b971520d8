public import Capture

/// What the stages above are told of a conversation, with the flow as it was at that moment.
public struct FlowEvent: Sendable {
  /// What happened.
  public let kind: Kind
  /// Why it ended; `.none` unless `kind` is `.ended`.
  public let reason: Reason
  /// Whether the packet behind the event came from the flow's initiator.
  public let fromInitiator: Bool
  /// Payload bytes of the packet behind the event; 0 in `.ended`.
  public let payloadLength: UInt32
  /// When it happened: the packet's time; for `.ended` the moment the time-out ran out.
  public let time: Timestamp
  /// The flow, this event's packet counted.
  public let flow: Flow

  /// What can happen to a conversation.
  public enum Kind: UInt8, Sendable {
    /// It started.
    case opened
    /// Payload came after a pause.
    case resumed
    /// It is over, or was split by the active time-out.
    case ended
  }

  /// Why a flow ended.
  public enum Reason: UInt8, CaseIterable, Sendable {
    /// It did not.
    case none
    /// No packet for the inactive time-out of its protocol.
    case inactive
    /// It lasted for the active time-out: counted anew from here, not opened anew.
    case active
    /// Both sides sent FIN.
    case finished
    /// One side sent RST.
    case reset
    /// The same ends started anew.
    case replaced
    /// The table was full.
    case evicted
    /// The capture ended.
    case captureEnded
  }
}
