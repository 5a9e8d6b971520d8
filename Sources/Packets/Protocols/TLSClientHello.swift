/// ClientHello of TLS and DTLS, RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2, RFC 6347 section 4.2.1.
///
///     | version 2 | random 32 | n | session id n | DTLS: n | cookie n | n 2 | cipher suites n
///     | n | compression methods n | none, or: n 2 | extensions n: type 2, n 2, data n |
struct TLSClientHello {
  /// `legacy_version`.
  private(set) var version: UInt16 = 0
  /// Octets of the session identifier, at most 32.
  private(set) var sessionIdentifierLength: UInt8 = 0
  /// Cipher suites in the client's order.
  private(set) var cipherSuites: [UInt16] = []
  /// Types of the extensions in the client's order.
  private(set) var extensions: [UInt16] = []
  /// The first host name of the extension `server_name`.
  private(set) var serverName: FieldValue?
  /// Protocols of ALPN in the client's order.
  private(set) var protocols: [[UInt8]] = []
  /// The extension `supported_groups`.
  private(set) var supportedGroups: [UInt16] = []
  /// The extension `signature_algorithms`.
  private(set) var signatureAlgorithms: [UInt16] = []
  /// The extension `supported_versions`; `nil` where it is missing.
  private(set) var supportedVersions: [UInt16]?

  /// Reads the body of the message as far as it goes.
  /// - Throws: `.truncated` where it ends early, `.option` where an extension is broken; the others are
  ///   read nevertheless.
  mutating func read(_ body: RawSpan, isDatagram: Bool) throws(DecodeFault.Kind) {
    var reader = ByteReader(body)
    version = try reader.uint16()
    try reader.skip(32)
    sessionIdentifierLength = try reader.uint8()
    try reader.skip(Int(sessionIdentifierLength))
    if isDatagram { try reader.skip(Int(try reader.uint8())) }
    let cipherSuitesLength = Int(try reader.uint16())
    cipherSuites = try reader.numbers(of: cipherSuitesLength)
    try reader.skip(Int(try reader.uint8()))
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
    case TLSExtensionType.serverName: try readServerName(&reader)
    case TLSExtensionType.supportedGroups:
      supportedGroups = try reader.numbers(of: Int(try reader.uint16()))
    case TLSExtensionType.signatureAlgorithms:
      signatureAlgorithms = try reader.numbers(of: Int(try reader.uint16()))
    case TLSExtensionType.applicationLayerProtocolNegotiation:
      protocols = try reader.protocolNames()
    case TLSExtensionType.supportedVersions:
      supportedVersions = []
      supportedVersions = try reader.numbers(of: Int(try reader.uint8()))
    default: break
    }
  }

  /// RFC 6066 section 3: a list of names, of which only host names (0) were ever defined.
  private mutating func readServerName(_ reader: inout ByteReader) throws(DecodeFault.Kind) {
    var list = ByteReader(try reader.take(Int(try reader.uint16())))
    while !list.isAtEnd, serverName == nil {
      let type = try list.uint8()
      let name = try list.take(Int(try list.uint16()))
      if type == 0 { serverName = FieldValue(text: name) }
    }
  }

  /// The highest version that the client offers; reserved numbers do not count.
  var highestVersion: TLSVersion {
    guard let supportedVersions else { return TLSVersion(rawValue: version) }
    let offered = supportedVersions.filter { !TLSVersion.isReserved($0) }
    // DTLS counts downwards.
    let isDatagram = version >> 8 == 0xfe
    let highest = isDatagram ? offered.filter { $0 >> 8 == 0xfe }.min() : offered.max()
    return TLSVersion(rawValue: highest ?? 0)
  }

  /// What was read.
  func add(to fields: inout Fields) {
    highestVersion.add(to: &fields)
    fields.add("legacy_version", version)
    if let serverName { fields.add("server_name", serverName) }
    if !protocols.isEmpty {
      fields.add(
        "alpn",
        protocols.prefix(Fields.mostValues).map { .text(String(decoding: $0, as: UTF8.self)) })
    }
    fields.add("session_id_length", sessionIdentifierLength)
    fields.add("cipher_suites", .numbers(cipherSuites))
    fields.add("extensions", .numbers(extensions))
    if let supportedVersions { fields.add("supported_versions", .numbers(supportedVersions)) }
    if !supportedGroups.isEmpty { fields.add("supported_groups", .numbers(supportedGroups)) }
    if !signatureAlgorithms.isEmpty {
      fields.add("signature_algorithms", .numbers(signatureAlgorithms))
    }
  }
}
