public import Packets

/// What is known of the content of a conversation at the moment of an event.
public struct SightedContent: Sendable {
  /// What it speaks, by content and by port.
  public let session: Session
  /// The message that the packet behind the event carries or completes.
  public let message: Message?
  /// The name that the message asks for; only in the event of that message.
  public let name: SightedName?
  /// What the packet behind the event shows of the system that sent it; of an IP packet.
  public let marks: StackMarks?
  /// The same of a SYN or SYN-ACK.
  public let signature: TCPSignature?
  /// The octets of the packet behind the event, of an IP packet near the beginning of a conversation or after
  /// a pause.
  public let sample: PacketSample?

  /// Content as it is known; the name is read from the message where none is given.
  public init(
    session: Session = Session(), message: Message? = nil, name: SightedName? = nil,
    marks: StackMarks? = nil, signature: TCPSignature? = nil, sample: PacketSample? = nil
  ) {
    self.session = session
    self.message = message
    self.name = name ?? message.flatMap { SightedName($0) }
    self.marks = marks
    self.signature = signature
    self.sample = sample
  }
}
