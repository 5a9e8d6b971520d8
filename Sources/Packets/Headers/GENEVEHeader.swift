/// Generic network virtualization encapsulation header, RFC 8926 section 3.4.
///
///     octet  0                          1            2               4     7          8
///            | version 2, options len 6 | O, C, zero | protocol type | VNI | reserved | options ...
///
/// Options length counts units of four octets.
public struct GENEVEHeader: ~Escapable {
  /// Octets of the header without options.
  public static let shortestLength = 8
  /// Octets of the header with its options, 8 to 260.
  public let length: Int
  private let header: RawSpan

  /// The header at the front of `bytes`, which nothing announces but a port: reserved bits must be zero.
  /// - Throws: `geneve.truncated` where it is cut, `geneve.version`, `geneve.field` where it cannot be
  ///   one, `geneve.option` where an option reaches past the header.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= GENEVEHeader.shortestLength else {
      throw DecodeFault(.geneve, .truncated)
    }
    let first = bytes.uint8(at: 0)
    guard first >> 6 == 0 else { throw DecodeFault(.geneve, .version) }
    guard bytes.uint8(at: 1) & 0x3f == 0, bytes.uint8(at: 7) == 0 else {
      throw DecodeFault(.geneve, .field)
    }
    let length = GENEVEHeader.shortestLength + Int(first & 0x3f) * 4
    guard bytes.byteCount >= length else { throw DecodeFault(.geneve, .truncated) }
    var offset = GENEVEHeader.shortestLength
    while offset < length {
      // The length of an option (low five bits of its fourth octet) leaves out its first four octets.
      offset += 4 + Int(bytes.uint8(at: offset + 3) & 31) * 4
    }
    guard offset == length else { throw DecodeFault(.geneve, .option) }
    self.length = length
    header = bytes.extracting(first: length)
  }

  /// Whether this is a message of the tunnel itself.
  public var isControl: Bool { header.uint8(at: 1) & 0x80 != 0 }
  /// What follows, an EtherType.
  public var protocolType: EtherType { EtherType(rawValue: header.uint16(at: 2)) }
  /// Network identifier, 24 bits.
  public var networkIdentifier: UInt32 { header.uint32(at: 4) >> 8 }
}
