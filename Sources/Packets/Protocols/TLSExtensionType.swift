/// Which extension of a hello, IANA registry "TLS ExtensionType Values".
enum TLSExtensionType {
  static let serverName: UInt16 = 0
  static let supportedGroups: UInt16 = 10
  static let signatureAlgorithms: UInt16 = 13
  static let applicationLayerProtocolNegotiation: UInt16 = 16
  static let supportedVersions: UInt16 = 43
}
