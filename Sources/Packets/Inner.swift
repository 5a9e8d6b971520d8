/// What the decoder found behind the headers of a packet and reads next.
struct Inner: Sendable {
  var kind: Kind
  /// How it lies in the packet read so far.
  var encapsulation = Encapsulation.ipInIP
  /// The encapsulation's own number.
  var identifier: UInt64 = 0
  /// Of `network`.
  var etherType = EtherType(rawValue: 0)
  /// Of `other`.
  var linkProtocol = LinkProtocol.none

  /// Nothing more.
  static var nothing: Inner { Inner(kind: .nothing) }

  /// What there is to be read.
  enum Kind: UInt8, Sendable {
    /// Nothing: the packet is the deepest.
    case nothing
    /// An Ethernet frame without check sequence.
    case ethernet
    /// An EtherType, and what it announces.
    case typed
    /// What an EtherType that was read already announces.
    case network
    /// Something that is only named.
    case other
    /// Not inside, but instead: the whole datagram that the packet was a fragment of.
    case datagram
    /// Nothing, but later fragments want to know the ports of this one.
    case firstFragment
  }
}
