/// Remote Authentication Dial In User Service, RFC 2865 section 3, accounting RFC 2866, changes of
/// authorization RFC 5176.
///
///     octet  0      1            2        4               20
///            | code | identifier | length | authenticator | attributes: type, length with both, value
///
/// Passwords and digests among the attributes are not read.
enum RADIUS: Dissector {
  static let name: ProtocolName = "radius"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [1812, 1813, 1645, 1646, 3799]

  private static let headerLength = 20
  private static let longest = 4096

  private static func isCode(_ code: UInt8) -> Bool {
    switch code {
    case 1...5, 11...13, 40...45: true
    default: false
    }
  }

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= headerLength, isCode(bytes.uint8(at: 0)) else { return .notMine }
    let length = Int(bytes.uint16(at: 2))
    guard headerLength...longest ~= length, length <= payload.wireLength else { return .notMine }
    var offset = headerLength
    // Ends because every attribute takes two octets at least.
    while offset < min(length, bytes.byteCount) {
      guard offset + 2 <= bytes.byteCount else { return .unsure }
      let type = bytes.uint8(at: offset)
      let attribute = Int(bytes.uint8(at: offset + 1))
      guard type != 0, attribute >= 2, !isFour(type) || attribute == 6 else { return .unsure }
      offset += attribute
    }
    // Octets behind the length are padding, which nobody sends.
    return offset == length && length == payload.wireLength ? .certain : .unsure
  }

  /// Whether the attribute is a number or an IPv4 address of four octets (RFC 2865 section 5, RFC 2866).
  private static func isFour(_ type: UInt8) -> Bool {
    switch type {
    case 4...10, 12...16, 23, 27...29, 37, 38, 40...43, 45...49, 51, 61, 62: true
    default: false
    }
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let code = try reader.uint8()
    fields.add("code", code)
    fields.add("identifier", try reader.uint8())
    let length = Int(try reader.uint16())
    fields.add("length", UInt16(length))
    fields.add("authenticator", octets: try reader.take(16))
    guard headerLength...longest ~= length, length <= payload.wireLength else {
      throw .totalLength
    }
    var attributes = ByteReader(
      reader.rest.extracting(first: min(length - headerLength, reader.count)))
    var types: [FieldValue] = []
    var vendors: [FieldValue] = []
    var isKnown: Set<UInt8> = []
    var isSound = true
    defer {
      fields.add("attribute_types", types)
      if !vendors.isEmpty { fields.add("vendor_ids", vendors) }
    }
    while !attributes.isAtEnd, types.count < Fields.mostValues {
      let type = try attributes.uint8()
      types.append(.number(UInt64(type)))
      let length = Int(try attributes.uint8())
      guard length >= 2 else { throw .option }
      var value = ByteReader(try attributes.take(length - 2))
      if type == 26 {
        // RFC 2865 section 5.26: at least one octet behind the vendor's number.
        guard value.count >= 5 else { throw .option }
        vendors.append(.number(UInt64(try value.uint32())))
      } else if isFour(type), value.count != 4 {
        // Whole in itself, so those behind it can still be read.
        isSound = false
      } else if isKnown.insert(type).inserted {
        try readAttribute(type, &value, into: &fields)
      }
    }
    guard isSound else { throw .option }
  }

  private static let texts: [UInt8: String] = [
    1: "user_name", 11: "filter_id", 18: "reply_message", 30: "called_station_id",
    31: "calling_station_id", 32: "nas_identifier", 44: "acct_session_id",
    77: "connect_info", 87: "nas_port_id",
  ]
  private static let numbers: [UInt8: String] = [
    5: "nas_port", 6: "service_type", 7: "framed_protocol", 12: "framed_mtu",
    27: "session_timeout_seconds", 28: "idle_timeout_seconds", 40: "acct_status_type",
    41: "acct_delay_time_seconds", 42: "acct_input_octets", 43: "acct_output_octets",
    46: "acct_session_time_seconds", 49: "acct_terminate_cause", 61: "nas_port_type",
  ]
  private static let addresses: [UInt8: String] = [
    4: "nas_ip_address", 8: "framed_ip_address", 14: "login_ip_host",
  ]

  private static func readAttribute(
    _ type: UInt8, _ value: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    if let name = texts[type] {
      fields.add(name, text: value.rest)
    } else if let name = numbers[type] {
      fields.add(name, try value.uint32())
    } else if let name = addresses[type] {
      fields.add(name, try value.ipv4Address())
    } else if type == 95 {
      guard value.count == 16 else { throw .option }
      fields.add("nas_ipv6_address", try value.ipv6Address())
    }
  }
}
