import Capture
import Devices
import Flows
import Packets
import Reports
import Testing

@Suite struct ConnectionLineTests {
  /// The lines of the conversations of some packets, in the order of their ends.
  private func lines(_ packets: [Packet], session: Session = Session())
    -> [String]
  {
    var generator = SystemRandomNumberGenerator()
    var table = FlowTable(
      limits: FlowLimits(), seed: FlowSeed(using: &generator), recordsHistory: true)
    var events = FlowEvents()
    var next = 0
    while next < packets.count { next = table.add(packets.span, from: next, events: &events) }
    _ = table.endAll(events: &events)
    let format = ConnectionLine(local: .unrouted)
    return events.list.compactMap { event in
      events.connection(of: event).map { connection in
        writtenText { format.write(event.flow, connection, session, to: &$0) }
      }
    }
  }

  private func packet(
    _ nanoseconds: Int64, from source: (address: UInt32, port: UInt16),
    to destination: (address: UInt32, port: UInt16), payload: UInt32
  ) -> Packet {
    var packet = Packet()
    packet.timestamp = Timestamp(rawValue: nanoseconds)
    packet.network = .ipv4
    packet.linkProtocol = LinkProtocol(.ipv4)
    packet.transport = .udp
    packet.traits = [.hasMAC, .hasPorts]
    packet.source = IPAddress(v4: source.address)
    packet.destination = IPAddress(v4: destination.address)
    packet.sourceMAC = MACAddress(rawValue: 0x00aa_0000_0000 | UInt64(source.address & 0xff))
    packet.destinationMAC = MACAddress(
      rawValue: 0x00aa_0000_0000 | UInt64(destination.address & 0xff))
    packet.sourcePort = source.port
    packet.destinationPort = destination.port
    packet.networkOffset = 14
    packet.transportOffset = 34
    packet.payloadOffset = 42
    packet.payloadLength = payload
    packet.wireLength = 42 + payload
    return packet
  }

  private let client: (UInt32, UInt16) = (0x0a14_010b, 40000)
  private let server: (UInt32, UInt16) = (0xc633_6432, 123)

  /// A conversation that a packet opened which lay in another one names the conversation of that one.
  @Test func parents() {
    var around = packet(
      1_700_000_000_000_000_000, from: client, to: (0xc633_6433, 4789), payload: 64)
    around.traits.insert(.carrier)
    let inside = packet(1_700_000_000_000_000_000, from: client, to: server, payload: 4)
    let alone = packet(1_700_000_000_000_000_000, from: server, to: (0x0a14_010c, 9), payload: 4)
    var generator = SystemRandomNumberGenerator()
    var table = FlowTable(
      limits: FlowLimits(), seed: FlowSeed(using: &generator), recordsHistory: true)
    var events = FlowEvents()
    let packets = [around, around, inside, alone]
    let added = table.add(packets.span, from: 0, events: &events)
    #expect(added == 4)
    #expect(events.parents.count == 1)
    let child = events.list[events.parents[0].event]
    #expect(child.kind == .opened && child.flow.responder.port == 123)
    let parent = events.list[0].flow
    #expect(
      events.parents[0].name.uid
        == ConnectionUID.text(parent.key, start: around.timestamp, sequel: 0))
    let line = lines([inside])[0]
    #expect(!line.contains("tunnel_parents"))
    events.removeAll()
    #expect(events.parents.isEmpty)
    let isMore = table.endAll(events: &events)
    #expect(!isMore)
    let written = events.list.compactMap { event in
      events.connection(of: event).map { connection in
        writtenText {
          ConnectionLine(local: .unrouted)
            .write(event.flow, connection, Session(), parent: "C0", to: &$0)
        }
      }
    }
    #expect(written.count == 3)
    #expect(written.allSatisfy { $0.contains(#""tunnel_parents":["C0"],"ip_proto":17"#) })
  }

  /// Every field that a UDP exchange has, byte for byte; times are cut to microseconds, not rounded.
  @Test func everything() {
    var there = packet(1_700_000_000_123_456_999, from: client, to: server, payload: 48)
    var back = packet(1_700_000_001_000_000_001, from: server, to: client, payload: 48)
    there.vlans = VLANStack.none.adding(20).adding(7).adding(1)
    back.vlans = there.vlans
    var session = Session()
    session.spoken = "ntp"
    session.recognition = .certain
    session.suggested = "ntp"
    session.ja4 = "t13d"
    session.ja4s = "t130"
    session.serverName = "a\"b"
    let found = lines([there, back], session: session)
    #expect(found.count == 1)
    let uid = found[0].split(separator: "\"")[5]
    #expect(uid.utf8.count == 18 && uid.first == "C")
    #expect(
      found[0].replacing(uid, with: "UID") == #"""
        {"ts":1700000000.123456,"uid":"UID","id.orig_h":"10.20.1.11","id.orig_p":40000,\#
        "id.resp_h":"198.51.100.50","id.resp_p":123,"proto":"udp","service":"ntp","duration":0.876544,\#
        "orig_bytes":48,"resp_bytes":48,"conn_state":"SF","local_orig":true,"local_resp":true,\#
        "missed_bytes":0,"history":"Dd","orig_pkts":1,"orig_ip_bytes":76,"resp_pkts":1,\#
        "resp_ip_bytes":76,"ip_proto":17,"community_id":"1:e7sryY0fG4DNQHYgUdu62p8WA2k=",\#
        "orig_l2_addr":"00:aa:00:00:00:0b","resp_l2_addr":"00:aa:00:00:00:32","vlan":20,\#
        "inner_vlan":7,"app_protocol":"ntp","suggested_protocol":"ntp","ja4":"t13d","ja4s":"t130",\#
        "sni":"a\"b"}

        """#)
  }

  /// One packet: no duration, and as in Zeek no payload bytes with it. An unsure protocol is no service.
  @Test func onePacket() throws {
    var session = Session()
    session.spoken = "ntp"
    let found = lines(
      [packet(5000, from: client, to: (0x0808_0808, 123), payload: 1)], session: session)
    let line = try JSONValue(Array(found[0].utf8))
    #expect(line["ts"] == .number("0.000005"))
    for absent in [
      "duration", "orig_bytes", "resp_bytes", "service", "vlan", "ja4", "sni", "fragments",
    ] {
      #expect(line[absent] == nil, "\(absent)")
    }
    #expect(line["app_protocol"] == .text("ntp"))
    #expect(line["conn_state"] == .text("S0"))
    #expect(line["local_resp"] == .flag(false))
    #expect(line["orig_pkts"] == .number("1"))
  }

  /// Before 1970, and what is not IP: no addresses, no state, the link protocol instead.
  @Test func link() {
    var lldp = Packet()
    lldp.timestamp = Timestamp(rawValue: -1_500_000_001)
    lldp.linkProtocol = LinkProtocol(EtherType(rawValue: 0x88cc))
    lldp.sourceMAC = MACAddress(rawValue: 5)
    lldp.destinationMAC = MACAddress(rawValue: 0x0180_c200_000e)
    lldp.payloadLength = 46
    var later = lldp
    later.timestamp = Timestamp(rawValue: 500_000_000)
    let found = lines([lldp, later])
    let uid = found[0].split(separator: "\"")[5]
    #expect(
      found[0].replacing(uid, with: "UID") == #"""
        {"ts":-1.500001,"uid":"UID","proto":"link","duration":2.000001,"orig_bytes":92,"resp_bytes":0,\#
        "orig_pkts":2,"resp_pkts":0,"orig_l2_addr":"00:00:00:00:00:05",\#
        "resp_l2_addr":"01:80:c2:00:00:0e","link_protocol":"0x88cc"}

        """#)
  }

  /// Zeek knows TCP, UDP and ICMP of both versions by name.
  @Test func transports() throws {
    for (number, name) in [
      (1, "icmp"), (58, "icmp"), (132, "unknown_transport"), (47, "unknown_transport"),
    ] {
      var one = packet(0, from: client, to: server, payload: 9)
      one.transport = IPProtocol(rawValue: UInt8(number))
      if number == 47 {
        one.traits = [.hasMAC, .laterFragment]
      }
      let line = try JSONValue(Array(lines([one])[0].utf8))
      #expect(line["proto"] == .text(name))
      #expect(line["ip_proto"] == .number("\(number)"))
      #expect(line["conn_state"] == .text("OTH"))
      #expect(line["history"] == nil)
      #expect(line["fragments"] == (number == 47 ? .flag(true) : nil))
    }
  }
}
