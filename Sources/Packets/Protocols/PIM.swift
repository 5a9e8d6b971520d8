/// Protocol Independent Multicast version 2, RFC 7761 section 4.9, bootstrap of RFC 5059 section 4.
///
///     octet  0                      1          2          4
///            | version 2 4, type 4  | reserved | checksum | by type ...
///
///     hello:         | option: type 2, length 2, value | repeated
///     register:      | B N, reserved 30 | the multicast packet
///     register-stop: | group | source |
///     join/prune (3), graft (6), graft-ack (7):
///                    | upstream neighbor | 0 | groups 1 | holdtime 2 | groups, each with
///                      | group | joined sources 2 | pruned sources 2 | sources |
///     bootstrap:     | fragment tag 2 | hash mask length | BSR priority | BSR address | ...
///     assert:        | group | source | R 1, metric preference 31 | metric 4 |
///     candidate RP:  | prefix count | priority | holdtime 2 | RP address | groups |
///
/// Addresses are encoded: family (1 IPv4, 2 IPv6), encoding 0; groups and sources then have flags and a
/// mask length. Times count seconds, the delays of hello milliseconds.
enum PIM: Dissector {
  static let name: ProtocolName = "pim"
  static let carriers: [Carrier] = [.ip(IPProtocol(rawValue: 103))]

  private static let typeNames = [
    "Hello", "Register", "Register-Stop", "Join/Prune", "Bootstrap", "Assert", "Graft",
    "Graft-Ack", "Candidate-RP-Advertisement", "State Refresh",
  ]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 4, bytes.uint8(at: 0) >> 4 == 2 else { return .notMine }
    return .certain
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let first = try reader.uint8()
    guard first >> 4 == 2 else { throw .version }
    fields.add("version", first >> 4)
    let type = first & 15
    fields.add("type", type)
    if Int(type) < typeNames.count { fields.add("type_name", typeNames[Int(type)]) }
    try reader.skip(1)
    fields.add("checksum", try reader.uint16())
    switch type {
    case 0: try readHello(&reader, into: &fields)
    case 1:
      let flags = try reader.uint32()
      fields.add("border", flags >> 31 != 0)
      fields.add("null_register", flags >> 30 & 1 != 0)
    case 2:
      fields.add("group", try groupOrSource(&reader))
      fields.add("source", try unicast(&reader))
    case 3, 6, 7: try readJoinPrune(&reader, into: &fields)
    case 4:
      fields.add("fragment_tag", try reader.uint16())
      fields.add("hash_mask_length", try reader.uint8())
      fields.add("bsr_priority", try reader.uint8())
      fields.add("bsr_address", try unicast(&reader))
    case 5:
      fields.add("group", try groupOrSource(&reader))
      fields.add("source", try unicast(&reader))
      let preference = try reader.uint32()
      fields.add("rendezvous_point_tree", preference >> 31 != 0)
      fields.add("metric_preference", preference & 0x7fff_ffff)
      fields.add("metric", try reader.uint32())
    case 8:
      let count = try reader.uint8()
      fields.add("prefix_count", count)
      fields.add("priority", try reader.uint8())
      fields.add("holdtime_seconds", try reader.uint16())
      fields.add("rp_address", try unicast(&reader))
      var groups: [FieldValue] = []
      defer { fields.add("groups", groups) }
      while groups.count < min(Int(count), Fields.mostValues) {
        groups.append(.address(try groupOrSource(&reader)))
      }
    default: break
    }
  }

  private static func readHello(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var types: [FieldValue] = []
    defer { fields.add("option_types", types) }
    while !reader.isAtEnd, types.count < Fields.mostValues {
      let type = try reader.uint16()
      types.append(.number(UInt64(type)))
      var value = ByteReader(try reader.take(Int(try reader.uint16())))
      switch (type, value.count) {
      case (1, 2): fields.add("holdtime_seconds", try value.uint16())
      case (2, 4):
        let delay = try value.uint16()
        fields.add("tracking_support", delay >> 15 != 0)
        fields.add("propagation_delay_milliseconds", delay & 0x7fff)
        fields.add("override_interval_milliseconds", try value.uint16())
      case (19, 4): fields.add("dr_priority", try value.uint32())
      case (20, 4): fields.add("generation_id", try value.uint32())
      case (21, 4):
        try value.skip(1)
        fields.add("state_refresh_interval_seconds", try value.uint8())
      case (24, _):
        var addresses: [FieldValue] = []
        defer { fields.add("addresses", addresses) }
        while !value.isAtEnd, addresses.count < Fields.mostValues {
          guard value.count >= (value.peek() == 2 ? 18 : 6) else { throw .option }
          addresses.append(.address(try unicast(&value)))
        }
      case (1...2, _), (19...21, _): throw .option
      default: break
      }
    }
  }

  private static func readJoinPrune(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("upstream_neighbor", try unicast(&reader))
    try reader.skip(1)
    let count = Int(try reader.uint8())
    fields.add("holdtime_seconds", try reader.uint16())
    var groups: [FieldValue] = []
    defer { fields.add("groups", groups) }
    while groups.count < min(count, Fields.mostValues) {
      var group = Fields()
      defer { groups.append(.group(group)) }
      group.add("group", try groupOrSource(&reader))
      let joined = try reader.uint16()
      let pruned = try reader.uint16()
      group.add("joined_sources", try sources(joined, &reader))
      group.add("pruned_sources", try sources(pruned, &reader))
    }
  }

  /// Reads past all of them, keeps those that fit a list.
  private static func sources(
    _ count: UInt16, _ reader: inout ByteReader
  ) throws(DecodeFault.Kind) -> [FieldValue] {
    var list: [FieldValue] = []
    for _ in 0..<count {
      let source = try groupOrSource(&reader)
      if list.count < Fields.mostValues { list.append(.address(source)) }
    }
    return list
  }

  /// Section 4.9.1: family and encoding, then the address.
  private static func unicast(
    _ reader: inout ByteReader
  ) throws(DecodeFault.Kind) -> IPAddress {
    let family = try reader.uint8()
    guard try reader.uint8() == 0 else { throw .field }
    return try address(family, &reader)
  }

  /// Section 4.9.1: family, encoding, flags and mask length, then the address.
  private static func groupOrSource(
    _ reader: inout ByteReader
  ) throws(DecodeFault.Kind) -> IPAddress {
    let family = try reader.uint8()
    guard try reader.uint8() == 0 else { throw .field }
    try reader.skip(2)
    return try address(family, &reader)
  }

  private static func address(
    _ family: UInt8, _ reader: inout ByteReader
  ) throws(DecodeFault.Kind) -> IPAddress {
    switch family {
    case 1: try reader.ipv4Address()
    case 2: try reader.ipv6Address()
    default: throw .field
    }
  }
}
