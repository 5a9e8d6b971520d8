/// A protocol above the headers: one file, named as the protocol, with its standard's figure.
///
/// A conforming type is an enum without cases. Whatever the bytes are, both functions return or throw;
/// neither keeps them. What a message says twice is told once, what it lists goes into a list, and
/// everything read before a fault stays in the fields.
protocol Dissector: Sendable {
  /// What the protocol is called in output.
  static var name: ProtocolName { get }
  /// What it may lie in.
  static var carriers: [Carrier] { get }
  /// Registered ports of UDP and TCP that suggest it, none where it has no port.
  static var ports: [UInt16] { get }

  /// Judges by content alone whether the bytes are the protocol's. Cheap: looks at a few octets first.
  ///
  /// Of a TCP direction the bytes may be only the first few so far; `unsure` then means "could still be".
  static func recognize(_ payload: borrowing Payload) -> Recognition

  /// Reads the message at the front of bytes that were recognized.
  ///
  /// - Throws: `.truncated` where more bytes are needed than were captured (a TCP direction is asked again
  ///   when it has more), else what contradicts the standard.
  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind)
}

extension Dissector {
  static var ports: [UInt16] { [] }
}
