import Devices
import Flows
import Packets

/// What a device tells of itself without being asked, so that its silence says something.
enum TelemetryKind: UInt8, CaseIterable, Comparable, Sendable {
  /// Log messages, RFC 5424.
  case syslog
  /// Traps and informs of SNMP, RFC 3416.
  case trap
  /// Samples and flow records: sFlow, NetFlow, IPFIX.
  case flowExport
  /// LLDP of a switch or router, IEEE 802.1AB.
  case lldp
  /// CDP of a switch or router.
  case cdp
  /// Spanning tree of a switch, IEEE 802.1Q clause 14, and PVST+.
  case spanningTree

  /// As evidence and channels name it.
  var word: String {
    switch self {
    case .syslog: "syslog"
    case .trap: "snmp-trap"
    case .flowExport: "flow-export"
    case .lldp: "lldp"
    case .cdp: "cdp"
    case .spanningTree: "spanning-tree"
    }
  }

  /// As a sentence names it.
  var phrase: String {
    switch self {
    case .syslog: "log messages (syslog)"
    case .trap: "SNMP traps"
    case .flowExport: "flow samples and records"
    case .lldp: "LLDP"
    case .cdp: "CDP"
    case .spanningTree: "spanning tree messages"
    }
  }

  /// Whether it is below IP.
  var isBelowIP: Bool { self >= .lldp }

  static func < (left: TelemetryKind, right: TelemetryKind) -> Bool {
    left.rawValue < right.rawValue
  }

  /// What a packet that the device has sent is of; `nil` where it is no telemetry.
  ///
  /// By the collector's port, or by content where the conversation has shown it before.
  init?(_ sighting: borrowing Sighting) {
    guard sighting.deviceStarted else { return nil }
    let flow = sighting.event.flow
    guard let transport = flow.transport else {
      guard sighting.device.role != .bmc,
        let kind = TelemetryKind.links[flow.linkProtocol]
      else { return nil }
      self = kind
      return
    }
    switch (transport, flow.responder.port) {
    case (.udp, 514), (.tcp, 514), (.tcp, 6514), (.udp, 6514): self = .syslog
    case (.udp, 162): self = .trap
    case (.udp, 6343), (.udp, 2055), (.udp, 9995), (.udp, 9996), (.udp, 4739), (.tcp, 4739):
      self = .flowExport
    default:
      switch sighting.spoken {
      case "syslog": self = .syslog
      case "sflow", "netflow", "ipfix": self = .flowExport
      default: return nil
      }
    }
  }

  private static let links: [LinkProtocol: TelemetryKind] = [
    LinkProtocol(.etherType, 0x88cc): .lldp,
    LinkProtocol(.snap, 0x00_000c_2000): .cdp,
    LinkProtocol(.llc, 0x4242): .spanningTree,
    LinkProtocol(.snap, 0x00_000c_010b): .spanningTree,
  ]
}
