import Packets

extension RoleMessage {
  /// What a client or a server of DHCP shows. What a relay has passed on is about a machine elsewhere.
  var assignmentStatements: [RoleStatement] {
    message.name.rawValue == "dhcp" ? version4 : version6
  }

  /// Whether the client itself sent the frame.
  private var isFromClient: Bool {
    guard case .mac(let client) = fields["client_hardware_address"] else { return false }
    return client == packet.sourceMAC
  }

  private var version4: [RoleStatement] {
    guard number("operation") == 1 else {
      return packet.sourcePort == 67 ? [RoleStatement(.answers, "dhcp")] : []
    }
    guard isFromClient else { return [] }
    var statements: [RoleStatement] = []
    if let text = text("vendor_class_identifier") {
      statements.append(RoleStatement(.vendorClass, text))
    }
    if let options = fields["parameter_request_list"]?.values, !options.isEmpty {
      let numbers = options.compactMap(\.number).map { String($0) }
      statements.append(RoleStatement(.parameterRequests, numbers.joined(separator: ",")))
    }
    if let name = text("host_name") ?? fields["client_fqdn"]?.fields?["name"]?.text, !name.isEmpty {
      statements.append(RoleStatement(.hostName, name, isName: true))
    }
    return statements
  }

  private var version6: [RoleStatement] {
    switch text("message_type_name") {
    case "ADVERTISE", "REPLY": return [RoleStatement(.answers, "dhcpv6")]
    case "RELAY-FORW", "RELAY-REPL": return []
    default:
      guard packet.sourcePort == 546,
        let name = fields["client_fqdn"]?.fields?["name"]?.text, !name.isEmpty
      else { return [] }
      return [RoleStatement(.hostName, name, isName: true)]
    }
  }
}
