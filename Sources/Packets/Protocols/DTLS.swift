/// Datagram Transport Layer Security: RFC 6347, RFC 4347, and the hellos of RFC 9147.
///
///     octet  0              1         3       5                 11       13
///            | content type | version | epoch | sequence number | length | fragment
///     handshake fragment:
///     octet  0               1        4                  6                 9
///            | handshake type | length | message sequence | fragment offset | fragment length | body
///
/// Messages in fragments are read as far as the first fragment goes.
enum DTLS: Dissector {
  static let name: ProtocolName = "dtls"
  static let carriers: [Carrier] = [.udp]
  /// Of the services that IANA registers "over DTLS".
  static let ports: [UInt16] = [853, 2083, 5061, 5684, 6514, 10161, 10162]

  private static let recordHeader = 13
  private static let handshakeHeader = 12

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard let length = recordLength(bytes, at: 0), recordHeader + length <= payload.wireLength
    else {
      return .notMine
    }
    if isHandshakeInClear(bytes, length: length) { return .certain }
    // Records that fill the datagram to its last octet are no coincidence.
    var end = recordHeader + length
    while end < bytes.byteCount {
      guard let next = recordLength(bytes, at: end) else { return .notMine }
      end += recordHeader + next
    }
    return end == payload.wireLength ? .certain : .unsure
  }

  /// The length of the fragment of the record at an offset; `nil` where there is no record.
  private static func recordLength(_ bytes: RawSpan, at offset: Int) -> Int? {
    guard offset + recordHeader <= bytes.byteCount, (20...23).contains(bytes.uint8(at: offset))
    else { return nil }
    let version = bytes.uint16(at: offset + 1)
    // 0x0100 is how some speak DTLS 1.0 from before its standard.
    guard version == 0xfeff || version == 0xfefd || version == 0x0100 else { return nil }
    let length = Int(bytes.uint16(at: offset + 11))
    return (1...TLSRecords.longestFragment).contains(length) ? length : nil
  }

  private static func isHandshakeInClear(_ bytes: RawSpan, length: Int) -> Bool {
    guard bytes.uint8(at: 0) == TLSRecords.ContentType.handshake, bytes.uint16(at: 3) == 0,
      length >= handshakeHeader, bytes.byteCount >= recordHeader + handshakeHeader
    else { return false }
    let total = bytes.uint32(at: 13) & 0xff_ffff
    let offset = bytes.uint32(at: 18) & 0xff_ffff
    let fragment = bytes.uint32(at: 21) & 0xff_ffff
    return bytes.uint8(at: 13) <= 24 && offset + fragment <= total
      && Int(fragment) <= length - handshakeHeader
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    var isFirst = true
    var hasHandshake = false
    while !reader.isAtEnd {
      let type = try reader.uint8()
      let version = try reader.uint16()
      let epoch = try reader.uint16()
      let sequenceNumber = UInt64(try reader.uint16()) << 32 | UInt64(try reader.uint32())
      let length = Int(try reader.uint16())
      if isFirst {
        fields.add("content_type", type)
        fields.add("record_version", version)
        fields.add("epoch", epoch)
        fields.add("sequence_number", sequenceNumber)
      }
      isFirst = false
      let isCut = length > reader.count
      guard !isCut || payload.isCut else { throw .totalLength }
      let fragment = try reader.take(min(length, reader.count))
      // From the first epoch on everything is encrypted.
      guard epoch == 0 else { return }
      switch type {
      case TLSRecords.ContentType.changeCipherSpec:
        fields.add("change_cipher_spec", true)
        return
      case TLSRecords.ContentType.alert:
        guard let alert = TLSAlert(fragment) else { return }
        return fields.add("alert", alert.fields)
      case TLSRecords.ContentType.handshake:
        try readHandshake(fragment, isCut: isCut, isFirst: !hasHandshake, into: &fields)
        hasHandshake = true
      default: return
      }
    }
  }

  private static func readHandshake(
    _ fragment: RawSpan, isCut: Bool, isFirst: Bool, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(fragment)
    let type = try reader.uint8()
    let length = Int(try reader.uint24())
    try reader.skip(2)
    let offset = Int(try reader.uint24())
    let fragmentLength = Int(try reader.uint24())
    guard offset + fragmentLength <= length else { throw .totalLength }
    guard fragmentLength <= reader.count || isCut else { throw .totalLength }
    if isFirst { fields.add("handshake_type", type) }
    guard offset == 0 else { return }
    let isShort = isCut || fragmentLength < length
    let body = try reader.take(min(fragmentLength, reader.count))
    do throws(DecodeFault.Kind) {
      switch type {
      // A datagram has one of each; what repeats is none of the standard's.
      case TLSHandshake.MessageType.clientHello where fields["legacy_version"] == nil:
        try TLSHandshake.readClientHello(body, over: .datagram, into: &fields)
      case TLSHandshake.MessageType.serverHello where fields["legacy_version"] == nil:
        _ = try TLSHandshake.readServerHello(body, over: .datagram, into: &fields)
      case TLSHandshake.MessageType.helloVerifyRequest where fields["legacy_version"] == nil:
        var request = ByteReader(body)
        fields.add("legacy_version", try request.uint16())
        fields.add("cookie_length", try request.uint8())
      case TLSHandshake.MessageType.certificate where fields["certificate"] == nil:
        try TLSHandshake.readCertificate(body, isCut: isShort, into: &fields)
      default: break
      }
    } catch .truncated {
      throw isShort ? .truncated : .totalLength
    }
  }
}
