/// ServerHello of TLS and DTLS, RFC 8446 section 4.1.3, RFC 5246 section 7.4.1.3.
///
///     | version 2 | random 32 | n | session id n | cipher suite 2 | compression method 1
///     | none, or: n 2 | extensions n: type 2, n 2, data n |
struct TLSServerHello {
  /// `legacy_version`.
  private(set) var version: UInt16 = 0
  /// Whether it is a HelloRetryRequest: the server wants another key share.
  private(set) var isRetryRequest = false
  /// Octets of the session identifier, at most 32.
  private(set) var sessionIdentifierLength: UInt8 = 0
  /// The cipher suite that the server chose; `nil` where the message ends before it.
  private(set) var cipherSuite: UInt16?
  /// Types of the extensions in the server's order.
  private(set) var extensions: [UInt16] = []
  /// The protocol of ALPN that the server chose.
  private(set) var protocols: [[UInt8]] = []
  /// The version in the extension `supported_versions`: from TLS 1.3 on.
  private(set) var selectedVersion: UInt16?

  /// The random that tells a HelloRetryRequest, RFC 8446 section 4.1.3: SHA-256 of its name.
  static let retryRequestRandom: [UInt64] = [
    0xcf21_ad74_e59a_6111, 0xbe1d_8c02_1e65_b891, 0xc2a2_1116_7abb_8c5e, 0x079e_09e2_c8a8_339c,
  ]

  /// Reads the body of the message as far as it goes.
  /// - Throws: `.truncated` where it ends early, `.option` where an extension is broken; the others are
  ///   read nevertheless.
  mutating func read(_ body: RawSpan) throws(DecodeFault.Kind) {
    var reader = ByteReader(body)
    version = try reader.uint16()
    var isRetryRequest = true
    for part in Self.retryRequestRandom where try reader.uint64() != part { isRetryRequest = false }
    self.isRetryRequest = isRetryRequest
    sessionIdentifierLength = try reader.uint8()
    try reader.skip(Int(sessionIdentifierLength))
    cipherSuite = try reader.uint16()
    try reader.skip(1)
    try reader.extensions { (type, data) throws(DecodeFault.Kind) in
      extensions.append(type)
      try readExtension(type, data)
    }
  }

  private mutating func readExtension(
    _ type: UInt16, _ data: RawSpan
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(data)
    switch type {
    case TLSExtensionType.applicationLayerProtocolNegotiation:
      protocols = try reader.protocolNames()
    case TLSExtensionType.supportedVersions: selectedVersion = try reader.uint16()
    default: break
    }
  }

  /// The version that both will speak.
  var chosenVersion: TLSVersion { TLSVersion(rawValue: selectedVersion ?? version) }

  /// What was read.
  func add(to fields: inout Fields) {
    chosenVersion.add(to: &fields)
    fields.add("legacy_version", version)
    fields.add("hello_retry_request", isRetryRequest)
    fields.add("session_id_length", sessionIdentifierLength)
    if let cipherSuite { fields.add("cipher_suite", cipherSuite) }
    if !protocols.isEmpty {
      fields.add(
        "alpn",
        protocols.prefix(Fields.mostValues).map { .text(String(decoding: $0, as: UTF8.self)) })
    }
    fields.add("extensions", .numbers(extensions))
  }
}
