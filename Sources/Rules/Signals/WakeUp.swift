import Capture
import Flows
import Packets

/// A packet to a device that nobody on it has asked for: what may wake a hidden listener.
struct WakeUp: Sendable {
  /// What it is.
  let kind: Kind
  /// When it came.
  let time: Timestamp
  /// Who sent it.
  let source: IPAddress
  /// The port it came from; of ICMP the type.
  let sourcePort: UInt16
  /// The device's port it went to; of ICMP the code.
  let port: UInt16
  /// Its octets from the transport header on; none of a packet that is nothing but a header.
  let sample: PacketSample
  /// How many sequence numbers of the same series of pings it stands for, beside its own (`WakeUp+Series.swift`).
  var series: UInt16 = 0
  /// What the device did about it so far.
  var reply = Reply.none

  /// Sorts of such packets.
  enum Kind: UInt8, Sendable {
    /// ICMP but for errors, answers, and what IP needs to work.
    case icmp = 1
    /// A datagram.
    case datagram = 2
    /// A SYN.
    case syn = 3
    /// A SYN that carries payload, without TCP Fast Open.
    case loadedSYN = 4
    /// A segment of a connection that nobody has opened.
    case stray = 5
    /// The first payload of a connection that the device has accepted.
    case firstPayload = 6
  }

  /// What a device does about a packet.
  enum Reply: UInt8, Sendable {
    /// Nothing that was seen.
    case none = 0
    /// It has answered.
    case answered = 1
    /// It has reset the connection.
    case refused = 2
  }

  /// Whether a call to its sender may be for its sake: ordinary services do not call back whom they serve.
  var mayCallSender: Bool {
    switch kind {
    case .icmp, .loadedSYN: true
    case .datagram, .syn: reply != .answered
    // A connection from before the capture looks the same until the device resets it.
    case .stray: reply == .refused
    case .firstPayload: false
    }
  }

  /// Whether no service has had to do with it.
  var isUnserved: Bool {
    switch kind {
    case .icmp, .loadedSYN: true
    case .datagram, .syn, .stray: reply != .answered
    case .firstPayload: false
    }
  }

  /// Whether hardly a program sends such packets on its own: SYNs with payload, and ICMP that is no echo request.
  var isOdd: Bool {
    kind == .loadedSYN || kind == .icmp && sourcePort != 8 && sourcePort != 128
  }

  /// Whether it is nothing but a header.
  var isBare: Bool { sample.payloadStart == sample.octets.count }

  /// Whether both are the same sort of packet, however often it comes.
  func isLike(_ other: WakeUp) -> Bool {
    isOfSort(other) && sample == other.sample
  }

  /// Whether both come from one sender and go to one place.
  func isOfSort(_ other: WakeUp) -> Bool {
    kind == other.kind && source == other.source && sourcePort == other.sourcePort
      && port == other.port
  }

  /// Whether it belongs to a conversation between these ends.
  func isOf(_ peer: Flow.End, _ device: Flow.End, _ transport: IPProtocol?) -> Bool {
    sample.transport == transport && source == peer.address && sourcePort == peer.port
      && port == device.port
  }

  /// `an ICMP message of type 8`, `a datagram to port 4444 (udp)`.
  var phrase: String {
    let service = "\(ServiceKind(transport: sample.transport, port: port))"
    let end = reply == .refused ? ", which it refused" : ""
    switch kind {
    case .icmp:
      return (series > 0 ? "a series of ICMP messages" : "an ICMP message")
        + " of type \(sourcePort)"
    case .datagram: return "a datagram to \(service)"
    case .syn: return "a SYN to \(service)\(end.isEmpty ? ", which it did not accept" : end)"
    case .loadedSYN: return "a SYN with payload to \(service)"
    case .stray: return "a segment to \(service) without a connection"
    case .firstPayload: return "the first payload of a connection to \(service)"
    }
  }
}

extension WakeUp {
  /// The packet behind an event, where the device has not asked for it.
  init?(_ sighting: borrowing Sighting) {
    let event = sighting.event
    guard !sighting.fromDevice, let sample = sighting.content.sample,
      let kind = WakeUp.kind(sample, sighting)
    else { return nil }
    if let name = sighting.content.message?.name, WakeUp.addressBearers.contains(name) {
      return nil
    }
    self.init(
      kind: kind, time: event.time, source: sighting.peerEnd.address,
      sourcePort: sighting.peerEnd.port, port: sighting.deviceEnd.port, sample: sample)
  }

  /// Whether a conversation that the device seems to have begun may be none: TCP to which it has sent no SYN.
  static func mayBeUnasked(_ sighting: borrowing Sighting) -> Bool {
    let flow = sighting.event.flow
    return flow.transport == .tcp && !flow.initiator.tcpFlags.contains(.syn)
      && !flow.traits.contains(.continued)
  }

  /// A packet without payload that opens a conversation: an empty datagram, or a bare segment.
  init?(bare sighting: borrowing Sighting) {
    let event = sighting.event
    let flow = event.flow
    guard !sighting.deviceStarted, !sighting.fromDevice, event.payloadLength == 0,
      let transport = flow.transport
    else { return nil }
    let kind: Kind
    switch transport {
    case .udp: kind = .datagram
    case .tcp where flow.traits.contains(.midstream): kind = .stray
    default: return nil
    }
    self.init(
      kind: kind, time: event.time, source: flow.initiator.address,
      sourcePort: flow.initiator.port, port: flow.responder.port,
      sample: PacketSample(transport: transport, octets: [], payloadStart: 0))
  }

  private static func kind(_ sample: PacketSample, _ sighting: borrowing Sighting) -> Kind? {
    let event = sighting.event
    let flow = event.flow
    let isFirst = sighting.deviceEnd.packets == 0
    switch sample.transport {
    case .icmp, .icmpv6:
      return flow.isICMPError || isOfIPItself(flow) ? nil : .icmp
    case .udp, .udpLite: return isFirst ? .datagram : nil
    case .tcp:
      guard sample.octets.count >= 20 else { return nil }
      let flags = TCPFlags(rawValue: sample.octets[13])
      // An answer to nothing.
      if sighting.deviceStarted { return isFirst ? .stray : nil }
      if flags.contains(.rst) { return nil }
      if let header = SYNHeader(sample) {
        // With Fast Open the payload is what any client says first.
        if header.payloadLength == 0 { return .syn }
        return header.asksFastOpen ? .firstPayload : .loadedSYN
      }
      if flags.contains(.syn) { return nil }
      if flow.traits.contains(.midstream) { return isFirst ? .stray : nil }
      let isFirstPayload =
        event.payloadLength > 0
        && flow.initiator.payloadBytes == UInt64(event.payloadLength)
      return isFirstPayload ? .firstPayload : nil
    default: return nil
    }
  }

  /// Whether an ICMP conversation is a part of IP itself: routers, neighbors, groups, names (RFC 1256; RFC 4443,
  /// 4861, 2710, 3810, 4620). They come unasked, and tell addresses.
  private static func isOfIPItself(_ flow: Flow) -> Bool {
    let type = flow.initiator.port
    return flow.transport == .icmp
      ? type == 9 || type == 10 : 130...157 ~= type
  }

  /// Protocols whose messages carry addresses by right, also of machines that the receiver then talks to.
  private static let addressBearers: Set<ProtocolName> = [
    "bfd", "bgp", "carp", "dhcp", "dhcpv6", "dns", "eigrp", "ftp", "glbp", "gre", "hsrp", "igmp",
    "ipfix", "ipmi", "kerberos", "l2tp", "ldap", "llmnr", "mdns", "nbns", "netflow", "ntp", "ospf",
    "pim", "ptp", "radius", "rip", "ripng", "sflow", "slp", "snmp", "ssdp", "tacacs_plus",
    "vrrp", "wake_on_lan", "ws_discovery",
  ]
}

/// A wake-up packet as it is kept over a restart.
extension WakeUp: Storable {
  func store(to writer: inout StoredWriter) {
    writer.add(kind.rawValue)
    writer.add(reply.rawValue)
    writer.add(time)
    writer.add(source)
    writer.add(sourcePort)
    writer.add(port)
    writer.add(sample.transport.rawValue)
    writer.add(sample.octets)
    writer.add(UInt16(sample.payloadStart))
    writer.add(UInt32(truncatingIfNeeded: sample.wireLength))
    writer.add(series)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    kind = try reader.choice()
    reply = try reader.choice()
    time = try reader.time()
    source = try reader.address()
    sourcePort = try reader.number()
    port = try reader.number()
    let transport = IPProtocol(rawValue: try reader.number())
    let octets = try reader.values()
    let payloadStart = Int(try reader.number(UInt16.self))
    sample = PacketSample(
      transport: transport, octets: octets, payloadStart: payloadStart,
      wireLength: Int(try reader.number(UInt32.self)))
    series = try reader.number()
  }
}
