/// IP authentication header as IPv4 carries it, RFC 4302 section 2.
///
///     octet  0             1        2          4                          8                 12
///            | next header | length | reserved | security parameters index | sequence number | ICV ...
///
/// Length counts units of four octets without the first two.
public struct AuthenticationHeader: ~Escapable {
  /// Headers in a row that are read; more of them are a fault.
  public static let mostHeaders = 4
  /// Octets of the header, 12 to 1028.
  public let length: Int
  private let header: RawSpan

  /// The header at the front of `bytes`, in a packet that has `wireLength` octets left.
  /// - Throws: `authentication.truncated` where it is cut, `authentication.header-length` where it is
  ///   too short or reaches past the packet.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, wireLength: Int) throws(DecodeFault) {
    guard bytes.byteCount >= 12 else { throw DecodeFault(.authentication, .truncated) }
    let length = (Int(bytes.uint8(at: 1)) + 2) * 4
    guard length >= 12, length <= wireLength else {
      throw DecodeFault(.authentication, .headerLength)
    }
    guard length <= bytes.byteCount else { throw DecodeFault(.authentication, .truncated) }
    self.length = length
    header = bytes.extracting(first: length)
  }

  /// What follows.
  public var nextHeader: IPProtocol { IPProtocol(rawValue: header.uint8(at: 0)) }
  /// Security parameters index.
  public var securityParametersIndex: UInt32 { header.uint32(at: 4) }
  /// Number of the packet in its association.
  public var sequenceNumber: UInt32 { header.uint32(at: 8) }
}
