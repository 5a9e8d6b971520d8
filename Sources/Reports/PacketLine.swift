public import Capture
public import Packets

/// A packet as one JSON line: what the decoder read of it, for people and other dissectors.
///
/// Keys: `number` (from 1), `time` (epoch seconds, nine digits), `wire_length`, `captured_length`,
/// `layers` (names, outermost first), `link`, `source_mac`, `destination_mac`, `vlans`, `network`,
/// `source_ip`, `destination_ip`, `transport` (number), `source_port`, `destination_port` or
/// `icmp_type`, `icmp_code`, `time_to_live`, `tcp_flags`, `fragment_offset`, `payload_offset`,
/// `payload_length`, `payload_captured`, `fault`; of a packet in a tunnel `encapsulations`, outermost
/// first, each with `type`, `identifier`, and the addresses and ports of the carrying packet, while all
/// other keys are those of the innermost packet; `tcp_signature` of a SYN or SYN-ACK, as p0f writes it;
/// then the fields of the headers, an object each (`arp`,
/// `ipv4`, `ipv6`, `tcp`), and `message` with `protocol`, `recognition`, `fields`, `fault`. What was not
/// read is left out.
public struct PacketLine {
  /// The packet's place in the capture, from 1.
  public var number: UInt64 = 0
  /// The link type of its frame.
  public var linkType = LinkType(rawValue: 0)
  /// The fields of its headers.
  public var headers = Fields()
  /// What a SYN or SYN-ACK tells of its sender.
  public var signature: TCPSignature?
  /// The layers around it, where it is in a tunnel, outermost first.
  public var outers: [OuterLayer] = []
  /// The message that it carries or completes.
  public var message: Message?

  /// A line of nothing yet.
  public init() {}

  /// Writes the line, line feed included, behind what the writer holds.
  public func write(_ packet: borrowing Packet, to line: inout JSONWriter) {
    let traits = packet.traits
    let network = packet.network
    line.beginObject()
    line.field("number", number)
    line.field("time", time(packet.timestamp))
    line.field("wire_length", Int(packet.wireLength))
    line.field("captured_length", Int(packet.capturedLength))
    writeLayers(packet, to: &line)
    let link = packet.linkProtocol
    if link != .none { line.field("link", link.description) }
    if traits.contains(.hasMAC) {
      line.field("source_mac", packet.sourceMAC.description)
      line.field("destination_mac", packet.destinationMAC.description)
    }
    line.beginArray("vlans")
    for identifier in packet.vlans.identifiers { line.integer(Int(identifier)) }
    line.endArray()
    if network != .none {
      line.field("network", "\(network)")
      let source = packet.source
      let destination = packet.destination
      if network != .arp || source != .zero || destination != .zero {
        line.field("source_ip", source)
        line.field("destination_ip", destination)
      }
    }
    if packet.isIP { writeTransport(packet, traits, to: &line) }
    line.field("payload_offset", Int(packet.payloadOffset))
    line.field("payload_length", Int(packet.payloadLength))
    line.field("payload_captured", Int(packet.payloadCaptured))
    let fault = packet.fault
    if fault != .none { line.field("fault", fault.description) }
    if !outers.isEmpty { writeOuters(to: &line) }
    if let signature { line.field("tcp_signature", signature.description) }
    for header in headers.list {
      line.key(header.name)
      line.value(header.value)
    }
    if let message { write(message, to: &line) }
    line.endObject()
    line.endLine()
  }

  private func writeTransport(
    _ packet: borrowing Packet, _ traits: Packet.Traits, to line: inout JSONWriter
  ) {
    let transport = packet.transport
    line.field("transport", Int(transport.rawValue))
    if traits.contains(.hasPorts) {
      let isICMP = transport == .icmp || transport == .icmpv6
      line.field(isICMP ? "icmp_type" : "source_port", Int(packet.sourcePort))
      line.field(isICMP ? "icmp_code" : "destination_port", Int(packet.destinationPort))
    }
    line.field("time_to_live", Int(packet.timeToLive))
    if transport == .tcp, traits.contains(.hasPorts) {
      line.field("tcp_flags", Int(packet.tcpFlags.rawValue))
    }
    line.field("fragment_offset", Int(packet.fragmentOffset))
  }

  private func time(_ timestamp: Timestamp) -> String {
    let magnitude = timestamp.rawValue.magnitude
    let fraction = String(magnitude % 1_000_000_000)
    let zeros = String(repeating: "0", count: 9 - fraction.utf8.count)
    let sign = timestamp.rawValue < 0 ? "-" : ""
    return "\(sign)\(magnitude / 1_000_000_000).\(zeros)\(fraction)"
  }

  /// Of a carrier the transport is told only where it has ports; else it is the encapsulation's own number.
  private func writeHeaders(
    _ packet: borrowing Packet, isCarrier: Bool, to line: inout JSONWriter
  ) {
    if packet.network != .none { line.text("\(packet.network)") }
    let isWhole = packet.traits.isSuperset(of: [.reassembled, .hasPorts])
    let isReached = packet.transportOffset > 0
    guard packet.isIP, isWhole || isReached else { return }
    if isCarrier, !packet.traits.contains(.hasPorts) { return }
    line.text(packet.transport.layerName)
  }

  private func writeOuters(to line: inout JSONWriter) {
    line.beginArray("encapsulations")
    for outer in outers {
      line.beginObject()
      line.field("type", outer.encapsulation.protocolName.rawValue)
      line.field("identifier", outer.identifier)
      if outer.packet.traits.contains(.hasMAC) {
        line.field("source_mac", outer.packet.sourceMAC.description)
        line.field("destination_mac", outer.packet.destinationMAC.description)
      }
      if outer.packet.isIP {
        line.field("source_ip", outer.packet.source)
        line.field("destination_ip", outer.packet.destination)
        line.field("transport", Int(outer.packet.transport.rawValue))
        if outer.packet.traits.contains(.hasPorts) {
          line.field("source_port", Int(outer.packet.sourcePort))
          line.field("destination_port", Int(outer.packet.destinationPort))
        }
      }
      if outer.packet.fault != .none { line.field("fault", outer.packet.fault.description) }
      line.endObject()
    }
    line.endArray()
  }

  private func write(_ message: Message, to line: inout JSONWriter) {
    line.beginObject("message")
    line.field("protocol", message.name.rawValue)
    line.field("recognition", "\(message.recognition)")
    line.key("fields")
    line.value(.group(message.fields))
    if message.fault != .none { line.field("fault", message.fault.description) }
    line.endObject()
  }

  private func writeLayers(_ packet: borrowing Packet, to line: inout JSONWriter) {
    line.beginArray("layers")
    line.text(linkType.layerName)
    var vlans = 0
    for outer in outers {
      for _ in outer.packet.vlans.identifiers.dropFirst(vlans) { line.text("vlan") }
      vlans = outer.packet.vlans.identifiers.count
      writeHeaders(outer.packet, isCarrier: true, to: &line)
      line.text(outer.encapsulation.protocolName.rawValue)
    }
    let carrier = outers.last?.packet
    if let carrier, packet.sourceMAC != carrier.sourceMAC { line.text("ethernet") }
    // An inner packet without a link layer has the tags of the frame that carries it.
    if carrier?.vlans != packet.vlans {
      for _ in packet.vlans.identifiers { line.text("vlan") }
    }
    writeHeaders(packet, isCarrier: false, to: &line)
    if let message, message.name.rawValue != packet.transport.layerName {
      line.text(message.name.rawValue)
    }
    line.endArray()
  }
}
