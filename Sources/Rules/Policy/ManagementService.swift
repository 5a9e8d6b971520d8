import Packets

/// Services by which devices are managed, and which nobody should offer to the internet.
///
/// The protocols of CISA's Binding Operational Directive 23-02 (2023-06-13): HTTP, HTTPS, FTP, SNMP, Telnet,
/// TFTP, RDP, rlogin, RSH, SSH, SMB, VNC, X11; and those of server management, which it names as interfaces:
/// IPMI, WS-Management, CIM, NETCONF, gNMI, and the vendors' ports for consoles and virtual media. Ports by the
/// IANA registry and the vendors' port lists.
enum ManagementService {
  /// The name of the service that a conversation belongs to: by its content where that is certain, else by
  /// the port of the answering end; `nil` where it is none of these.
  static func name(of kind: ServiceKind, spoken: ProtocolName?) -> String? {
    let byPort =
      switch kind.transport {
      case .tcp: tcp.first { $0.ports.contains(kind.port) }?.name
      case .udp: udp.first { $0.ports.contains(kind.port) }?.name
      default: nil as String?
      }
    guard let spoken else { return byPort }
    if let name = contents[spoken] { return name }
    // Encrypted, it may be what the port says, and nothing else is known of it.
    return spoken == "tls" || spoken == "dtls" || spoken == "quic" ? byPort : nil
  }

  private static let contents: [ProtocolName: String] = [
    "http": "HTTP", "http2": "HTTP", "ftp": "FTP", "snmp": "SNMP", "telnet": "Telnet",
    "tftp": "TFTP", "rdp": "RDP", "ssh": "SSH", "rfb": "VNC", "rmcp": "IPMI", "ipmi": "IPMI",
    "intel_amt_redirection": "Intel AMT redirection",
  ]

  private static let tcp: [(ports: ClosedRange<UInt16>, name: String)] = [
    (20...21, "FTP"), (22...22, "SSH"), (23...23, "Telnet"), (80...80, "HTTP"),
    (139...139, "SMB"), (443...443, "HTTPS"), (445...445, "SMB"), (513...513, "rlogin"),
    (514...514, "RSH"), (623...623, "virtual media"), (830...830, "NETCONF"),
    (989...990, "FTP over TLS"), (992...992, "Telnet over TLS"), (2068...2068, "Cisco KVM"),
    (2200...2200, "SSH"), (3389...3389, "RDP"), (3900...3900, "Lenovo remote presence"),
    (5120...5127, "virtual media"), (5800...5809, "VNC over HTTP"), (5900...5909, "VNC"),
    (5985...5986, "WS-Management"), (5988...5989, "CIM"), (6000...6063, "X11"),
    (6990...6990, "Lenovo file transfer"), (7578...7578, "AMI KVM"), (7582...7582, "AMI KVM"),
    (8000...8000, "HTTP"), (8080...8080, "HTTP"), (8443...8443, "HTTPS"),
    (8889...8889, "WS-Management"), (9339...9339, "gNMI"),
    (16992...16993, "Intel AMT"), (16994...16995, "Intel AMT redirection"),
    (17988...17988, "HPE virtual media"), (17990...17990, "HPE remote console"),
    (57400...57400, "gNMI"),
  ]

  private static let udp: [(ports: ClosedRange<UInt16>, name: String)] = [
    (69...69, "TFTP"), (161...161, "SNMP"), (443...443, "HTTPS"), (623...623, "IPMI"),
    (664...664, "IPMI"), (3389...3389, "RDP"),
  ]
}
