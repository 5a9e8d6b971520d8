public import Packets

/// What is known of the content of a conversation at the moment of an event.
public struct SightedContent: Sendable {
  /// What it speaks, by content and by port.
  public let session: Session
  /// The message that the packet behind the event carries or completes.
  public let message: Message?

  /// Content as it is known.
  public init(session: Session = Session(), message: Message? = nil) {
    self.session = session
    self.message = message
  }
}
