/// What a cipher suite leaves out that TLS is for, by IANA's registry of TLS cipher suites.
enum CipherSuiteWeakness: String, Sendable {
  /// Nothing is encrypted: `WITH_NULL`.
  case noEncryption = "no encryption"
  /// Nobody shows who he is: `anon`.
  case anonymous = "no certificate and no other proof"
  /// A secret that both have takes the certificate's place: `PSK`.
  case sharedSecret = "a shared secret in place of a certificate"
  /// 40 or 56 bits: `EXPORT`.
  case export = "an export cipher of 40 or 56 bits"

  private static let withoutEncryption: Set<UInt16> = [
    0x0000, 0x0001, 0x0002, 0x002c, 0x002d, 0x002e, 0x003b, 0x00b0, 0x00b1, 0x00b4, 0x00b5, 0x00b8,
    0x00b9, 0xc001, 0xc006, 0xc00b, 0xc010, 0xc015, 0xc039, 0xc03a, 0xc03b, 0xc0b4, 0xc0b5,
  ]
  private static let forExport: Set<UInt16> = [
    0x0003, 0x0006, 0x0008, 0x000b, 0x000e, 0x0011, 0x0014, 0x0017, 0x0019, 0x0026, 0x0027, 0x0028,
    0x0029, 0x002a, 0x002b, 0x0062, 0x0063, 0x0064, 0x0065,
  ]
  private static let withoutProof: Set<UInt16> = [
    0x0018, 0x001a, 0x001b, 0x0034, 0x003a, 0x0046, 0x006c, 0x006d, 0x0089, 0x009b, 0x00a6, 0x00a7,
    0x00bf, 0x00c5, 0xc016, 0xc017, 0xc018, 0xc019, 0xc046, 0xc047, 0xc05a, 0xc05b, 0xc084, 0xc085,
  ]
  /// Of PSK and DHE_PSK and ECDHE_PSK; RSA_PSK has a certificate.
  private static let withSharedSecret: Set<UInt16> = [
    0x008a, 0x008b, 0x008c, 0x008d, 0x008e, 0x008f, 0x0090, 0x0091, 0x00a8, 0x00a9, 0x00aa, 0x00ab,
    0x00ae, 0x00af, 0x00b2, 0x00b3, 0xc033, 0xc034, 0xc035, 0xc036, 0xc037, 0xc038,
  ]

  /// The weakness of a suite that a server chose; `nil` where it has none of these.
  init?(_ suite: UInt16) {
    if CipherSuiteWeakness.withoutEncryption.contains(suite) {
      self = .noEncryption
    } else if CipherSuiteWeakness.forExport.contains(suite) {
      self = .export
    } else if CipherSuiteWeakness.withoutProof.contains(suite) {
      self = .anonymous
    } else if CipherSuiteWeakness.withSharedSecret.contains(suite) {
      self = .sharedSecret
    } else {
      return nil
    }
  }
}
