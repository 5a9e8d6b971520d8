/// Transport Layer Security and SSL 3.0: RFC 8446, RFC 5246, RFC 6101.
///
///     octet  0              1         3        5                9
///            | content type | version | length | handshake type, length | hello
///
/// Of each direction the hello is read, of servers up to TLS 1.2 the first certificate, and an alert
/// in clear.
enum TLS: Dissector {
  static let name: ProtocolName = "tls"
  static let carriers: [Carrier] = [.tcp]
  /// HTTPS and the other services that IANA registers "over TLS", out-of-band web services of DMTF ASF
  /// (664) and of Intel AMT (16993, 16995) among them.
  static let ports: [UInt16] = [
    443, 465, 563, 614, 636, 664, 853, 989, 990, 992, 993, 994, 995, 2376, 3269, 5061, 5671, 5986,
    6514, 6697, 8443, 8883, 16993, 16995,
  ]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 1 else { return .notMine }
    let first = bytes.uint8(at: 0)
    switch first {
    case TLSRecords.ContentType.handshake: return recognizeHandshake(bytes)
    case TLSRecords.ContentType.alert: return recognizeAlert(bytes)
    case TLSRecords.ContentType.changeCipherSpec, TLSRecords.ContentType.applicationData:
      // Such a record comes first only where the capture began late.
      return recordLength(bytes) == nil ? .notMine : .unsure
    case 0x80...: return SSL2ClientHello.recognize(bytes)
    default: return .notMine
    }
  }

  /// The length of the first record, 0 where it did not come yet; `nil` where it is no record.
  private static func recordLength(_ bytes: RawSpan) -> Int? {
    guard bytes.byteCount >= 3 else { return 0 }
    guard bytes.uint8(at: 1) == 3, bytes.uint8(at: 2) <= 4 else { return nil }
    guard bytes.byteCount >= 5 else { return 0 }
    let length = Int(bytes.uint16(at: 3))
    return (1...TLSRecords.longestFragment).contains(length) ? length : nil
  }

  private static func recognizeHandshake(_ bytes: RawSpan) -> Recognition {
    guard let length = recordLength(bytes) else { return .notMine }
    guard bytes.byteCount >= 11 else { return .unsure }
    let type = bytes.uint8(at: 5)
    let isHello =
      type == TLSHandshake.MessageType.clientHello || type == TLSHandshake.MessageType.serverHello
    guard isHello, length >= 6 else {
      // The middle of a handshake, or of one that is encrypted.
      return .unsure
    }
    let isHelloVersion =
      bytes.uint8(at: 6) == 0 && bytes.uint8(at: 9) == 3 && bytes.uint8(at: 10) <= 4
    return isHelloVersion ? .certain : .unsure
  }

  private static func recognizeAlert(_ bytes: RawSpan) -> Recognition {
    guard let length = recordLength(bytes) else { return .notMine }
    guard bytes.byteCount >= 7, length == 2 else { return .unsure }
    return (1...2).contains(bytes.uint8(at: 5)) ? .certain : .notMine
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    if payload.bytes.byteCount > 0, payload.bytes.uint8(at: 0) >= 0x80 {
      return try SSL2ClientHello.read(payload.bytes, into: &fields)
    }
    guard payload.bytes.byteCount >= 5 else { throw .truncated }
    let records = TLSRecords(payload.bytes)
    fields.add("content_type", records.contentType)
    fields.add("record_version", records.version)
    if let alert = records.alert { fields.add("alert", alert.fields) }
    if records.hasChangeCipherSpec { fields.add("change_cipher_spec", true) }
    switch records.handshakeRecords {
    case 0: if records.isOpen { throw .truncated }
    case 1:
      let messages = payload.bytes.extracting(droppingFirst: records.handshake.lowerBound)
        .extracting(first: records.handshake.count)
      try TLSHandshake.read(messages, isOpen: records.isOpen, into: &fields)
    default:
      try TLSHandshake.read(records.joined.octets, isOpen: records.isOpen, into: &fields)
    }
    guard records.fault == .none else { throw records.fault }
  }
}
