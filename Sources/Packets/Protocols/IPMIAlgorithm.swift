/// What protects a session of IPMI 2.0: three algorithms that are agreed on together, section 13.28.
///
/// Raw values are the payload types of the session's opening.
enum IPMIAlgorithm: UInt8, CaseIterable {
  /// Of the key exchange.
  case authentication
  /// Against changes.
  case integrity
  /// Against reading.
  case confidentiality

  /// The standard's word.
  var name: String {
    switch self {
    case .authentication: "authentication"
    case .integrity: "integrity"
    case .confidentiality: "confidentiality"
    }
  }

  /// The standard's name of an algorithm, tables 13-17 to 13-19.
  func name(of algorithm: UInt8) -> String? {
    switch (self, algorithm) {
    case (.authentication, 0): "rakp_none"
    case (.authentication, 1): "rakp_hmac_sha1"
    case (.authentication, 2): "rakp_hmac_md5"
    case (.authentication, 3): "rakp_hmac_sha256"
    case (.integrity, 1): "hmac_sha1_96"
    case (.integrity, 2): "hmac_md5_128"
    case (.integrity, 3): "md5_128"
    case (.integrity, 4): "hmac_sha256_128"
    case (.confidentiality, 1): "aes_cbc_128"
    case (.confidentiality, 2): "xrc4_128"
    case (.confidentiality, 3): "xrc4_40"
    case (_, 0): "none"
    case (_, 0x30...0x3f): "oem"
    default: nil
    }
  }

  /// The number of three algorithms in table 22-20 of section 22.15.2.
  static func cipherSuite(
    _ authentication: UInt8, _ integrity: UInt8, _ confidentiality: UInt8
  ) -> UInt8? {
    guard confidentiality <= 3 else { return nil }
    let first: UInt8
    switch (authentication, integrity) {
    case (0, 0): first = 0
    case (1, 0): first = 1
    case (1, 1): first = 2
    case (2, 0): first = 6
    case (2, 2): first = 7
    case (2, 3): first = 11
    case (3, 0): first = 15
    case (3, 4): first = 16
    default: return nil
    }
    // Nothing is hidden where changes would not be seen.
    guard integrity != 0 || confidentiality == 0 else { return nil }
    return first + confidentiality
  }
}
