import Packets

extension RoleMessage {
  /// Answers to others, and what machines send to collectors.
  var serviceStatements: [RoleStatement] {
    let name = message.name.rawValue
    switch name {
    case "dns": return domainNames
    case "ntp":
      return number("mode") == 4 && packet.sourcePort == 123 ? [answer(name)] : []
    case "syslog", "sflow", "netflow", "ipfix":
      return [RoleStatement(.collects, name, .destination)]
    case "radius":
      // Accept, reject, accounting answer, challenge: RFC 2865 section 3, RFC 2866 section 3.
      return [2, 3, 5, 11].contains(number("code")) ? [answer(name)] : []
    case "tacacs_plus": return fromInitiator ? [] : [answer(name)]
    case "kerberos":
      // AS-REP, TGS-REP and errors, RFC 4120 section 7.5.7.
      return [11, 13, 30].contains(number("message_type")) ? [answer(name)] : []
    case "ldap": return fromInitiator ? [] : [answer(name)]
    default: return []
    }
  }

  private func answer(_ name: String) -> RoleStatement { RoleStatement(.answers, name) }

  private var domainNames: [RoleStatement] {
    if flag("response") == true {
      return packet.sourcePort == 53 ? [answer("dns")] : []
    }
    return (fields["questions"]?.values ?? []).prefix(1).compactMap { question in
      question.fields?["name"]?.text.map { name in
        let end = name.utf8.last == UInt8(ascii: ".") ? 1 : 0
        return RoleStatement(.asksFor, String(name.dropLast(end)))
      }
    }
  }
}
