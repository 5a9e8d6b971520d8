import Packets

extension RoleMessage {
  /// What a machine announces, or answers when it is looked for.
  var discoveryStatements: [RoleStatement] {
    switch message.name.rawValue {
    case "ssdp": simpleDiscovery
    case "mdns": multicastNames
    case "slp": serviceLocation
    case "ws_discovery": webServices
    case "nbns": netBIOS
    // Answers and questions alike: only some systems take part.
    default:
      [RoleStatement(.localNames, flag("response") == true ? "llmnr answer" : "llmnr question")]
    }
  }

  private var simpleDiscovery: [RoleStatement] {
    guard text("method") != "M-SEARCH" else {
      return text("user_agent").map { [RoleStatement(.userAgent, $0)] } ?? []
    }
    var statements: [RoleStatement] = []
    for name in ["notification_type", "search_target", "unique_service_name"] {
      guard let text = text(name), Self.isUniform(text) else { continue }
      statements.append(RoleStatement(.ssdp, text))
      break
    }
    if let server = text("server") { statements.append(RoleStatement(.webServer, server)) }
    return statements
  }

  /// Whether a target says more than which machine it is.
  private static func isUniform(_ text: String) -> Bool {
    text.utf8.starts(with: "urn:".utf8) || text.utf8.starts(with: "upnp:".utf8)
  }

  private var multicastNames: [RoleStatement] {
    guard flag("response") == true else { return [] }
    var statements: [RoleStatement] = []
    for section in ["answers", "additional"] {
      for record in (fields[section]?.values ?? []).compactMap(\.fields) {
        guard let name = record["name"]?.text else { continue }
        switch record["type"]?.number {
        case 12 where name.utf8.first == UInt8(ascii: "_"):
          statements.append(RoleStatement(.multicastDNS, name))
        case 1, 28:
          let label = name.utf8.prefix { $0 != UInt8(ascii: ".") }
          statements.append(
            RoleStatement(.hostName, String(decoding: label, as: UTF8.self), isName: true))
        default: break
        }
      }
    }
    return statements
  }

  private var serviceLocation: [RoleStatement] {
    switch number("function") {
    // Replies, registrations and advertisements; 1, 6 and 9 are questions.
    case 2, 3, 7, 8, 10, 11: break
    default: return []
    }
    var texts = ["service_type", "url", "attributes", "service_types"].compactMap { text($0) }
    if let url = fields["url_entry"]?.fields?["url"]?.text { texts.append(url) }
    texts += (fields["url_entries"]?.values ?? []).compactMap { $0.fields?["url"]?.text }
    return texts.prefix(4).map { RoleStatement(.serviceLocation, $0) }
  }

  private var webServices: [RoleStatement] {
    switch text("message") {
    case "Hello", "ProbeMatches", "ResolveMatches":
      [RoleStatement(.webServicesDiscovery, words("types"))]
    default: []
    }
  }

  /// Registrations (5, 8) and what is claimed in answers; a question shows nothing that is one's own.
  private var netBIOS: [RoleStatement] {
    guard let opcode = number("opcode"), opcode == 5 || opcode == 8,
      flag("response") == false,
      let question = fields["questions"]?.values?.first?.fields,
      let name = question["name"]?.text
    else { return [] }
    switch question["suffix"]?.number {
    case 0x1c: return [RoleStatement(.localNames, "netbios 1c")]
    case 0x00, 0x20:
      return [
        RoleStatement(.localNames, "netbios \(name)"), RoleStatement(.hostName, name, isName: true),
      ]
    default: return [RoleStatement(.localNames, "netbios \(name)")]
    }
  }
}
