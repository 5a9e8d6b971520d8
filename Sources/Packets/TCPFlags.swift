/// Control bits of a TCP header, RFC 9293 section 3.1.
public struct TCPFlags: OptionSet, Hashable, Sendable {
  /// The bits as they stand in the header's fourteenth byte.
  public let rawValue: UInt8
  /// Flags from their bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// No more data from the sender.
  public static let fin = TCPFlags(rawValue: 0x01)
  /// Synchronize sequence numbers.
  public static let syn = TCPFlags(rawValue: 0x02)
  /// Reset the connection.
  public static let rst = TCPFlags(rawValue: 0x04)
  /// Push.
  public static let psh = TCPFlags(rawValue: 0x08)
  /// The acknowledgment field counts.
  public static let ack = TCPFlags(rawValue: 0x10)
  /// The urgent pointer counts.
  public static let urg = TCPFlags(rawValue: 0x20)
  /// Congestion was experienced, RFC 3168.
  public static let ece = TCPFlags(rawValue: 0x40)
  /// The congestion window was reduced, RFC 3168.
  public static let cwr = TCPFlags(rawValue: 0x80)
}
