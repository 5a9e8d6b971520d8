/// Kinds of TCP options that show what system sent a SYN; numbers of the IANA registry.
public enum TCPOptionKind {
  /// Ends the list, RFC 9293 section 3.2.
  public static let endOfList: UInt8 = 0
  /// Padding between options, likewise.
  public static let noOperation: UInt8 = 1
  /// The largest segment that is taken, likewise.
  public static let maximumSegmentSize: UInt8 = 2
  /// The shift of later windows, RFC 7323 section 2.
  public static let windowScale: UInt8 = 3
  /// Selective acknowledgments are understood, RFC 2018 section 2.
  public static let selectiveAcknowledgmentPermitted: UInt8 = 4
  /// Selective acknowledgments, RFC 2018 section 3.
  public static let selectiveAcknowledgment: UInt8 = 5
  /// Timestamps, RFC 7323 section 3.
  public static let timestamps: UInt8 = 8
  /// Signature of a segment with MD5, RFC 2385; sessions of routers use it.
  public static let md5Signature: UInt8 = 19
  /// Signature of a segment, RFC 5925; likewise.
  public static let authentication: UInt8 = 29
}
