/// JA4S, a fingerprint of a TLS server's answer from its ServerHello: FoxIO, "JA4S: TLS Server/Session
/// Fingerprint" (published under the FoxIO License 1.1).
///
///     t120400_c030_4e8089b08790
///     | | | | |    SHA-256 of extensions in the server's order; 12 digits
///     | | | | cipher suite
///     | | | first and last character of the ALPN protocol, 00 for none
///     | | number of extensions
///     | version
///     t: TLS over TCP
enum JA4S {
  /// The fingerprint of a hello that was read to its end.
  static func fingerprint(of hello: TLSServerHello) -> String {
    "t" + JA4.version(hello.chosenVersion) + JA4.count(hello.extensions.count)
      + JA4.ends(of: hello.protocols.first ?? []) + "_" + JA4.digits([hello.cipherSuite ?? 0]) + "_"
      + JA4.hash(JA4.digits(hello.extensions))
  }
}
