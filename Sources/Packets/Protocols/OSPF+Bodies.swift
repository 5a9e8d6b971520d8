/// What follows the header of OSPF.
///
///     hello 2: | network mask 4 | hello interval 2 | options | priority | dead interval 4 |
///     hello 3: | interface ID 4 | priority | options 3 | hello interval 2 | dead interval 2 |
///     both:    | designated router 4 | backup designated router 4 | neighbors, 4 each |
///     database description 2: | interface MTU 2 | options | I M MS | sequence 4 | LSA headers |
///     database description 3: | 0 | options 3 | interface MTU 2 | 0 | I M MS | sequence 4 | LSA headers |
///     request: | type 4 | link state ID 4 | advertising router 4 | repeated
///     update:  | count 4 | LSAs, each of its header's length |
extension OSPF {
  static func readBody(
    _ version: UInt8, _ type: UInt8, _ bytes: RawSpan, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(bytes)
    switch type {
    case 1: try readHello(version, &reader, into: &fields)
    case 2:
      try readDescription(version, &reader, into: &fields)
      try readAdvertisements(version, areWhole: false, reader.rest, into: &fields)
    case 3: try readRequests(reader.rest, into: &fields)
    case 4:
      fields.add("link_state_advertisement_count", try reader.uint32())
      try readAdvertisements(version, areWhole: true, reader.rest, into: &fields)
    default: try readAdvertisements(version, areWhole: false, reader.rest, into: &fields)
    }
  }

  private static func readHello(
    _ version: UInt8, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    if version == 2 {
      fields.add("network_mask", try reader.ipv4Address())
      fields.add("hello_interval_seconds", try reader.uint16())
      fields.add("options", try reader.uint8())
      fields.add("router_priority", try reader.uint8())
      fields.add("router_dead_interval_seconds", try reader.uint32())
    } else {
      fields.add("interface_id", try reader.uint32())
      fields.add("router_priority", try reader.uint8())
      fields.add("options", try reader.uint24())
      fields.add("hello_interval_seconds", try reader.uint16())
      fields.add("router_dead_interval_seconds", try reader.uint16())
    }
    fields.add("designated_router", try reader.ipv4Address())
    fields.add("backup_designated_router", try reader.ipv4Address())
    var neighbors: [FieldValue] = []
    defer { fields.add("neighbors", neighbors) }
    while !reader.isAtEnd, neighbors.count < Fields.mostValues {
      neighbors.append(.address(try reader.ipv4Address()))
    }
  }

  private static func readDescription(
    _ version: UInt8, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    if version == 2 {
      fields.add("interface_mtu", try reader.uint16())
      fields.add("options", try reader.uint8())
    } else {
      try reader.skip(1)
      fields.add("options", try reader.uint24())
      fields.add("interface_mtu", try reader.uint16())
      try reader.skip(1)
    }
    let flags = try reader.uint8()
    fields.add("init", flags & 4 != 0)
    fields.add("more", flags & 2 != 0)
    fields.add("master", flags & 1 != 0)
    fields.add("dd_sequence_number", try reader.uint32())
  }

  private static func readRequests(
    _ bytes: RawSpan, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(bytes)
    var requests: [FieldValue] = []
    defer { fields.add("requests", requests) }
    while !reader.isAtEnd, requests.count < Fields.mostValues {
      var request = Fields()
      defer { requests.append(.group(request)) }
      request.add("link_state_type", try reader.uint32())
      request.add("link_state_id", try reader.ipv4Address())
      request.add("advertising_router", try reader.ipv4Address())
    }
  }

  /// Headers of 20 octets (RFC 2328 appendix A.4.1, RFC 5340 appendix A.4.2), in updates with their
  /// bodies behind them.
  private static func readAdvertisements(
    _ version: UInt8, areWhole: Bool, _ bytes: RawSpan, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(bytes)
    var advertisements: [FieldValue] = []
    defer { fields.add("link_state_advertisements", advertisements) }
    while !reader.isAtEnd, advertisements.count < Fields.mostValues {
      var advertisement = Fields()
      defer { advertisements.append(.group(advertisement)) }
      advertisement.add("link_state_age_seconds", try reader.uint16())
      if version == 2 {
        advertisement.add("options", try reader.uint8())
        advertisement.add("link_state_type", try reader.uint8())
      } else {
        advertisement.add("link_state_type", try reader.uint16())
      }
      advertisement.add("link_state_id", try reader.ipv4Address())
      advertisement.add("advertising_router", try reader.ipv4Address())
      advertisement.add("sequence_number", try reader.uint32())
      try reader.skip(2)
      let length = Int(try reader.uint16())
      guard length >= 20 else { throw .option }
      if areWhole { try reader.skip(length - 20) }
    }
  }
}
