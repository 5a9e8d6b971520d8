/// The fields of Zeek's logs that are read; all others are skipped.
enum LogField: Int, CaseIterable {
  case time, identifier
  case originatorAddress, originatorPort, responderAddress, responderPort
  case transport, internetProtocol, service, duration
  case originatorBytes, responderBytes, originatorPackets, responderPackets
  case originatorInternetBytes, responderInternetBytes
  case state, history
  case originatorLinkAddress, responderLinkAddress, outerVLAN, innerVLAN
  case label, detailedLabel
  case query, serverName, host, version
  case path

  /// Every field's names: Zeek's first, then those of tools that rewrite its logs.
  var names: [String] {
    switch self {
    case .time: ["ts"]
    case .identifier: ["uid"]
    case .originatorAddress: ["id.orig_h", "id_orig_h"]
    case .originatorPort: ["id.orig_p", "id_orig_p"]
    case .responderAddress: ["id.resp_h", "id_resp_h"]
    case .responderPort: ["id.resp_p", "id_resp_p"]
    case .transport: ["proto"]
    case .internetProtocol: ["ip_proto"]
    case .service: ["service"]
    case .duration: ["duration"]
    case .originatorBytes: ["orig_bytes", "request_body_len"]
    case .responderBytes: ["resp_bytes", "response_body_len"]
    case .originatorPackets: ["orig_pkts"]
    case .responderPackets: ["resp_pkts"]
    case .originatorInternetBytes: ["orig_ip_bytes"]
    case .responderInternetBytes: ["resp_ip_bytes"]
    case .state: ["conn_state"]
    case .history: ["history"]
    case .originatorLinkAddress: ["orig_l2_addr"]
    case .responderLinkAddress: ["resp_l2_addr"]
    case .outerVLAN: ["vlan"]
    case .innerVLAN: ["inner_vlan"]
    case .label: ["label"]
    case .detailedLabel: ["detailedlabel", "detailed-label", "detailed_label"]
    case .query: ["query"]
    case .serverName: ["server_name"]
    case .host: ["host"]
    case .version: ["version"]
    case .path: ["_path"]
    }
  }

  /// The name that errors give.
  var name: String { names[0] }

  /// Fields without which a line says nothing.
  static let required: [LogField] = [
    .time, .originatorAddress, .originatorPort, .responderAddress, .responderPort,
  ]

  private static let byName: [String: LogField] = {
    var table: [String: LogField] = [:]
    for field in allCases {
      for name in field.names { table[name] = field }
    }
    return table
  }()

  /// The field of that name, where it is one that is read.
  init?(name: String) {
    guard let field = LogField.byName[name] else { return nil }
    self = field
  }
}
