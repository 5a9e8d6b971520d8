/// The part of a packet in which octets of a signature lie.
public enum SignatureRegion: String, CaseIterable, Sendable {
  /// From the first octet of the transport header to the end.
  case packet
  /// The options of TCP.
  case options
  /// What the transport header carries.
  case payload
}
