/// Border Gateway Protocol 4, RFC 4271 section 4; capabilities RFC 5492 section 4.
///
///     octet  0 .. 15     16       18     19
///            | ff ... ff | length | type | by type ...
///
///     open 1:         | version | my AS 2 | hold time 2 | identifier 4 | parameters' length | parameters
///     update 2:       | withdrawn length 2 | withdrawn | path attributes' length 2 | attributes | NLRI
///     notification 3: | error code | subcode | data
///     keepalive 4, route refresh 5 (RFC 2918): | AFI 2 | 0 | SAFI |
///
/// A direction of a connection starts with an open. Hold times count seconds.
enum BGP: Dissector {
  static let name: ProtocolName = "bgp"
  static let carriers: [Carrier] = [.tcp]
  static let ports: [UInt16] = [179]

  private static let headerLength = 19
  private static let longest = 4096

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount > 0, bytes.uint8(at: 0) == 0xff else { return .notMine }
    for offset in 0..<min(16, bytes.byteCount) {
      guard bytes.uint8(at: offset) == 0xff else { return .notMine }
    }
    guard bytes.byteCount >= headerLength else { return .unsure }
    guard headerLength...longest ~= Int(bytes.uint16(at: 16)), 1...5 ~= bytes.uint8(at: 18) else {
      return .notMine
    }
    return .certain
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    var messages: [FieldValue] = []
    defer { fields.add("messages", messages) }
    repeat {
      guard reader.count >= headerLength else {
        // What follows a whole message may be of the next segment.
        if messages.isEmpty { throw .truncated }
        return
      }
      guard try reader.uint64() == .max, try reader.uint64() == .max else { throw .field }
      let length = Int(try reader.uint16())
      guard headerLength...longest ~= length else { throw .totalLength }
      let type = try reader.uint8()
      guard messages.isEmpty || length - headerLength <= reader.count else { return }
      var message = Fields()
      defer { messages.append(.group(message)) }
      message.add("type", type)
      message.add("length", UInt16(length))
      let body = try reader.take(length - headerLength)
      do throws(DecodeFault.Kind) {
        try readBody(type, body, into: &message)
      } catch {
        // The whole message is here: what it lacks, it lacks by its own length.
        throw error == .truncated ? .totalLength : error
      }
    } while !reader.isAtEnd && messages.count < Fields.mostValues
  }

  private static func readBody(
    _ type: UInt8, _ bytes: RawSpan, into message: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(bytes)
    switch type {
    case 1: try readOpen(&reader, into: &message)
    case 2:
      let withdrawn = try reader.uint16()
      message.add("withdrawn_routes_length", withdrawn)
      guard Int(withdrawn) <= reader.count else { throw .totalLength }
      try reader.skip(Int(withdrawn))
      let attributes = try reader.uint16()
      message.add("total_path_attribute_length", attributes)
      guard Int(attributes) <= reader.count else { throw .totalLength }
      message.add("path_attribute_types", try attributeTypes(reader.take(Int(attributes))))
    case 3:
      message.add("error_code", try reader.uint8())
      message.add("error_subcode", try reader.uint8())
      if !reader.isAtEnd { message.add("data", octets: reader.rest) }
    case 5:
      message.add("address_family_identifier", try reader.uint16())
      try reader.skip(1)
      message.add("subsequent_address_family_identifier", try reader.uint8())
    case 4: break
    default: throw .field
    }
  }

  private static func attributeTypes(
    _ bytes: RawSpan
  ) throws(DecodeFault.Kind) -> [FieldValue] {
    var reader = ByteReader(bytes)
    var types: [FieldValue] = []
    while !reader.isAtEnd, types.count < Fields.mostValues {
      let flags = try reader.uint8()
      types.append(.number(UInt64(try reader.uint8())))
      // The flag says that the length has two octets.
      let length = flags & 0x10 != 0 ? Int(try reader.uint16()) : Int(try reader.uint8())
      guard length <= reader.count else { throw .option }
      try reader.skip(length)
    }
    return types
  }

  private static func readOpen(
    _ reader: inout ByteReader, into message: inout Fields
  ) throws(DecodeFault.Kind) {
    let version = try reader.uint8()
    message.add("version", version)
    guard version == 4 else { throw .version }
    message.add("my_autonomous_system", try reader.uint16())
    message.add("hold_time_seconds", try reader.uint16())
    message.add("bgp_identifier", try reader.ipv4Address())
    var length = Int(try reader.uint8())
    // RFC 9072: 255 and a parameter of type 255 announce lengths of two octets.
    let isExtended = length == 255 && reader.peek() == 255
    if isExtended {
      try reader.skip(1)
      length = Int(try reader.uint16())
    }
    guard length <= reader.count else { throw .totalLength }
    var parameters = ByteReader(try reader.take(length))
    var capabilities: [FieldValue] = []
    defer { message.add("capabilities", capabilities) }
    while !parameters.isAtEnd, capabilities.count < Fields.mostValues {
      let type = try parameters.uint8()
      let length = isExtended ? Int(try parameters.uint16()) : Int(try parameters.uint8())
      guard length <= parameters.count else { throw .option }
      var parameter = ByteReader(try parameters.take(length))
      guard type == 2 else { continue }
      while !parameter.isAtEnd, capabilities.count < Fields.mostValues {
        var capability = Fields()
        defer { capabilities.append(.group(capability)) }
        try readCapability(&parameter, into: &capability)
      }
    }
  }

  private static func readCapability(
    _ reader: inout ByteReader, into capability: inout Fields
  ) throws(DecodeFault.Kind) {
    let code = try reader.uint8()
    capability.add("code", code)
    let length = Int(try reader.uint8())
    guard length <= reader.count else { throw .option }
    var value = ByteReader(try reader.take(length))
    switch (code, length) {
    case (1, 4):
      // Multiprotocol extensions, RFC 4760 section 8.
      capability.add("address_family_identifier", try value.uint16())
      try value.skip(1)
      capability.add("subsequent_address_family_identifier", try value.uint8())
    case (65, 4): capability.add("four_octet_as_number", try value.uint32())
    case (73, 1...):
      // Host and domain name (draft-walton-bgp-hostname-capability), as FRR sends it.
      capability.add("hostname", text: try value.take(Int(try value.uint8())))
    default: break
    }
  }
}
