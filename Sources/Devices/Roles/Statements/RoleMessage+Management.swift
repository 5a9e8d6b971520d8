import Packets

extension RoleMessage {
  /// Only answers count: anybody can ask.
  var managementStatements: [RoleStatement] {
    switch message.name.rawValue {
    case "rmcp": alertStandardForum
    case "ipmi": platformManagement
    case "nc_si": sideband
    default: redirection
    }
  }

  private var alertStandardForum: [RoleStatement] {
    guard let name = text("message_type_name"),
      name == "presence_pong" || name.utf8.reversed().starts(with: "esnopser_".utf8)
    else { return [] }
    return [
      RoleStatement(.rmcp, flag("supports_ipmi") == true ? "\(name), supports IPMI" : name)
    ]
  }

  private var platformManagement: [RoleStatement] {
    let payload = text("payload_type_name")
    switch payload {
    case "open_session_response", "rakp_message_2", "rakp_message_4":
      return [RoleStatement(.ipmi, payload ?? "")]
    default: break
    }
    if let isResponse = flag("response") {
      let command = text("command_name") ?? "command \(number("command") ?? 0)"
      // Watching is for servers; a controller that was asked watches nobody.
      return isResponse
        ? [RoleStatement(.ipmi, command)] : [RoleStatement(.polls, "ipmi")]
    }
    // What is encrypted shows its direction by the port alone.
    guard packet.sourcePort == 623, packet.destinationPort != 623 else { return [] }
    return [RoleStatement(.ipmi, "encrypted \(payload ?? "message")")]
  }

  private var sideband: [RoleStatement] {
    let name = text("control_packet_type_name") ?? "type \(number("control_packet_type") ?? 0)"
    let isAnswer = flag("response") == true || number("control_packet_type") == 0xff
    return [RoleStatement(.sideband, (isAnswer ? "answer " : "command ") + name)]
  }

  private var redirection: [RoleStatement] {
    guard packet.sourcePort == 16994 || packet.sourcePort == 16995 else { return [] }
    return [RoleStatement(.activeManagement, text("service") ?? text("status_name") ?? "answer")]
  }
}
