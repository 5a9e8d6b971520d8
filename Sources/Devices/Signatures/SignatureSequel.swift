/// What has come before a packet with a signature.
public struct SignatureSequel: Hashable, Sendable {
  /// Names of the signatures of which one has come to the same device.
  public var names: [String]
  /// Within so many seconds.
  public var seconds: Int
  /// Who must be the other end now.
  public var peer: Peer

  /// Who is the other end, seen from what came before.
  public enum Peer: String, CaseIterable, Sendable {
    /// Anybody.
    case any
    /// The same.
    case same
    /// The same, or the one whose address stood in the packet.
    case called
  }

  /// What has come before.
  public init(names: [String], seconds: Int, peer: Peer = .any) {
    self.names = names
    self.seconds = seconds
    self.peer = peer
  }
}
