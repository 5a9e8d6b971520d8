/// The records in clear at the head of one direction of TLS, RFC 8446 section 5.1.
///
///     octet  0              1         3        5
///            | content type | version | length | fragment, at most 2^14 + 2048 octets
///
/// Records are read up to the first that is encrypted, or that ends the handshake.
struct TLSRecords {
  /// Content types, RFC 8446 section 5.1.
  enum ContentType {
    static let changeCipherSpec: UInt8 = 20
    static let alert: UInt8 = 21
    static let handshake: UInt8 = 22
    static let applicationData: UInt8 = 23
    static let heartbeat: UInt8 = 24
  }

  /// The longest fragment, that of an encrypted record of RFC 5246.
  static let longestFragment = 1 << 14 + 2048

  /// Content type of the first record.
  private(set) var contentType: UInt8 = 0
  /// Version of the first record.
  private(set) var version: UInt16 = 0
  /// Records of handshake messages.
  private(set) var handshakeRecords = 0
  /// Where the first record's handshake messages lie.
  private(set) var handshake = 0..<0
  /// Handshake messages of all records, where there is more than one record.
  private(set) var joined: [UInt8] = []
  /// The alert, of several the last.
  private(set) var alert: TLSAlert?
  /// Whether a ChangeCipherSpec came: what follows is encrypted.
  private(set) var hasChangeCipherSpec = false
  /// Whether more handshake messages in clear may follow when there are more octets.
  private(set) var isOpen = true
  /// What contradicts the standard.
  private(set) var fault = DecodeFault.Kind.none

  /// Reads records as far as they go.
  init(_ bytes: RawSpan) {
    var reader = ByteReader(bytes)
    do throws(DecodeFault.Kind) {
      while isOpen, reader.count >= 5 {
        try readRecord(&reader, at: bytes.byteCount - reader.count, of: bytes)
      }
    } catch {
      fault = error
      isOpen = false
    }
  }

  private mutating func readRecord(
    _ reader: inout ByteReader, at offset: Int, of bytes: RawSpan
  ) throws(DecodeFault.Kind) {
    let type = try reader.uint8()
    let version = try reader.uint16()
    let length = Int(try reader.uint16())
    if offset == 0 { (contentType, self.version) = (type, version) }
    guard version >> 8 == 3 else { throw .version }
    guard length <= Self.longestFragment else { throw .totalLength }
    let fragment = try reader.take(min(length, reader.count))
    switch type {
    case ContentType.handshake:
      handshakeRecords += 1
      if handshakeRecords == 1 {
        handshake = offset + 5..<offset + 5 + fragment.byteCount
      } else {
        if handshakeRecords == 2 {
          joined +=
            bytes.extracting(droppingFirst: handshake.lowerBound)
            .extracting(first: handshake.count).copied()
        }
        joined += fragment.copied()
      }
    case ContentType.alert:
      guard fragment.byteCount == length else { return }
      // An alert that is no alert is encrypted, and so is what follows.
      guard let alert = TLSAlert(fragment) else {
        isOpen = false
        return
      }
      self.alert = alert
      isOpen = alert.level == 1 && alert.description != 0
    case ContentType.changeCipherSpec:
      hasChangeCipherSpec = true
      isOpen = false
    case ContentType.applicationData: isOpen = false
    case ContentType.heartbeat: break
    default: throw .field
    }
  }
}
