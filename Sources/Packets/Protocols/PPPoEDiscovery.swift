/// PPP over Ethernet before there is a session, RFC 2516 section 5 and appendix A; PADM by RFC 4937.
///
///     octet  0                    1      2            4        6
///            | version 1, type 1  | code | session id | length | tags ...
///     tag    | type 2 | length 2 | value |
///
/// Codes: 09 initiation, 07 offer, 19 request, 65 confirmation, a7 terminate.
enum PPPoEDiscovery: Dissector {
  static let name: ProtocolName = "pppoe_discovery"
  static let carriers: [Carrier] = [.link(LinkProtocol(.pppoeDiscovery))]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    guard let header = try? PPPoEHeader(payload.bytes), header.code != 0,
      header.payloadLength <= payload.wireLength - PPPoEHeader.length
    else { return .notMine }
    return .certain
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let length: Int
    do throws(DecodeFault) {
      let header = try PPPoEHeader(payload.bytes)
      fields.add("code", header.code)
      if let word = codeName(header.code) { fields.add("code_name", word) }
      fields.add("session_id", header.sessionIdentifier)
      length = header.payloadLength
    } catch {
      throw error.kind
    }
    var reader = ByteReader(payload.bytes)
    try reader.skip(PPPoEHeader.length)
    guard length <= payload.wireLength - PPPoEHeader.length else { throw .totalLength }
    var tags = ByteReader(try reader.take(min(length, reader.count)))
    let isCut = tags.count < length
    var names: [FieldValue] = []
    var read = 0
    while !tags.isAtEnd, read < Fields.mostValues {
      read += 1
      let type = try tags.uint16()
      let octets = Int(try tags.uint16())
      guard type != 0 else { break }
      if octets > tags.count { throw isCut ? .truncated : .option }
      let value = try tags.take(octets)
      if type == 0x0101 {
        if names.count < Fields.mostValues { names.append(FieldValue(text: value)) }
      } else {
        add(type, value, &fields)
      }
    }
    if !names.isEmpty { fields.add("service_names", names) }
    if isCut { throw .truncated }
  }

  private static func add(_ type: UInt16, _ value: RawSpan, _ fields: inout Fields) {
    switch type {
    case 0x0102: fields.add("ac_name", text: value)
    case 0x0103: fields.add("host_uniq", octets: value)
    case 0x0104: fields.add("ac_cookie", octets: value)
    case 0x0105 where value.byteCount >= 4: fields.add("vendor_id", value.uint32(at: 0))
    case 0x0110: fields.add("relay_session_id", octets: value)
    case 0x0120 where value.byteCount == 2:
      fields.add("ppp_max_payload_octets", value.uint16(at: 0))
    case 0x0201: fields.add("service_name_error", text: value)
    case 0x0202: fields.add("ac_system_error", text: value)
    case 0x0203: fields.add("generic_error", text: value)
    default: break
    }
  }

  private static func codeName(_ code: UInt8) -> String? {
    switch code {
    case 0x09: "PADI"
    case 0x07: "PADO"
    case 0x19: "PADR"
    case 0x65: "PADS"
    case 0xa7: "PADT"
    case 0xd3: "PADM"
    default: nil
    }
  }
}
