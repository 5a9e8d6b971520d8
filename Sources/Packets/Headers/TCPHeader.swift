/// TCP header, RFC 9293 section 3.1.
///
///     octet  0             2                  4                 8                 12
///            | source port | destination port | sequence number | acknowledgment  |
///     octet  12             13      14       16         18               20
///            | offset, zero | flags | window | checksum | urgent pointer | options ...
///
/// Offset counts words of four octets up to the data, 5 to 15.
public struct TCPHeader: ~Escapable {
  /// Octets of the header without options.
  public static let shortestLength = 20
  /// Octets of the header by its own word, 20 to 60.
  public let length: Int
  private let header: RawSpan
  /// The options that were captured, up to `length`.
  public let options: RawSpan

  /// The header at the front of `bytes`, in a packet that has `wireLength` octets left of which
  /// `bytes` were captured. Options may be cut; `isCut` says so.
  /// - Throws: `tcp.truncated` below 20 octets, `tcp.header-length` where the offset is below 5 or
  ///   reaches past the packet.
  @_lifetime(copy bytes)
  @inline(__always)
  public init(_ bytes: RawSpan, wireLength: Int) throws(DecodeFault) {
    guard bytes.byteCount >= TCPHeader.shortestLength else { throw DecodeFault(.tcp, .truncated) }
    let length = Int(bytes.uint8(at: 12) >> 4) * 4
    guard length >= TCPHeader.shortestLength, length <= wireLength else {
      throw DecodeFault(.tcp, .headerLength)
    }
    self.length = length
    header = bytes.extracting(first: TCPHeader.shortestLength)
    options = bytes.extracting(TCPHeader.shortestLength..<min(length, bytes.byteCount))
  }

  /// Whether the capture ends inside the options.
  @inline(__always)
  public var isCut: Bool { TCPHeader.shortestLength + options.byteCount < length }
  /// Source port.
  @inline(__always)
  public var sourcePort: UInt16 { header.uint16(at: 0) }
  /// Destination port.
  @inline(__always)
  public var destinationPort: UInt16 { header.uint16(at: 2) }
  /// Sequence number of the first octet of data, or of the SYN.
  @inline(__always)
  public var sequenceNumber: UInt32 { header.uint32(at: 4) }
  /// Sequence number that is expected next from the other side; meaningful with ACK.
  @inline(__always)
  public var acknowledgmentNumber: UInt32 { header.uint32(at: 8) }
  /// Octets that the sender would take, before scaling (RFC 7323 section 2).
  @inline(__always)
  public var window: UInt16 { header.uint16(at: 14) }
  /// Control bits.
  @inline(__always)
  public var flags: TCPFlags { TCPFlags(rawValue: header.uint8(at: 13)) }
}
