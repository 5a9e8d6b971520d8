/// MAC security tag behind its EtherType 0x88e5, IEEE 802.1AE clause 9.3.
///
///     octet  0        1              2               6                    14
///            | TCI,AN | short length | packet number | SCI, where SC set  | secure data ... | ICV
///     TCI, AN: version (must be 0), ES, SC, SCB, E encrypted, C changed, association number (2 bits)
///
/// With neither E nor C the secure data is what the frame carried before, its EtherType first. The
/// check value (ICV) has 16 octets with all cipher suites of the standard.
public struct MACsecTag: ~Escapable {
  /// Octets of the check value at the end.
  public static let checkValueLength = 16
  /// Octets of the tag behind its EtherType: 6, or 14 with a channel identifier.
  public let length: Int
  private let tag: RawSpan

  /// The tag at the front of `bytes`.
  /// - Throws: `macsec.truncated` where the tag is cut, `macsec.version`, `macsec.field` where a channel
  ///   identifier stands beside a bit that says it is implied, `macsec.total-length` for a short length
  ///   that needs none (clause 9.7).
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= 6 else { throw DecodeFault(.macsec, .truncated) }
    let control = bytes.uint8(at: 0)
    guard control & 0x80 == 0 else { throw DecodeFault(.macsec, .version) }
    let hasChannel = control & 0x20 != 0
    guard !hasChannel || control & 0x50 == 0 else { throw DecodeFault(.macsec, .field) }
    guard bytes.uint8(at: 1) < 48 else { throw DecodeFault(.macsec, .totalLength) }
    let length = hasChannel ? 14 : 6
    guard bytes.byteCount >= length else { throw DecodeFault(.macsec, .truncated) }
    self.length = length
    tag = bytes.extracting(first: length)
  }

  /// End station: the channel is the source address and port 1.
  public var isEndStation: Bool { tag.uint8(at: 0) & 0x40 != 0 }
  /// Single copy broadcast of a passive optical network.
  public var isSingleCopyBroadcast: Bool { tag.uint8(at: 0) & 0x10 != 0 }
  /// Whether the secure data is encrypted.
  public var isEncrypted: Bool { tag.uint8(at: 0) & 8 != 0 }
  /// Whether the secure data is not what the frame carried before.
  public var isChanged: Bool { tag.uint8(at: 0) & 4 != 0 }
  /// Which association of the channel, 0 to 3.
  public var associationNumber: UInt8 { tag.uint8(at: 0) & 3 }
  /// Octets of secure data where there are fewer than 48, else 0.
  public var shortLength: Int { Int(tag.uint8(at: 1)) }
  /// Number of the packet in its association, low 32 bits.
  public var packetNumber: UInt32 { tag.uint32(at: 2) }
  /// Secure channel identifier: a hardware address and a port, where the tag has it.
  public var channelIdentifier: UInt64? { length == 14 ? tag.uint64(at: 6) : nil }
}
