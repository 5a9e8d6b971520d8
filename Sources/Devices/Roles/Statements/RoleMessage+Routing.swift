import Packets

extension RoleMessage {
  /// What routers say to each other and to their hosts.
  var routingStatements: [RoleStatement] {
    switch message.name.rawValue {
    case "igmp":
      // A group that is asked for, or all of them: RFC 3376 section 4.1.
      number("type") == 0x11 ? [route("igmp query")] : []
    case "icmp": version4
    case "icmpv6": version6
    case "rip":
      // A request is also what a host sends that wants to know its routers.
      number("command") == 2 ? [route("rip")] : []
    case "ripng": number("command") == 2 ? [route("ripng")] : []
    default: [route(message.name.rawValue)]
    }
  }

  private func route(_ text: String) -> RoleStatement { RoleStatement(.routing, text) }

  private var version4: [RoleStatement] {
    switch number("type") {
    // A host without an address yet, or one that names itself, routes nothing: Linux with two interfaces sends such.
    case 5:
      packet.source == IPAddress(v4: 0) || fields["gateway_address"] == .address(packet.source)
        ? [] : [route("redirect")]
    case 9: [route("router discovery")]
    case 11 where number("code") == 0: [route("time exceeded")]
    default: []
    }
  }

  private var version6: [RoleStatement] {
    switch number("type") {
    case 3 where number("code") == 0: [route("time exceeded")]
    case 130: [route("mld query")]
    case 134: [route("router advertisement")]
    case 136 where flag("router") == true: [route("router neighbor")]
    case 137: [route("redirect")]
    default: []
    }
  }
}
