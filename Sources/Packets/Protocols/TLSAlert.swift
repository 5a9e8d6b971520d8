/// Alert of TLS, RFC 8446 section 6 and, for numbers that it no longer has, RFC 5246 section 7.2.
///
///     octet  0       1
///            | level | description |
struct TLSAlert {
  /// 1 warning, 2 fatal.
  let level: UInt8
  /// What is wrong.
  let description: UInt8

  /// An alert in clear; `nil` where the octets are none, as an encrypted one's.
  init?(_ octets: RawSpan) {
    guard octets.byteCount == 2, (1...2).contains(octets.uint8(at: 0)) else { return nil }
    level = octets.uint8(at: 0)
    description = octets.uint8(at: 1)
  }

  /// The standard's word for the description.
  var name: String? {
    switch description {
    case 0: "close_notify"
    case 10: "unexpected_message"
    case 20: "bad_record_mac"
    case 21: "decryption_failed"
    case 22: "record_overflow"
    case 30: "decompression_failure"
    case 40: "handshake_failure"
    case 41: "no_certificate"
    case 42: "bad_certificate"
    case 43: "unsupported_certificate"
    case 44: "certificate_revoked"
    case 45: "certificate_expired"
    case 46: "certificate_unknown"
    case 47: "illegal_parameter"
    case 48: "unknown_ca"
    case 49: "access_denied"
    case 50: "decode_error"
    case 51: "decrypt_error"
    case 60: "export_restriction"
    case 70: "protocol_version"
    case 71: "insufficient_security"
    case 80: "internal_error"
    case 86: "inappropriate_fallback"
    case 90: "user_canceled"
    case 100: "no_renegotiation"
    case 109: "missing_extension"
    case 110: "unsupported_extension"
    case 111: "certificate_unobtainable"
    case 112: "unrecognized_name"
    case 113: "bad_certificate_status_response"
    case 114: "bad_certificate_hash_value"
    case 115: "unknown_psk_identity"
    case 116: "certificate_required"
    case 120: "no_application_protocol"
    default: nil
    }
  }

  /// What was read.
  var fields: Fields {
    var fields = Fields()
    fields.add("level", level)
    fields.add("description", description)
    if let name { fields.add("description_name", name) }
    return fields
  }
}
