/// JA4, a fingerprint of a TLS client's software from its ClientHello: FoxIO, "JA4: TLS Client
/// Fingerprinting" (published under the BSD 3-clause licence).
///
///     t13d1516h2_8daaf6152771_e5627efa2ab1
///     | | |  | |  |           SHA-256 of extensions in order of number, without server_name and ALPN,
///     | | |  | |  |             and of signature algorithms in the client's order; 12 digits
///     | | |  | |  SHA-256 of cipher suites in order of number; 12 digits
///     | | |  | first and last character of the first ALPN protocol, 00 for none
///     | | |  number of cipher suites, number of extensions
///     | | d: names a server, i: names none
///     | version
///     t: TLS, d: DTLS, q: QUIC
///
/// Numbers that RFC 8701 reserves are left out everywhere.
enum JA4 {
  /// What carries the hello.
  enum Transport: String {
    /// TLS over TCP.
    case stream = "t"
    /// DTLS over UDP.
    case datagram = "d"
  }

  /// The fingerprint of a hello that was read to its end.
  static func fingerprint(of hello: TLSClientHello, over transport: Transport) -> String {
    let suites = hello.cipherSuites.filter { !TLSVersion.isReserved($0) }
    let extensions = hello.extensions.filter { !TLSVersion.isReserved($0) }
    let told = [
      TLSExtensionType.serverName, TLSExtensionType.applicationLayerProtocolNegotiation,
    ]
    let others = extensions.filter { !told.contains($0) }.sorted()
    let algorithms = hello.signatureAlgorithms.filter { !TLSVersion.isReserved($0) }
    var last = digits(others)
    if !others.isEmpty, !algorithms.isEmpty { last += "_" + digits(algorithms) }
    return transport.rawValue + version(hello.highestVersion)
      + (extensions.contains(TLSExtensionType.serverName) ? "d" : "i")
      + count(suites.count) + count(extensions.count) + ends(of: hello.protocols.first ?? [])
      + "_" + hash(digits(suites.sorted())) + "_" + hash(last)
  }

  /// Two characters for a version.
  static func version(_ version: TLSVersion) -> String {
    switch version {
    case .tls13: "13"
    case .tls12: "12"
    case .tls11: "11"
    case .tls10: "10"
    case .ssl3: "s3"
    case .ssl2: "s2"
    case .dtls10: "d1"
    case .dtls12: "d2"
    case .dtls13: "d3"
    default: "00"
    }
  }

  /// Two digits, at most 99.
  static func count(_ count: Int) -> String {
    let count = min(count, 99)
    return count < 10 ? "0\(count)" : "\(count)"
  }

  /// The first and the last character of a protocol's name; where one of them is no ASCII letter or
  /// digit, the first and the last digit of the name in hexadecimal; 00 of no name.
  static func ends(of name: [UInt8]) -> String {
    guard let first = name.first, let last = name.last else { return "00" }
    if isAlphanumeric(first), isAlphanumeric(last) {
      return String(decoding: [first, last], as: UTF8.self)
    }
    return String(first >> 4, radix: 16) + String(last & 0xf, radix: 16)
  }

  private static func isAlphanumeric(_ octet: UInt8) -> Bool {
    switch octet {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: false
    }
  }

  /// Four digits each, with commas between.
  static func digits(_ numbers: [UInt16]) -> String {
    numbers.map { number in
      let digits = String(number, radix: 16)
      return String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }.joined(separator: ",")
  }

  /// The first twelve digits of the SHA-256 of a text, zeros of an empty one.
  static func hash(_ text: String) -> String {
    guard !text.isEmpty else { return "000000000000" }
    return SHA256.digest(Array(text.utf8)).prefix(6).map { octet in
      (octet < 0x10 ? "0" : "") + String(octet, radix: 16)
    }.joined()
  }
}
