/// Handshake messages of TLS in clear, RFC 8446 section 4, RFC 5246 section 7.4.
///
///     octet  0               1        4
///            | handshake type | length | body
enum TLSHandshake {
  /// Handshake types.
  enum MessageType {
    static let helloRequest: UInt8 = 0
    static let clientHello: UInt8 = 1
    static let serverHello: UInt8 = 2
    static let helloVerifyRequest: UInt8 = 3
    static let certificate: UInt8 = 11
  }

  /// Reads messages up to the first that says nothing more about who speaks.
  ///
  /// - Parameter isOpen: Whether there may be more octets later.
  /// - Throws: `.truncated` where more are needed, else what contradicts the standard.
  static func read(
    _ messages: RawSpan, isOpen: Bool, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(messages)
    let endFault: DecodeFault.Kind = isOpen ? .truncated : .totalLength
    var isFirst = true
    var mustFollow = true
    while !reader.isAtEnd {
      guard reader.count >= 4 else { throw endFault }
      let type = try reader.uint8()
      let length = Int(try reader.uint24())
      let isCut = length > reader.count
      let body = try reader.take(min(length, reader.count))
      if isFirst { fields.add("handshake_type", type) }
      isFirst = false
      do throws(DecodeFault.Kind) {
        switch type {
        case MessageType.helloRequest: break
        // A second hello in clear says little that is new.
        case MessageType.clientHello where fields["version"] != nil: return
        case MessageType.serverHello where fields["version"] != nil: return
        case MessageType.clientHello:
          try readClientHello(body, over: .stream, into: &fields)
          mustFollow = false
        case MessageType.serverHello:
          // From TLS 1.3 on what follows is encrypted.
          let version = try readServerHello(body, over: .stream, into: &fields)
          guard version.rawValue < TLSVersion.tls13.rawValue else { return }
        case MessageType.certificate:
          return try readCertificate(body, isCut: isCut, into: &fields)
        default: return
        }
      } catch .truncated {
        // A message that is all there and yet too short will not grow.
        throw isCut ? endFault : .totalLength
      }
      guard !isCut else { throw endFault }
    }
    if mustFollow, isOpen { throw .truncated }
  }

  /// Reads a ClientHello, as far as it goes.
  static func readClientHello(
    _ body: RawSpan, over transport: JA4.Transport, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var hello = TLSClientHello()
    do throws(DecodeFault.Kind) {
      try hello.read(body, isDatagram: transport == .datagram)
    } catch {
      hello.add(to: &fields)
      throw error
    }
    hello.add(to: &fields)
    fields.add("ja4", JA4.fingerprint(of: hello, over: transport))
  }

  /// Reads a ServerHello, as far as it goes. JA4S is defined over TCP and QUIC only.
  /// - Returns: The version that the server chose.
  static func readServerHello(
    _ body: RawSpan, over transport: JA4.Transport, into fields: inout Fields
  ) throws(DecodeFault.Kind) -> TLSVersion {
    var hello = TLSServerHello()
    do throws(DecodeFault.Kind) {
      try hello.read(body)
    } catch {
      hello.add(to: &fields)
      throw error
    }
    hello.add(to: &fields)
    if transport == .stream { fields.add("ja4s", JA4S.fingerprint(of: hello)) }
    return hello.chosenVersion
  }

  /// Reads the first certificate of a Certificate message, RFC 5246 section 7.4.2: a list of
  /// certificates, each behind its length, the speaker's own first.
  static func readCertificate(
    _ body: RawSpan, isCut: Bool, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(body)
    guard try reader.uint24() > 0 else { return }
    let length = Int(try reader.uint24())
    let isShort = length > reader.count
    let certificate = try reader.take(min(length, reader.count))
    guard !isShort || isCut else { throw .totalLength }
    var group = Fields()
    var fault = DecodeFault.Kind.none
    do throws(DecodeFault.Kind) {
      try X509Certificate.read(certificate, isCut: isShort, into: &group)
    } catch {
      fault = error
    }
    fields.add("certificate", group)
    guard fault == .none else { throw fault }
  }
}
