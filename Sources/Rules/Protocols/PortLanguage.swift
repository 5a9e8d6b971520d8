import Packets

/// Services whose first octets are laid down, so that it is certain where something else is spoken.
enum PortLanguage: UInt8, Sendable {
  /// SSH on TCP port 22, RFC 4253 section 4.2.
  case ssh
  /// TLS on TCP ports 443, 636, 853, 989 to 995, 6514 and 8443, RFC 8446 section 5.1.
  case tls
  /// HTTP on TCP port 80, RFC 9112.
  case http
  /// DNS on TCP port 53, RFC 1035 section 4.2.2.
  case dnsStream
  /// BGP on TCP port 179, RFC 4271 section 4.1.
  case bgp
  /// SMB on TCP port 445, MS-SMB2 section 2.1.
  case smb
  /// DNS on UDP port 53, RFC 1035 section 4.1.
  case dns
  /// NTP on UDP port 123, RFC 5905 section 7.3.
  case ntp
  /// SNMP on UDP ports 161 and 162, RFC 3417.
  case snmp

  /// What the first octets of one side say.
  enum Verdict: UInt8, Sendable {
    /// Nothing yet, too few octets, or something that says nothing against the service.
    case unknown
    /// The service.
    case right
    /// A line of text, which some servers put in front of the service.
    case text
    /// Certainly something else.
    case wrong
  }

  /// The service of a port; `nil` where its beginning is not laid down.
  static func of(_ port: UInt16, _ transport: IPProtocol) -> PortLanguage? {
    switch (transport, port) {
    case (.tcp, 22): .ssh
    case (.tcp, 443), (.tcp, 636), (.tcp, 853), (.tcp, 989...995), (.tcp, 6514), (.tcp, 8443): .tls
    case (.tcp, 80): .http
    case (.tcp, 53): .dnsStream
    case (.tcp, 179): .bgp
    case (.tcp, 445): .smb
    case (.udp, 53): .dns
    case (.udp, 123): .ntp
    case (.udp, 161...162): .snmp
    default: nil
    }
  }

  /// What is spoken there rightly, by the names of the dissectors.
  var names: [ProtocolName] {
    switch self {
    case .ssh: ["ssh"]
    // A client that takes the port for plain HTTP is told so in plain HTTP.
    case .tls: ["tls", "http", "http2"]
    case .http: ["http", "http2", "tls"]
    case .dnsStream, .dns: ["dns"]
    case .bgp: ["bgp"]
    case .smb: []
    case .ntp: ["ntp"]
    case .snmp: ["snmp"]
    }
  }

  /// Whether general machines put all kinds of things on its ports, because browsers' ports are open.
  var isOfWeb: Bool { self == .tls || self == .http }

  /// The name that a person knows.
  var words: String {
    switch self {
    case .ssh: "SSH"
    case .tls: "TLS"
    case .http: "HTTP"
    case .dnsStream, .dns: "DNS"
    case .bgp: "BGP"
    case .smb: "SMB"
    case .ntp: "NTP"
    case .snmp: "SNMP"
    }
  }

  /// Judges the first octets of a side.
  /// - Parameters:
  ///   - octets: The first payload as captured, behind what came before where that was too little.
  ///   - length: Its octets on the wire.
  ///   - isServer: Whether the side that answers sent them.
  /// - Returns: What they say of the service.
  func judge(_ octets: [UInt8], length: Int, isServer: Bool) -> Verdict {
    guard let first = octets.first else { return .unknown }
    switch self {
    case .ssh:
      if PortLanguage.begins(octets, "SSH-") { return octets.count < 4 ? .unknown : .right }
      return isServer && PortLanguage.isLine(octets) ? .text : .wrong
    case .tls: return tls(octets, isServer: isServer)
    case .http: return http(octets, isServer: isServer)
    case .dnsStream:
      guard octets.count >= 14 else {
        // The length may come by itself, though RFC 7766 section 8 would not have it so.
        if octets.count < 2 || octets.count == 2 && PortLanguage.number(octets, 0) >= 12 {
          return .unknown
        }
        return length < 14 && octets.count == length ? .wrong : .unknown
      }
      guard PortLanguage.number(octets, 0) >= 12 else { return .wrong }
      return dns(Array(octets.dropFirst(2)), isServer: isServer)
    case .dns:
      guard length >= 12 else { return .wrong }
      return octets.count >= 12 ? dns(octets, isServer: isServer) : .unknown
    case .bgp:
      // The marker; MD5 and the like are options of TCP.
      guard octets.prefix(16).allSatisfy({ $0 == 0xff }) else { return .wrong }
      return octets.count < 16 ? .unknown : .right
    case .smb:
      guard octets.count >= 8 else { return first == 0 ? .unknown : .wrong }
      let isMessage = [0xfc, 0xfd, 0xfe, 0xff].contains(octets[4])
      return first == 0 && isMessage && octets[5...7].elementsEqual("SMB".utf8) ? .right : .wrong
    case .ntp: return ntp(first, length: length)
    case .snmp: return first == 0x30 ? .unknown : .wrong
    }
  }

  /// A handshake or, of a server, an alert; of a client also the hello of SSL 2 (RFC 8446 appendix D).
  private func tls(_ octets: [UInt8], isServer: Bool) -> Verdict {
    guard octets.count >= 3 else { return .unknown }
    let isRecord = octets[1] == 3 && octets[2] <= 4
    if isRecord, octets[0] == 0x16 || isServer && octets[0] == 0x15 { return .right }
    if !isServer, octets[0] & 0x80 != 0, octets[2] == 1 { return .unknown }
    if PortLanguage.begins(octets, "HTTP/") { return .text }
    return isServer && PortLanguage.isPage(octets) ? .unknown : .wrong
  }

  /// A method and a blank, `HTTP/`, the preface of HTTP/2, which is a method too, or TLS.
  private func http(_ octets: [UInt8], isServer: Bool) -> Verdict {
    if octets[0] == 0x16, octets.count > 1, octets[1] == 3 { return .unknown }
    if PortLanguage.begins(octets, "HTTP/") { return .right }
    // To what is no HTTP servers answer as HTTP 0.9 does, with the page.
    if isServer, PortLanguage.isPage(octets) { return .unknown }
    if isServer { return PortLanguage.isLine(octets) ? .text : .wrong }
    let method = octets.prefix { (0x41...0x5a).contains($0) || $0 == 0x2d || $0 == 0x5f }
    if method.count == octets.count { return .unknown }
    return !method.isEmpty && octets[method.count] == 0x20 ? .right : .wrong
  }

  /// A query of a client, a response of a server, an operation in use, and counts that fit into a message.
  private func dns(_ octets: [UInt8], isServer: Bool) -> Verdict {
    let flags = PortLanguage.number(octets, 2)
    let counts = [4, 6, 8, 10].map { PortLanguage.number(octets, $0) }
    guard flags >> 15 == (isServer ? 1 : 0), flags >> 11 & 15 <= 6, counts[0] <= 16,
      counts.dropFirst().allSatisfy({ $0 <= 4096 })
    else { return .wrong }
    return .unknown
  }

  private func ntp(_ first: UInt8, length: Int) -> Verdict {
    let version = first >> 3 & 7
    guard (1...5).contains(version) else { return .wrong }
    switch first & 7 {
    case 0 where version > 1: return .wrong
    case 6: return length >= 12 ? .unknown : .wrong
    case 7: return length >= 8 ? .unknown : .wrong
    default: return length >= 48 && length % 4 == 0 ? .unknown : .wrong
    }
  }

  private static func begins(_ octets: [UInt8], _ text: String) -> Bool {
    octets.count < text.utf8.count
      ? text.utf8.starts(with: octets) : octets.starts(with: text.utf8)
  }

  /// Whether octets are the beginning of a page of HTML: a mark behind blanks.
  private static func isPage(_ octets: [UInt8]) -> Bool {
    octets.first { $0 != 0x20 && !(0x09...0x0d).contains($0) } == 0x3c && isLine(octets)
  }

  /// Whether octets can be printed.
  private static func isLine(_ octets: [UInt8]) -> Bool {
    octets.allSatisfy { $0 >= 0x20 && $0 != 0x7f || (0x09...0x0d).contains($0) }
  }

  private static func number(_ octets: [UInt8], _ place: Int) -> Int {
    Int(octets[place]) << 8 | Int(octets[place + 1])
  }
}
