extension DHCPv4 {
  /// Options of a message, each code once, in the order in which they stand.
  struct Options {
    /// Codes in order, also those that stand again.
    private var codes: [UInt8] = []
    private var values: [UInt8: [UInt8]] = [:]

    /// Adds the options of a part of the message; what is wrong with it.
    ///
    /// Ends because every option takes an octet. An options field without an end is taken as it is.
    mutating func collect(_ part: RawSpan) -> DecodeFault.Kind {
      var reader = ByteReader(part)
      do throws(DecodeFault.Kind) {
        while !reader.isAtEnd {
          let code = try reader.uint8()
          if code == 0 { continue }
          if code == 255 { return .none }
          let value = try reader.take(Int(reader.uint8()))
          codes.append(code)
          for offset in 0..<value.byteCount {
            values[code, default: []].append(value.uint8(at: offset))
          }
        }
      } catch {
        return error
      }
      return .none
    }

    /// What option 52 says.
    var overload: Overload { Overload(rawValue: (values[52]?.first ?? 0) & 3) }

    /// Adds the codes and what the options say, each under its name; the octets of an option that is
    /// shorter than its kind, which is then the fault.
    func add(to fields: inout Fields) -> DecodeFault.Kind {
      fields.add("options", codes.prefix(Fields.mostValues).map { .number(UInt64($0)) })
      var fault = DecodeFault.Kind.none
      var seen: Set<UInt8> = []
      for code in codes where seen.insert(code).inserted {
        let value = values[code] ?? []
        do throws(DecodeFault.Kind) {
          try DHCPv4.addOption(code, value, into: &fields)
        } catch {
          fields.add("option_\(code)", .octets(Array(value.prefix(Fields.longestValue))))
          fault = .option
        }
      }
      return fault
    }
  }

  /// Reads one option, RFC 2132 where not said otherwise.
  private static func addOption(
    _ code: UInt8, _ value: [UInt8], into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(value.octets)
    switch code {
    case 1: fields.add("subnet_mask", try reader.ipv4Address())
    case 3: fields.add("routers", try addresses(&reader))
    case 6: fields.add("domain_name_servers", try addresses(&reader))
    case 7: fields.add("log_servers", try addresses(&reader))
    case 12: add("host_name", text: reader.rest, to: &fields)
    case 15: add("domain_name", text: reader.rest, to: &fields)
    case 26: fields.add("interface_mtu", try reader.uint16())
    case 28: fields.add("broadcast_address", try reader.ipv4Address())
    case 42: fields.add("ntp_servers", try addresses(&reader))
    case 43: fields.add("vendor_specific_information", octets: reader.rest)
    case 44: fields.add("netbios_name_servers", try addresses(&reader))
    case 46: fields.add("netbios_node_type", try reader.uint8())
    case 50: fields.add("requested_address", try reader.ipv4Address())
    case 51: fields.add("lease_time_seconds", try reader.uint32())
    case 52: fields.add("option_overload", try reader.uint8())
    case 53:
      let type = try reader.uint8()
      fields.add("message_type", type)
      if let name = messageTypeName(type) { fields.add("message_type_name", name) }
    case 54: fields.add("server_identifier", try reader.ipv4Address())
    case 55: fields.add("parameter_request_list", numbers(value))
    case 56: add("message", text: reader.rest, to: &fields)
    case 57: fields.add("maximum_message_size", try reader.uint16())
    case 58: fields.add("renewal_time_seconds", try reader.uint32())
    case 59: fields.add("rebinding_time_seconds", try reader.uint32())
    case 60: add("vendor_class_identifier", text: reader.rest, to: &fields)
    case 61: fields.add("client_identifier", try clientIdentifier(&reader))
    case 66: add("tftp_server_name", text: reader.rest, to: &fields)
    case 67: add("bootfile_name", text: reader.rest, to: &fields)
    case 77: fields.add("user_class", userClass(value))
    case 80: fields.add("rapid_commit", true)
    case 81: fields.add("client_fqdn", try domainName(&reader))
    case 82: fields.add("relay_agent_information", try relayAgentInformation(&reader))
    case 93: fields.add("client_architecture", try architectures(&reader))
    case 94: fields.add("client_network_interface", try networkInterface(&reader))
    case 97:
      var machine = Fields()
      machine.add("type", try reader.uint8())
      machine.add("identifier", octets: reader.rest)
      fields.add("client_machine_identifier", machine)
    case 114: add("captive_portal", text: reader.rest, to: &fields)
    case 119: fields.add("domain_search", try domainSearch(&reader))
    case 121: fields.add("classless_static_routes", try routes(&reader))
    case 249: fields.add("microsoft_classless_static_routes", try routes(&reader))
    case 124: fields.add("vendor_identifying_vendor_class", try vendorClasses(&reader))
    case 125: fields.add("vendor_identifying_vendor_specific_information", octets: reader.rest)
    case 150: fields.add("tftp_server_addresses", try addresses(&reader))
    default: break
    }
  }

  /// A text without the zeros that some senders end it with, which receivers delete: RFC 2132 section 2.
  private static func add(_ name: String, text octets: RawSpan, to fields: inout Fields) {
    var length = octets.byteCount
    while length > 0, octets.uint8(at: length - 1) == 0 { length -= 1 }
    fields.add(name, text: octets.extracting(first: length))
  }

  private static func messageTypeName(_ type: UInt8) -> String? {
    let names = [
      "DISCOVER", "OFFER", "REQUEST", "DECLINE", "ACK", "NAK", "RELEASE", "INFORM",
      "FORCERENEW", "LEASEQUERY", "LEASEUNASSIGNED", "LEASEUNKNOWN", "LEASEACTIVE",
    ]
    return (1...names.count).contains(Int(type)) ? names[Int(type) - 1] : nil
  }
}
