/// The headers of a packet as named values, for people and other dissectors.
///
/// Reads again what the decoder found sound, at the offsets that it left; nothing here decides what
/// follows what.
enum HeaderFields {
  /// The network and transport headers of a packet, one group each.
  /// - Parameters:
  ///   - packet: The packet.
  ///   - network: Its bytes from the network header on.
  ///   - transport: Its bytes from the transport header on, which may lie elsewhere.
  /// - Returns: The groups, none for what was not read.
  static func read(_ packet: Packet, network: RawSpan, transport: RawSpan) -> Fields {
    var fields = Fields()
    switch packet.network {
    case .ipv4: add(ipv4: network, to: &fields)
    case .ipv6: add(ipv6: network, to: &fields)
    case .arp: add(arp: network, to: &fields)
    case .none: break
    }
    if packet.isIP, packet.transport == .tcp { add(tcp: transport, to: &fields) }
    return fields
  }

  /// RFC 791 section 3.1.
  private static func add(ipv4 bytes: RawSpan, to fields: inout Fields) {
    guard let header = try? IPv4Header(bytes) else { return }
    var group = Fields()
    group.add("header_length", UInt(header.length))
    group.add("type_of_service", header.typeOfService)
    group.add("total_length", UInt(header.totalLength))
    group.add("identification", header.identification)
    group.add("flags", header.flags)
    group.add("header_checksum", header.checksum)
    if header.options.byteCount > 0 { group.add("options", octets: header.options) }
    fields.add("ipv4", group)
  }

  /// RFC 8200 section 3.
  private static func add(ipv6 bytes: RawSpan, to fields: inout Fields) {
    guard let header = try? IPv6Header(bytes) else { return }
    var group = Fields()
    group.add("traffic_class", header.trafficClass)
    group.add("flow_label", header.flowLabel)
    group.add("payload_length", UInt(header.payloadLength))
    group.add("next_header", header.nextHeader.rawValue)
    fields.add("ipv6", group)
  }

  /// RFC 826.
  private static func add(arp bytes: RawSpan, to fields: inout Fields) {
    guard let header = try? ARPHeader(bytes) else { return }
    var group = Fields()
    group.add("operation", header.operation)
    if let hardware = header.hardwareAddresses {
      group.add("sender_hardware_address", hardware.sender)
      group.add("target_hardware_address", hardware.target)
    }
    fields.add("arp", group)
  }

  /// RFC 9293 section 3.1.
  private static func add(tcp bytes: RawSpan, to fields: inout Fields) {
    guard let header = try? TCPHeader(bytes, wireLength: bytes.byteCount) else { return }
    var group = Fields()
    group.add("sequence_number", header.sequenceNumber)
    group.add("acknowledgment_number", header.acknowledgmentNumber)
    group.add("data_offset", UInt(header.length))
    group.add("flags", header.flags.rawValue)
    group.add("window", header.window)
    if header.options.byteCount > 0 { group.add("options", octets: header.options) }
    fields.add("tcp", group)
  }
}
