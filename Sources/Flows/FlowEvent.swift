public import Capture

/// What the stages above are told of a conversation, with the flow as it was at that moment.
public struct FlowEvent: Sendable {
  /// What happened.
  public let kind: Kind
  /// Why it ended; `.none` unless `kind` is `.ended`.
  public let reason: Reason
  /// The packet behind the event, by its index in the batch that was added. An `.ended` has no packet:
  /// there it is where `FlowEvents` keeps the history, if it does.
  public let position: UInt16
  /// Payload bytes of the packet behind the event; 0 in `.ended`.
  public let payloadLength: UInt32
  /// Names the flow among those that are going on: the same number in every event from `.opened` to the
  /// `.ended` that is no split, and free for another flow behind it. Below `FlowLimits.flows`.
  public let place: UInt32
  /// Of `.opened`: what `ConnectionUID` wants beside the key and the time of the first packet. Flows of
  /// one key that begin at the same moment are told apart only where the table keeps histories; there
  /// every event of the flow has the same number.
  public let sequel: UInt32
  /// Whether the packet behind the event came from the flow's initiator.
  public let fromInitiator: Bool
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
    /// A packet came whose content may say what the conversation is about.
    ///
    /// TCP: SYN and SYN-ACK, RST and what comes behind it, and payload while its side sent less than
    /// 16 KiB before. Other IP: payload
    /// while its side sent less than 64 KiB before. Frames that are not IP: while their side sent less
    /// than 64 KiB of frames before, ARP too, which has nothing behind its header. Of each side only its
    /// first 32 packets. Also what makes
    /// `.resumed`. Of frames that are not IP also, for as long as they go on, those behind a pause, those whose count
    /// is a power of two or a multiple of 1024, and 65,536 of NC-SI in half an hour. What else follows once the active time-out has split the conversation is no beginning.
    /// Behind the `.opened` or `.resumed` of the same packet.
    case packet
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
    /// It goes on, but nothing more of it is told: nobody of interest takes part, and its beginning is over.
    case beginningOver
  }
}
