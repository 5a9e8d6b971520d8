import Packets

extension RoleMessage {
  /// What servers and clients say of their software.
  var bannerStatements: [RoleStatement] {
    switch message.name.rawValue {
    case "tls": return certificate
    case "http": return web
    case "ssh":
      guard !fromInitiator, let software = text("software") else { return [] }
      return [
        RoleStatement(.secureShell, text("comments").map { "\(software) \($0)" } ?? software)
      ]
    case "rfb":
      guard flag("server") == true, let version = text("protocol_version") else { return [] }
      return [RoleStatement(.framebuffer, version)]
    case "snmp": return management
    default: return greeting
    }
  }

  private var certificate: [RoleStatement] {
    guard !fromInitiator, let certificate = fields["certificate"]?.fields else { return [] }
    return ["subject", "issuer"].compactMap { name in
      certificate[name]?.text.map { RoleStatement(.certificate, $0) }
    }
  }

  private var web: [RoleStatement] {
    guard number("status_code") != nil else {
      return text("user_agent").map { [RoleStatement(.userAgent, $0)] } ?? []
    }
    var statements: [RoleStatement] = []
    if packet.sourcePort == 9100 { statements.append(RoleStatement(.answers, "http/9100")) }
    for name in ["server", "realm"] {
      if let text = text(name) { statements.append(RoleStatement(.webServer, text)) }
    }
    return statements
  }

  private var greeting: [RoleStatement] {
    guard !fromInitiator, let text = text("text") else { return [] }
    if message.name.rawValue == "smtp" {
      // Whoever takes mail greets with 220; a client that is refused is no mail server.
      guard number("reply_code") == 220 else { return [] }
      return [RoleStatement(.greeting, "smtp \(text)")]
    }
    return [RoleStatement(.greeting, text)]
  }

  private static let systemDescription = "1.3.6.1.2.1.1.1.0"
  private static let systemObject = "1.3.6.1.2.1.1.2.0"
  private static let systemName = "1.3.6.1.2.1.1.5.0"

  /// RFC 3418 of an agent's answers; traps by their enterprise.
  private var management: [RoleStatement] {
    var statements: [RoleStatement] = []
    let type = text("pdu_type_name") ?? ""
    switch type {
    case "get_request", "get_next_request", "get_bulk_request":
      return [RoleStatement(.polls, "snmp")]
    case "trap", "snmpv2_trap", "inform_request":
      statements.append(RoleStatement(.collects, "snmp trap", .destination))
      if let enterprise = text("enterprise") ?? text("trap_oid") {
        statements.append(RoleStatement(.managementAgent, "trap of \(enterprise)"))
      }
      return statements
    default: break
    }
    for binding in (fields["variable_bindings"]?.values ?? []).compactMap(\.fields) {
      guard let name = binding["name"]?.text, let value = binding["value"]?.text, !value.isEmpty
      else { continue }
      switch name {
      case Self.systemDescription, Self.systemObject:
        statements.append(RoleStatement(.managementAgent, value))
      case Self.systemName: statements.append(RoleStatement(.hostName, value, isName: true))
      default: break
      }
    }
    return statements
  }
}
