import Capture
import Packets

/// What is odd about a TLS handshake that a device has started.
struct TLSFacts: OptionSet, Hashable, Sendable {
  let rawValue: UInt16

  /// The client is none that the device, or its like, had before (JA4).
  static let newClient = TLSFacts(rawValue: 1 << 0)
  /// The client names no server, or the certificate names an address and no host.
  static let noName = TLSFacts(rawValue: 1 << 1)
  /// The client offers a protocol (ALPN) that is not registered.
  static let oddProtocol = TLSFacts(rawValue: 1 << 2)
  /// The certificate's issuer is its own subject.
  static let selfIssued = TLSFacts(rawValue: 1 << 3)
  /// The certificate holds for two days at most.
  static let shortLived = TLSFacts(rawValue: 1 << 4)
  /// The certificate is over by packet time.
  static let expired = TLSFacts(rawValue: 1 << 5)
  /// The certificate holds from later on.
  static let notYetValid = TLSFacts(rawValue: 1 << 6)
  /// TLS 1.0 or older.
  static let oldVersion = TLSFacts(rawValue: 1 << 7)
  /// The server chose a cipher suite that leaves something out.
  static let weakCipher = TLSFacts(rawValue: 1 << 8)

  private static let phrases: [(TLSFacts, String)] = [
    (.newClient, "a client that neither it nor its like had before"),
    (.noName, "no name of a server"), (.oddProtocol, "a protocol that nobody registered"),
    (.selfIssued, "a certificate that vouches for itself"),
    (.shortLived, "a certificate for two days at most"), (.expired, "a certificate that is over"),
    (.notYetValid, "a certificate that does not hold yet"), (.oldVersion, "TLS 1.0 or older"),
    (.weakCipher, "a cipher suite that leaves something out"),
  ]

  /// As sentences name them.
  var texts: [String] { TLSFacts.phrases.filter { contains($0.0) }.map(\.1) }

  /// How many there are that do not come together by custom: old software knows neither names nor new versions.
  var independent: Int {
    let ofAge: TLSFacts = [.noName, .oldVersion]
    return subtracting(ofAge).rawValue.nonzeroBitCount + (isDisjoint(with: ofAge) ? 0 : 1)
  }

  /// Seconds that clocks may be apart, before a certificate counts as not valid yet: an hour.
  private static let clockDifference: Int64 = 3_600_000_000_000
  /// The longest life of a certificate that is short, in nanoseconds: two days. Those of six days are common.
  private static let shortLife: Int64 = 172_800_000_000_000

  /// What is odd about a ClientHello, but for its fingerprint. Towards inside peers a name is no custom.
  ///
  /// What was not read is not missing: nothing is said of extensions that the capture has not all of.
  init(hello: Message, isOutside: Bool) {
    self = []
    let fields = hello.fields
    if let version = fields["version"]?.number, 1...0x0301 ~= version { insert(.oldVersion) }
    guard hello.fault == .none || hello.fault == .option else { return }
    if isOutside, fields["server_name"] == nil { insert(.noName) }
    let protocols = fields["alpn"]?.values?.compactMap(\.text) ?? []
    if !protocols.isEmpty, !protocols.contains(where: TLSFacts.isKnown) { insert(.oddProtocol) }
  }

  /// What is odd about a ServerHello and what came with it, by packet time.
  init(answer: Message?, at time: Timestamp) {
    self = []
    guard let answer, answer.fields["handshake_type"]?.number == 2 else { return }
    let fields = answer.fields
    if let version = fields["version"]?.number, 1...0x0301 ~= version { insert(.oldVersion) }
    if let suite = fields["cipher_suite"]?.number,
      CipherSuiteWeakness(UInt16(clamping: suite)) != nil
    {
      insert(.weakCipher)
    }
    guard let certificate = fields["certificate"]?.fields else { return }
    if certificate["self_issued"] == .flag(true) { insert(.selfIssued) }
    // The names stand at the end of a certificate.
    if answer.fault == .none, TLSFacts.isForAddress(certificate) { insert(.noName) }
    guard let validity = CertificateValidity(certificate) else { return }
    if validity.length <= TLSFacts.shortLife { insert(.shortLived) }
    if time > validity.end { insert(.expired) }
    if validity.start.nanoseconds(since: time) > TLSFacts.clockDifference { insert(.notYetValid) }
  }

  init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Whether a certificate is for addresses alone: those of its alternative names, or that of its subject.
  private static func isForAddress(_ certificate: Fields) -> Bool {
    guard certificate["dns_names"] == nil else { return false }
    if certificate["ip_addresses"] != nil { return true }
    let subject = certificate["subject"]?.text ?? ""
    return subject.split(separator: ",").contains {
      $0.hasPrefix("CN=") && IPAddress(String($0.dropFirst(3))) != nil
    }
  }

  /// IANA's registry of ALPN protocol identifiers, and what browsers and clouds sent before it.
  private static let registered: Set<String> = [
    "http/0.9", "http/1.0", "http/1.1", "spdy/1", "spdy/2", "spdy/3", "spdy/3.1", "stun.turn",
    "stun.nat-discovery", "h2", "h2c", "webrtc", "c-webrtc", "ftp", "imap", "pop3", "managesieve",
    "coap", "co", "xmpp-client", "xmpp-server", "acme-tls/1", "mqtt", "dot", "ntske/1", "sunrpc",
    "h3",
    "smb", "irc", "nntp", "nnsp", "doq", "sip/2", "tds/8.0", "dicom", "postgresql", "radius/1.0",
    "radius/1.1", "grpc-exp", "h2-14", "h2-15", "h2-16", "h2-fb", "apns-security-v2",
    "apns-security-v3",
    "x-amzn-mqtt-ca", "x-amzn-http-ca", "netconf", "syslog", "ldap", "kafka", "mysql",
  ]

  private static func isKnown(_ name: String) -> Bool {
    registered.contains(name)
      || name.unicodeScalars.contains { $0.value < 0x20 || $0.value > 0x7e }
  }
}

extension TLSFacts: Storable {
  func store(to writer: inout StoredWriter) { writer.add(rawValue) }

  init(from reader: inout StoredReader) throws(StoredFault) {
    rawValue = try reader.number()
  }
}
