internal import Capture
public import Flows
public import Packets

/// A conversation that is over as one JSON line, with the field names and the order of Zeek's conn.log.
///
/// Zeek's: `ts`, `uid`, `id.orig_h`, `id.orig_p`, `id.resp_h`, `id.resp_p`, `proto`, `service`,
/// `duration`, `orig_bytes`, `resp_bytes`, `conn_state`, `local_orig`, `local_resp`, `missed_bytes`,
/// `history`, `orig_pkts`, `orig_ip_bytes`, `resp_pkts`, `resp_ip_bytes`, `tunnel_parents` (the
/// conversation around its first packet), `ip_proto`. Added:
/// `community_id`, `orig_l2_addr`, `resp_l2_addr`, `vlan`, `inner_vlan`, `link_protocol` (only where
/// `proto` is `link`), `fragments`, `app_protocol`, `suggested_protocol`, `ja4`, `ja4s`, `sni`.
///
/// What has no value is left out, and as in Zeek `duration` and the payload bytes with it where it is
/// zero. Times are in seconds with six decimals, cut and not rounded.
public struct ConnectionLine: Sendable {
  private let local: LocalNetworks

  /// A format that calls the addresses of some networks local.
  public init(local: LocalNetworks) { self.local = local }

  /// Writes the line, line feed included, behind what the writer holds.
  public func write(
    _ flow: Flow, _ connection: Connection, _ session: Session, parent: String? = nil,
    to line: inout JSONWriter
  ) {
    let initiator = flow.initiator
    let responder = flow.responder
    line.beginObject()
    line.key("ts")
    line.microseconds(Self.microseconds(connection.start))
    line.field(
      "uid", ConnectionUID.text(flow.key, start: connection.start, sequel: connection.sequel))
    if flow.isIP {
      line.field("id.orig_h", initiator.address)
      line.field("id.orig_p", Int(initiator.port))
      line.field("id.resp_h", responder.address)
      line.field("id.resp_p", Int(responder.port))
    }
    line.field("proto", Self.transport(flow))
    if session.recognition == .certain, let spoken = session.spoken {
      line.field("service", spoken.rawValue)
    }
    let duration = Self.microseconds(connection.last) - Self.microseconds(connection.start)
    if duration > 0 {
      line.key("duration")
      line.microseconds(duration)
      line.field("orig_bytes", connection.originator.payloadBytes)
      line.field("resp_bytes", connection.responder.payloadBytes)
    }
    if flow.isIP {
      line.field("conn_state", connection.state.rawValue)
      line.field("local_orig", local.contains(initiator.address))
      line.field("local_resp", local.contains(responder.address))
      line.field("missed_bytes", connection.missedBytes)
      if !connection.history.isEmpty {
        line.field("history", String(decoding: connection.history, as: UTF8.self))
      }
    }
    line.field("orig_pkts", connection.originator.packets)
    if flow.isIP { line.field("orig_ip_bytes", connection.originator.ipBytes) }
    line.field("resp_pkts", connection.responder.packets)
    if flow.isIP { line.field("resp_ip_bytes", connection.responder.ipBytes) }
    if let parent {
      line.beginArray("tunnel_parents")
      line.text(parent)
      line.endArray()
    }
    writeAdditions(flow, session, to: &line)
    line.endObject()
    line.endLine()
  }

  private func writeAdditions(
    _ flow: Flow, _ session: Session, to line: inout JSONWriter
  ) {
    let initiator = flow.initiator
    let responder = flow.responder
    if let transport = flow.transport {
      line.field("ip_proto", Int(transport.rawValue))
      line.field(
        "community_id",
        CommunityID.v1(
          source: initiator.address, destination: responder.address, protocol: transport,
          sourcePort: initiator.port, destinationPort: responder.port))
    }
    if initiator.mac != .zero { line.field("orig_l2_addr", initiator.mac.description) }
    if responder.mac != .zero { line.field("resp_l2_addr", responder.mac.description) }
    let vlans = flow.vlans.identifiers
    if let outer = vlans.first { line.field("vlan", Int(outer)) }
    if vlans.count > 1 { line.field("inner_vlan", Int(vlans[1])) }
    if !flow.isIP { line.field("link_protocol", flow.linkProtocol.description) }
    if flow.traits.contains(.fragments) { line.field("fragments", true) }
    if let spoken = session.spoken { line.field("app_protocol", spoken.rawValue) }
    if let suggested = session.suggested {
      line.field("suggested_protocol", suggested.rawValue)
    }
    if let ja4 = session.ja4 { line.field("ja4", ja4, limit: 64) }
    if let ja4s = session.ja4s { line.field("ja4s", ja4s, limit: 64) }
    if let name = session.serverName { line.field("sni", name, limit: 255) }
  }

  /// Zeek's word for what IP carries; `link` where it is not IP.
  private static func transport(_ flow: Flow) -> String {
    switch flow.transport {
    case nil: "link"
    case .tcp: "tcp"
    case .udp: "udp"
    case .icmp, .icmpv6: "icmp"
    default: "unknown_transport"
    }
  }

  /// Whole microseconds since the epoch, rounded down.
  private static func microseconds(_ time: Timestamp) -> Int64 {
    let (quotient, remainder) = time.rawValue.quotientAndRemainder(dividingBy: 1000)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

extension JSONWriter {
  /// Writes microseconds as seconds with six decimals.
  fileprivate mutating func microseconds(_ value: Int64) {
    beginValue()
    if value < 0 { literal("-") }
    let (seconds, fraction) = value.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    digits(seconds)
    literal(".")
    digits(fraction, width: 6)
  }
}
