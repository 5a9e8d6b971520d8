/// A version of TLS, of its predecessor SSL or of DTLS, as in the field `ProtocolVersion`.
struct TLSVersion: RawRepresentable, Hashable, Sendable {
  /// The number on the wire.
  let rawValue: UInt16

  static let ssl2 = Self(rawValue: 0x0002)
  static let ssl3 = Self(rawValue: 0x0300)
  static let tls10 = Self(rawValue: 0x0301)
  static let tls11 = Self(rawValue: 0x0302)
  static let tls12 = Self(rawValue: 0x0303)
  static let tls13 = Self(rawValue: 0x0304)
  static let dtls10 = Self(rawValue: 0xfeff)
  static let dtls12 = Self(rawValue: 0xfefd)
  static let dtls13 = Self(rawValue: 0xfefc)

  /// What its standard calls it; `nil` for drafts and reserved numbers.
  var name: String? {
    switch self {
    case .ssl2: "SSL 2.0"
    case .ssl3: "SSL 3.0"
    case .tls10: "TLS 1.0"
    case .tls11: "TLS 1.1"
    case .tls12: "TLS 1.2"
    case .tls13: "TLS 1.3"
    case .dtls10: "DTLS 1.0"
    case .dtls12: "DTLS 1.2"
    case .dtls13: "DTLS 1.3"
    default: nil
    }
  }

  /// Whether a number is one that RFC 8701 reserves so that clients may send nonsense: 0x0a0a, 0x1a1a,
  /// up to 0xfafa, among versions, cipher suites, extensions and groups alike.
  static func isReserved(_ number: UInt16) -> Bool {
    number & 0x0f0f == 0x0a0a && number >> 8 == number & 0xff
  }

  /// The number and the name.
  func add(to fields: inout Fields) {
    fields.add("version", rawValue)
    if let name { fields.add("version_name", name) }
  }
}
