extension DHCPv6 {
  /// Options of a message, RFC 8415 section 21; their codes go into a list in the order in which they
  /// stand. Of options that may stand once, a second one is not read. A broken option does not end the
  /// reading of those behind it.
  ///
  /// Ends because every option takes at least four octets.
  static func readOptions(
    _ reader: inout ByteReader, relays: Int, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var fault = DecodeFault.Kind.none
    var codes: [FieldValue] = []
    var nonTemporary: [FieldValue] = []
    var temporary: [FieldValue] = []
    var prefixes: [FieldValue] = []
    defer {
      if !nonTemporary.isEmpty { fields.add("non_temporary_addresses", nonTemporary) }
      if !temporary.isEmpty { fields.add("temporary_addresses", temporary) }
      if !prefixes.isEmpty { fields.add("delegated_prefixes", prefixes) }
      fields.add("options", codes)
    }
    while !reader.isAtEnd, codes.count < Fields.mostValues {
      let code = try reader.uint16()
      let value = try reader.take(Int(reader.uint16()))
      let isFirst = !codes.contains(.number(UInt64(code)))
      codes.append(.number(UInt64(code)))
      do throws(DecodeFault.Kind) {
        switch code {
        case 3: nonTemporary.append(.group(try association(value, hasTimes: true)))
        case 4: temporary.append(.group(try association(value, hasTimes: false)))
        case 25: prefixes.append(.group(try association(value, hasTimes: true)))
        case 9 where isFirst:
          var relayed = Fields()
          defer { fields.add("relay_message", relayed) }
          try readMessage(value, relays: relays + 1, into: &relayed)
        default: if isFirst { try readOption(code, value, into: &fields) }
        }
      } catch {
        // The value was there whole, so what is missing is missing from the option.
        if fault == .none { fault = error == .truncated ? .option : error }
      }
    }
    if fault != .none { throw fault }
  }

  /// Options that hold neither options of the message's kind nor a message.
  private static func readOption(
    _ code: UInt16, _ value: RawSpan, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(value)
    switch code {
    case 1: fields.add("client_identifier", try DHCPUniqueIdentifier.read(value))
    case 2: fields.add("server_identifier", try DHCPUniqueIdentifier.read(value))
    case 6: fields.add("option_request", try numbers(&reader))
    case 7: fields.add("preference", try reader.uint8())
    case 8: fields.add("elapsed_time_centiseconds", try reader.uint16())
    case 12: fields.add("server_address", try reader.ipv6Address())
    case 13: try addStatus(&reader, into: &fields)
    case 14: fields.add("rapid_commit", true)
    case 15: fields.add("user_class", userClass(value))
    case 16:
      var vendor = Fields()
      vendor.add("enterprise_number", try reader.uint32())
      vendor.add("data", try texts(&reader))
      fields.add("vendor_class", vendor)
    case 17:
      var vendor = Fields()
      vendor.add("enterprise_number", try reader.uint32())
      vendor.add("options", try codes(&reader))
      fields.add("vendor_options", vendor)
    case 18: fields.add("interface_identifier", DHCPv4.readable(value))
    case 19: fields.add("reconfigure_message_type", try reader.uint8())
    case 20: fields.add("reconfigure_accept", true)
    case 23: fields.add("domain_name_servers", try addresses(&reader))
    case 24: fields.add("domain_search", try names(&reader))
    case 31: fields.add("sntp_servers", try addresses(&reader))
    case 32: fields.add("information_refresh_time_seconds", try reader.uint32())
    case 37:
      var remote = Fields()
      remote.add("enterprise_number", try reader.uint32())
      remote.add("identifier", DHCPv4.readable(reader.rest))
      fields.add("remote_identifier", remote)
    case 38: fields.add("subscriber_identifier", DHCPv4.readable(value))
    case 39:
      var domain = Fields()
      domain.add("flags", try reader.uint8())
      domain.add("name", try partialName(reader.rest))
      fields.add("client_fqdn", domain)
    case 56: try readTimeServers(&reader, into: &fields)
    case 59: fields.add("boot_file_url", text: value)
    case 60:
      var list: [FieldValue] = []
      while !reader.isAtEnd, list.count < Fields.mostValues {
        list.append(FieldValue(text: try reader.take(Int(reader.uint16()))))
      }
      fields.add("boot_file_parameters", list)
    case 61: fields.add("client_architecture", try numbers(&reader))
    case 62: fields.add("client_network_interface", try DHCPv4.networkInterface(&reader))
    case 79:
      var address = Fields()
      address.add("hardware_type", try reader.uint16())
      if reader.count == 6 {
        address.add("link_layer_address", try reader.macAddress())
      } else {
        address.add("link_layer_address", octets: reader.rest)
      }
      fields.add("client_link_layer_address", address)
    case 82: fields.add("solicit_maximum_retransmission_seconds", try reader.uint32())
    default: break
    }
  }

  private static func addStatus(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("status_code", try reader.uint16())
    if !reader.isAtEnd { fields.add("status_message", text: reader.rest) }
  }

  /// IA_NA, IA_TA and IA_PD, sections 21.4, 21.5 and 21.21, with what they assign.
  private static func association(
    _ octets: RawSpan, hasTimes: Bool
  ) throws(DecodeFault.Kind) -> Fields {
    var reader = ByteReader(octets)
    var association = Fields()
    association.add("identity_association_identifier", try reader.uint32())
    if hasTimes {
      association.add("t1_seconds", try reader.uint32())
      association.add("t2_seconds", try reader.uint32())
    }
    var assigned: [FieldValue] = []
    while !reader.isAtEnd, assigned.count < Fields.mostValues {
      let code = try reader.uint16()
      var value = ByteReader(try reader.take(Int(reader.uint16())))
      var entry = Fields()
      switch code {
      case 5:
        entry.add("address", try value.ipv6Address())
        entry.add("preferred_lifetime_seconds", try value.uint32())
        entry.add("valid_lifetime_seconds", try value.uint32())
        assigned.append(.group(entry))
      case 26:
        entry.add("preferred_lifetime_seconds", try value.uint32())
        entry.add("valid_lifetime_seconds", try value.uint32())
        entry.add("prefix_length", try value.uint8())
        entry.add("prefix", try value.ipv6Address())
        assigned.append(.group(entry))
      case 13 where association["status_code"] == nil: try addStatus(&value, into: &association)
      default: break
      }
    }
    if !assigned.isEmpty { association.add("assigned", assigned) }
    return association
  }

  /// NTP servers, RFC 5908 section 4.
  private static func readTimeServers(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var servers: [FieldValue] = []
    while !reader.isAtEnd, servers.count < Fields.mostValues {
      let code = try reader.uint16()
      let octets = try reader.take(Int(reader.uint16()))
      var value = ByteReader(octets)
      switch code {
      case 1, 2: servers.append(.address(try value.ipv6Address()))
      case 3: servers.append(.text(try partialName(octets)))
      default: break
      }
    }
    fields.add("ntp_servers", servers)
  }
}
