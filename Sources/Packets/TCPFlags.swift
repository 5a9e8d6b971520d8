/// Control bits of a TCP header, RFC 9293 section 3.1.
///
/// Computed, as all constants that the packet path compares: a stored one of another module would be
/// fetched by a call for each packet (seen in profiles).
public struct TCPFlags: OptionSet, Hashable, Sendable {
  /// The bits as they stand in the header's fourteenth byte.
  public let rawValue: UInt8
  /// Flags from their bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// No more data from the sender.
  public static var fin: TCPFlags { TCPFlags(rawValue: 0x01) }
  /// Synchronize sequence numbers.
  public static var syn: TCPFlags { TCPFlags(rawValue: 0x02) }
  /// Reset the connection.
  public static var rst: TCPFlags { TCPFlags(rawValue: 0x04) }
  /// Push.
  public static var psh: TCPFlags { TCPFlags(rawValue: 0x08) }
  /// The acknowledgment field counts.
  public static var ack: TCPFlags { TCPFlags(rawValue: 0x10) }
  /// The urgent pointer counts.
  public static var urg: TCPFlags { TCPFlags(rawValue: 0x20) }
  /// Congestion was experienced, RFC 3168.
  public static var ece: TCPFlags { TCPFlags(rawValue: 0x40) }
  /// The congestion window was reduced, RFC 3168.
  public static var cwr: TCPFlags { TCPFlags(rawValue: 0x80) }
}
