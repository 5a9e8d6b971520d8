import Packets

extension RoleMessage {
  /// What a machine tells the other end of its cable about itself.
  var neighborStatements: [RoleStatement] {
    switch message.name.rawValue {
    case "lldp": linkLayer
    case "edp":
      [RoleStatement(.bridging, "edp")] + (text("display").map { [name($0)] } ?? [])
    default: cisco
    }
  }

  private func name(_ text: String) -> RoleStatement {
    RoleStatement(.hostName, text, isName: true)
  }

  /// IEEE 802.1AB-2016 section 8.5: what is switched on counts, not what could be.
  private var linkLayer: [RoleStatement] {
    // The last message of an agent, a shutdown (section 9.1.2): it says nothing but that it ends.
    guard number("time_to_live_seconds") != 0 else { return [] }
    let hasName = fields["system_name"] != nil
    let hasDescription = fields["system_description"] != nil
    guard hasName || hasDescription || fields["system_capabilities"] != nil else {
      // A message that could not be read to its end is not known to lack them.
      guard message.fault == .none else { return [] }
      return [RoleStatement(.cardFirmware, text("port_description") ?? "identifiers only")]
    }
    var statements: [RoleStatement] = []
    if fields["enabled_capabilities"] != nil {
      let words = words("enabled_capabilities_names")
      statements.append(RoleStatement(.capabilities, "lldp \(words.isEmpty ? "none" : words)"))
    }
    if let description = text("system_description") {
      statements.append(RoleStatement(.platform, description))
    }
    if let system = text("system_name") { statements.append(name(system)) }
    return statements
  }

  private var cisco: [RoleStatement] {
    let isFoundry = message.name.rawValue == "fdp"
    var statements: [RoleStatement] = isFoundry ? [RoleStatement(.bridging, "fdp")] : []
    let words = words("capabilities_names")
    if !words.isEmpty { statements.append(RoleStatement(.capabilities, "cdp \(words)")) }
    if let platform = text("platform") { statements.append(RoleStatement(.platform, platform)) }
    if let device = text("device_id") { statements.append(name(device)) }
    return statements
  }

  /// Protocols that bridges speak, by name alone.
  var bridgeStatements: [RoleStatement] {
    switch message.name.rawValue {
    case "eapol":
      // Whoever wants in sends start and responses; requests come from the port.
      let isRequest = fields["eap"]?.fields?["code"]?.number == 1 || number("code") == 1
      return isRequest ? [RoleStatement(.bridging, "eapol authenticator")] : []
    default: return [RoleStatement(.bridging, message.name.rawValue)]
    }
  }
}
