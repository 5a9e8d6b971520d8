/// Values of options that have an inner structure.
extension DHCPv4 {
  static func numbers(_ octets: [UInt8]) -> [FieldValue] {
    octets.prefix(Fields.mostValues).map { .number(UInt64($0)) }
  }

  static func addresses(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> [FieldValue] {
    var list: [FieldValue] = []
    while !reader.isAtEnd, list.count < Fields.mostValues {
      list.append(.address(try reader.ipv4Address()))
    }
    return list
  }

  /// RFC 2132 section 9.14: a hardware type and an address, or type 0 and anything; with type 255 an
  /// IAID and a DUID (RFC 4361 section 6.1).
  static func clientIdentifier(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> Fields {
    var identifier = Fields()
    let type = try reader.uint8()
    identifier.add("type", type)
    if type == 1, reader.count == 6 {
      identifier.add("hardware_address", try reader.macAddress())
    } else if type == 255, reader.count > 6 {
      identifier.add("identity_association_identifier", try reader.uint32())
      identifier.add("unique_identifier", try DHCPUniqueIdentifier.read(reader.rest))
    } else {
      identifier.add("identifier", octets: reader.rest)
    }
    return identifier
  }

  /// RFC 3004 section 4: texts with a length in front; most clients send one text without.
  static func userClass(_ octets: [UInt8]) -> [FieldValue] {
    var reader = ByteReader(octets.octets)
    var list: [FieldValue] = []
    do throws(DecodeFault.Kind) {
      while !reader.isAtEnd, list.count < Fields.mostValues {
        let length = Int(try reader.uint8())
        guard length > 0 else { throw .option }
        list.append(FieldValue(text: try reader.take(length)))
      }
    } catch {
      return [FieldValue(text: octets.octets)]
    }
    return list
  }

  /// RFC 4702 section 2: flags, two octets that were for codes, and the name in one of two forms.
  static func domainName(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> Fields {
    var domain = Fields()
    let flags = try reader.uint8()
    domain.add("flags", flags)
    try reader.skip(2)
    guard flags & 4 != 0 else {
      domain.add("name", text: reader.rest)
      return domain
    }
    domain.add("name", try DHCPv6.partialName(reader.rest))
    return domain
  }

  /// RFC 3046 section 2.0; suboptions of RFC 3527, 3993, 5107 and 7724.
  static func relayAgentInformation(
    _ reader: inout ByteReader
  ) throws(DecodeFault.Kind) -> Fields {
    var information = Fields()
    var codes: [FieldValue] = []
    while !reader.isAtEnd, codes.count < Fields.mostValues {
      let code = try reader.uint8()
      var value = ByteReader(try reader.take(Int(reader.uint8())))
      codes.append(.number(UInt64(code)))
      switch code {
      case 1: information.add("circuit_identifier", readable(value.rest))
      case 2: information.add("remote_identifier", readable(value.rest))
      case 5: information.add("link_selection", try value.ipv4Address())
      case 6: information.add("subscriber_identifier", text: value.rest)
      case 11: information.add("server_identifier_override", try value.ipv4Address())
      case 12: information.add("relay_agent_identifier", octets: value.rest)
      default: break
      }
    }
    information.add("suboptions", codes)
    return information
  }

  /// A text where all octets are visible ASCII or spaces, else octets.
  static func readable(_ octets: RawSpan) -> FieldValue {
    let isText =
      octets.byteCount > 0
      && (0..<octets.byteCount).allSatisfy { (0x20...0x7e).contains(octets.uint8(at: $0)) }
    return isText ? FieldValue(text: octets) : FieldValue(octets: octets)
  }

  /// RFC 4578 section 2.1: two octets each.
  static func architectures(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> [FieldValue] {
    var list: [FieldValue] = []
    while !reader.isAtEnd, list.count < Fields.mostValues {
      list.append(.number(UInt64(try reader.uint16())))
    }
    return list
  }

  /// RFC 4578 section 2.2.
  static func networkInterface(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> Fields {
    var interface = Fields()
    interface.add("type", try reader.uint8())
    interface.add("major", try reader.uint8())
    interface.add("minor", try reader.uint8())
    return interface
  }

  /// RFC 3397 section 2: names with offsets that count in the joined option.
  static func domainSearch(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> [FieldValue] {
    let message = reader.rest
    var list: [FieldValue] = []
    while !reader.isAtEnd, list.count < Fields.mostValues {
      list.append(.text(try DNSName(&reader, endingAt: message.byteCount, in: message).text))
    }
    return list
  }

  /// RFC 3442: prefix length, as many octets of the destination as it needs, router.
  static func routes(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> [FieldValue] {
    var list: [FieldValue] = []
    while !reader.isAtEnd, list.count < Fields.mostValues {
      let length = try reader.uint8()
      guard length <= 32 else { throw .option }
      var destination: UInt32 = 0
      for index in 0..<(Int(length) + 7) / 8 {
        destination |= UInt32(try reader.uint8()) << UInt32(24 - 8 * index)
      }
      var route = Fields()
      route.add("destination", IPAddress(v4: destination))
      route.add("prefix_length", length)
      route.add("router", try reader.ipv4Address())
      list.append(.group(route))
    }
    return list
  }

  /// RFC 3925 section 3: enterprise number and data of each vendor.
  static func vendorClasses(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> [FieldValue] {
    var list: [FieldValue] = []
    while !reader.isAtEnd, list.count < Fields.mostValues {
      var vendor = Fields()
      vendor.add("enterprise_number", try reader.uint32())
      vendor.add("data", readable(try reader.take(Int(reader.uint8()))))
      list.append(.group(vendor))
    }
    return list
  }
}
