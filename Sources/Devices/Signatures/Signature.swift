public import Packets

/// What a published implant's packet looks like: a row of `Config/implants.yaml`.
///
/// A packet has the signature where everything that is said fits; what is empty or `nil` says nothing.
public struct Signature: Hashable, Sendable {
  /// Its name, a lower-case word with digits and hyphens: `bpfdoor-udp`. Never renamed.
  public var name: String
  /// A title for people: whose it is, and what.
  public var title = ""
  /// What the implant does with it, in sentences.
  public var about = ""
  /// What else it could be, in words.
  public var benign = ""
  /// Where it was published.
  public var source = ""
  /// ATT&CK techniques, most fitting first.
  public var techniques: [SignatureTechnique] = []
  /// How well the bytes stand for the implant.
  public var confidence = SignatureConfidence.medium
  /// How much a packet matters, without anything behind it.
  public var severity = SignatureSeverity.medium
  /// Which way the packet goes.
  public var direction = SignatureDirection.toDevice
  /// What IP carries; one at least.
  public var transports: [IPProtocol] = []
  /// Control bits of TCP that are set.
  public var flags: TCPFlags = []
  /// Control bits of TCP that are not set.
  public var withoutFlags: TCPFlags = []
  /// Types of ICMP.
  public var messageTypes: [ClosedRange<UInt16>] = []
  /// Codes of ICMP.
  public var messageCodes: [ClosedRange<UInt16>] = []
  /// The sender's ports.
  public var sourcePorts: [ClosedRange<UInt16>] = []
  /// The receiver's ports.
  public var destinationPorts: [ClosedRange<UInt16>] = []
  /// Where the other end lies.
  public var peers: [IPNetwork] = []
  /// Octets behind the transport header.
  public var payloadLengths: [ClosedRange<UInt16>] = []
  /// Whether the packet is the first of its conversation.
  public var isOpening = false
  /// Whether it is its sender's first in the conversation that carries payload.
  public var isFirstPayload = false
  /// Whether it carries no message of a protocol that is read.
  public var isUnrecognized = false
  /// Octets at their places.
  public var bytes: [SignatureBytes] = []
  /// What two fields of the header have to do with each other.
  public var relation: SignatureRelation?
  /// Fields that are not zero.
  public var nonZero: [SignatureField] = []
  /// What has come before.
  public var sequel: SignatureSequel?
  /// How often it comes.
  public var repetition: SignatureRepetition?
  /// The ports that are asked for one after the other.
  public var knock: SignatureKnock?
  /// Whom the implant calls when it was woken.
  public var callBack: SignatureCallBack?
  /// The line of the file where it stands, counted from 1.
  public var line = 0

  /// A signature that says nothing yet.
  public init(name: String) { self.name = name }

  /// The name of the rule that tells of it.
  public var ruleName: String { "implant.\(name)" }

  /// Whether it is ever told: by itself, or with a call.
  public var isTold: Bool { severity != .silent || callBack != nil }
}
