/// TLVs of IEEE 802.1, 00-80-C2: IEEE 802.1Q-2018 annex D.2.
extension LinkLayerDiscovery {
  /// Reads one; `false` where its subtype is not known.
  static func bridging(
    _ subtype: UInt8, _ reader: inout ByteReader, _ gathered: inout Gathered
  ) throws(DecodeFault.Kind) -> Bool {
    if let name = bridgingNames[subtype], gathered.bridging[name] != nil { throw .option }
    switch subtype {
    case 1: gathered.bridging.add("port_vlan_id", try reader.uint16())
    case 2:
      var group = Fields()
      let flags = try reader.uint8()
      group.add("supported", flags & 2 != 0)
      group.add("enabled", flags & 4 != 0)
      group.add("port_and_protocol_vlan_id", try reader.uint16())
      gathered.bridgingLists.append(.group(group), to: "port_and_protocol_vlans")
    case 3:
      var vlan = Fields()
      vlan.add("vlan_id", try reader.uint16())
      vlan.add("vlan_name", text: try reader.take(Int(try reader.uint8())).untilZero())
      gathered.bridgingLists.append(.group(vlan), to: "vlans")
    case 4:
      gathered.bridgingLists.append(
        FieldValue(octets: try reader.take(Int(try reader.uint8()))), to: "protocol_identities")
    case 5: gathered.bridging.add("vid_usage_digest", try reader.uint32())
    case 6: gathered.bridging.add("management_vid", try reader.uint16())
    case 7: gathered.bridging.add("link_aggregation", try linkAggregation(&reader))
    case 8:
      var group = Fields()
      group.add("per_priority_cnpv_indicators", try reader.uint8())
      group.add("per_priority_ready_indicators", try reader.uint8())
      gathered.bridging.add("congestion_notification", group)
    case 9: try enhancedTransmission("ets_configuration", &reader, &gathered)
    case 10: try enhancedTransmission("ets_recommendation", &reader, &gathered)
    case 11:
      var group = Fields()
      let head = try reader.uint8()
      group.add("willing", head & 0x80 != 0)
      group.add("macsec_bypass_capability", head & 0x40 != 0)
      group.add("pfc_capability", head & 0x0f)
      group.add("pfc_enable", try reader.uint8())
      gathered.bridging.add("priority_based_flow_control", group)
    case 12: try applicationPriority(&reader, &gathered)
    default: return false
    }
    return true
  }

  /// What a message has once.
  private static let bridgingNames: [UInt8: String] = [
    1: "port_vlan_id", 5: "vid_usage_digest", 6: "management_vid", 7: "link_aggregation",
    8: "congestion_notification", 9: "ets_configuration", 10: "ets_recommendation",
    11: "priority_based_flow_control",
  ]

  /// Status and aggregated port, the same in the TLVs of 802.1 and 802.3.
  static func linkAggregation(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> Fields {
    var group = Fields()
    let status = try reader.uint8()
    group.add("aggregation_capability", status & 1 != 0)
    group.add("aggregation_status", status & 2 != 0)
    group.add("aggregated_port_id", try reader.uint32())
    return group
  }

  /// Priorities of traffic classes, their shares of the bandwidth in percent and how they are served.
  private static func enhancedTransmission(
    _ name: String, _ reader: inout ByteReader, _ gathered: inout Gathered
  ) throws(DecodeFault.Kind) {
    var group = Fields()
    let head = try reader.uint8()
    if name == "ets_configuration" {
      group.add("willing", head & 0x80 != 0)
      group.add("credit_based_shaper", head & 0x40 != 0)
      group.add("maximum_traffic_classes", head & 0x07)
    }
    group.add("priority_assignment", nibbles(try reader.uint32()))
    group.add("traffic_class_bandwidth_percent", try numbers(8, &reader))
    group.add("transmission_selection_algorithm", try numbers(8, &reader))
    gathered.bridging.add(name, group)
  }

  /// Eight numbers of four bits, that of priority 0 first.
  static func nibbles(_ word: UInt32) -> [FieldValue] {
    (0..<8).map { .number(UInt64(word >> (28 - 4 * $0) & 0x0f)) }
  }

  /// Numbers of one octet each.
  static func numbers(
    _ count: Int, _ reader: inout ByteReader
  ) throws(DecodeFault.Kind) -> [FieldValue] {
    var list: [FieldValue] = []
    for _ in 0..<count { list.append(.number(UInt64(try reader.uint8()))) }
    return list
  }

  /// Ends because each entry takes three octets.
  private static func applicationPriority(
    _ reader: inout ByteReader, _ gathered: inout Gathered
  ) throws(DecodeFault.Kind) {
    try reader.skip(1)
    while !reader.isAtEnd {
      var entry = Fields()
      let head = try reader.uint8()
      entry.add("priority", head >> 5)
      entry.add("selector", head & 0x07)
      entry.add("protocol_id", try reader.uint16())
      gathered.bridgingLists.append(.group(entry), to: "application_priorities")
    }
  }
}
