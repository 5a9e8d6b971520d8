/// Names of algorithms and curves of certificates, RFC 3279, RFC 4055, RFC 5480, RFC 5758 and RFC 8410.
enum X509Algorithm {
  static let rsaEncryption = "1.2.840.113549.1.1.1"
  static let ecPublicKey = "1.2.840.10045.2.1"

  /// The standard's word for an object identifier.
  static func name(of identifier: String) -> String? {
    switch identifier {
    case rsaEncryption: "rsaEncryption"
    case "1.2.840.113549.1.1.2": "md2WithRSAEncryption"
    case "1.2.840.113549.1.1.4": "md5WithRSAEncryption"
    case "1.2.840.113549.1.1.5": "sha1WithRSAEncryption"
    case "1.2.840.113549.1.1.10": "id-RSASSA-PSS"
    case "1.2.840.113549.1.1.11": "sha256WithRSAEncryption"
    case "1.2.840.113549.1.1.12": "sha384WithRSAEncryption"
    case "1.2.840.113549.1.1.13": "sha512WithRSAEncryption"
    case "1.2.840.113549.1.1.14": "sha224WithRSAEncryption"
    case "1.2.840.10040.4.1": "id-dsa"
    case "1.2.840.10040.4.3": "id-dsa-with-sha1"
    case ecPublicKey: "id-ecPublicKey"
    case "1.2.840.10045.4.1": "ecdsa-with-SHA1"
    case "1.2.840.10045.4.3.1": "ecdsa-with-SHA224"
    case "1.2.840.10045.4.3.2": "ecdsa-with-SHA256"
    case "1.2.840.10045.4.3.3": "ecdsa-with-SHA384"
    case "1.2.840.10045.4.3.4": "ecdsa-with-SHA512"
    case "1.2.840.10045.3.1.1": "secp192r1"
    case "1.2.840.10045.3.1.7": "secp256r1"
    case "1.3.132.0.33": "secp224r1"
    case "1.3.132.0.34": "secp384r1"
    case "1.3.132.0.35": "secp521r1"
    case "1.3.101.110": "id-X25519"
    case "1.3.101.112": "id-Ed25519"
    case "1.3.101.113": "id-Ed448"
    default: nil
    }
  }
}
