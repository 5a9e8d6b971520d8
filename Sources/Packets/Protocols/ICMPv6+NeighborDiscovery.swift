/// Neighbor discovery, RFC 4861 sections 4.1 to 4.6; options also of RFC 4191, 8106 and 3971.
///
///     option  0      1        2
///             | type | length | value, up to length units of eight octets in all |
///
///     1, 2:  | link-layer address |
///     3:     | prefix length | L A R | valid lifetime 4 | preferred lifetime 4 | 0 4 | prefix 16 |
///     5:     | 0 2 | MTU 4 |
///     14:    | nonce |
///     24:    | prefix length | Prf | route lifetime 4 | prefix, up to 16 |
///     25:    | 0 2 | lifetime 4 | addresses of recursive DNS servers |
///     31:    | 0 2 | lifetime 4 | DNS search list |
///
/// Lifetimes count seconds.
extension ICMPv6 {
  static func readNeighbor(
    _ type: UInt8, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    switch type {
    case 134:
      fields.add("current_hop_limit", try reader.uint8())
      let flags = try reader.uint8()
      fields.add("managed_address_configuration", flags & 0x80 != 0)
      fields.add("other_configuration", flags & 0x40 != 0)
      fields.add("home_agent", flags & 0x20 != 0)
      fields.add("default_router_preference", flags >> 3 & 3)
      fields.add("router_lifetime_seconds", try reader.uint16())
      fields.add("reachable_time_milliseconds", try reader.uint32())
      fields.add("retransmit_timer_milliseconds", try reader.uint32())
    case 136:
      let flags = try reader.uint32()
      fields.add("router", flags >> 31 != 0)
      fields.add("solicited", flags >> 30 & 1 != 0)
      fields.add("override", flags >> 29 & 1 != 0)
      fields.add("target_address", try reader.ipv6Address())
    default:
      try reader.skip(4)
      if type == 135 || type == 137 { fields.add("target_address", try reader.ipv6Address()) }
      if type == 137 { fields.add("destination_address", try reader.ipv6Address()) }
    }
    var options: [FieldValue] = []
    defer { fields.add("options", options) }
    while !reader.isAtEnd, options.count < Fields.mostValues {
      var option = Fields()
      defer { options.append(.group(option)) }
      let type = try reader.uint8()
      option.add("type", type)
      let length = Int(try reader.uint8()) * 8
      guard length > 0 else { throw .option }
      var value = ByteReader(try reader.take(length - 2))
      try readOption(type, &value, into: &option)
    }
  }

  private static func readOption(
    _ type: UInt8, _ value: inout ByteReader, into option: inout Fields
  ) throws(DecodeFault.Kind) {
    let least: Int? = [3: 30, 5: 6, 24: 6, 25: 22, 31: 6][type]
    if let least, value.count < least { throw .option }
    switch type {
    case 1, 2:
      if value.count == 6 {
        option.add("link_layer_address", try value.macAddress())
      } else {
        option.add("link_layer_address", octets: value.rest)
      }
    case 3:
      option.add("prefix_length", try value.uint8())
      let flags = try value.uint8()
      option.add("on_link", flags & 0x80 != 0)
      option.add("autonomous_address_configuration", flags & 0x40 != 0)
      option.add("valid_lifetime_seconds", try value.uint32())
      option.add("preferred_lifetime_seconds", try value.uint32())
      try value.skip(4)
      option.add("prefix", try value.ipv6Address())
    case 5:
      try value.skip(2)
      option.add("mtu", try value.uint32())
    case 14: option.add("nonce", octets: value.rest)
    case 24:
      option.add("prefix_length", try value.uint8())
      option.add("route_preference", try value.uint8() >> 3 & 3)
      option.add("route_lifetime_seconds", try value.uint32())
      option.add("prefix", try leading(&value))
    case 25:
      try value.skip(2)
      option.add("lifetime_seconds", try value.uint32())
      var servers: [FieldValue] = []
      while value.count >= 16 { servers.append(.address(try value.ipv6Address())) }
      option.add("recursive_dns_servers", servers)
    case 31:
      try value.skip(2)
      option.add("lifetime_seconds", try value.uint32())
      option.add("dns_search_list", octets: value.rest)
    default: break
    }
  }

  /// A prefix of which trailing zero octets were left out (RFC 4191 section 2.3).
  private static func leading(
    _ value: inout ByteReader
  ) throws(DecodeFault.Kind) -> IPAddress {
    let high = value.count >= 8 ? try value.uint64() : 0
    return IPAddress(high: high, low: value.count >= 8 ? try value.uint64() : 0)
  }
}
