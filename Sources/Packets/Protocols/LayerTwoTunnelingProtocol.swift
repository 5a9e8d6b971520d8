/// Control messages of L2TP, RFC 2661 section 3.1 and 4.1; version 3 is RFC 3931 section 3.2.1.
///
///     octet  0                2        4           6            8    10   12
///            | flags, version | length | tunnel id | session id | Ns | Nr | attribute value pairs ...
///     version 3               | length | control connection id  | Ns | Nr |
///     pair   | M, H, reserved 4, length 10 | vendor id 2 | attribute type 2 | value |
///     flags  T control 8000, L length 4000, S sequence 0800, all three set; version 2 or 3
///
/// A message without pairs only acknowledges. Straight in IP four zero octets stand in front. Hidden
/// values (H) are encrypted and left out.
enum LayerTwoTunnelingProtocol: Dissector {
  static let name: ProtocolName = "l2tp"
  static let carriers: [Carrier] = [.udp, .ip(.l2tp)]
  static let ports: [UInt16] = [1701]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let start = payload.carrier == .udp ? 0 : 4
    let bytes = payload.bytes
    guard bytes.byteCount >= start + 12 else { return .notMine }
    if start == 4, bytes.uint32(at: 0) != 0 { return .notMine }
    let flags = bytes.uint16(at: start)
    guard flags == 0xc802 || flags == 0xc803,
      Int(bytes.uint16(at: start + 2)) == payload.wireLength - start
    else { return .notMine }
    guard bytes.byteCount >= start + 20 else {
      return payload.wireLength == start + 12 ? .unsure : .notMine
    }
    // The first pair of every message is its type (section 4.4.1): eight octets of the IETF's.
    let isTyped =
      bytes.uint16(at: start + 12) & 0x3fff == 8 && bytes.uint32(at: start + 14) == 0
    return isTyped ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let start = payload.carrier == .udp ? 0 : 4
    try reader.skip(start)
    let flags = try reader.uint16()
    guard flags & 0xc800 == 0xc800 else { throw .field }
    let version = flags & 0xf
    guard version == 2 || version == 3 else { throw .version }
    fields.add("version", version)
    guard Int(try reader.uint16()) == payload.wireLength - start else { throw .totalLength }
    if version == 2 {
      fields.add("tunnel_id", try reader.uint16())
      fields.add("session_id", try reader.uint16())
    } else {
      fields.add("control_connection_id", try reader.uint32())
    }
    fields.add("ns", try reader.uint16())
    fields.add("nr", try reader.uint16())
    var read = 0
    while !reader.isAtEnd, read < Fields.mostValues {
      read += 1
      let head = try reader.uint16()
      let length = Int(head & 0x3ff)
      guard length >= 6 else { throw .option }
      guard length - 2 <= reader.count else { throw payload.isCut ? .truncated : .option }
      let vendor = try reader.uint16()
      let type = try reader.uint16()
      let value = try reader.take(length - 6)
      if vendor == 0, head & 0x4000 == 0 { try add(type, value, &fields) }
    }
    if payload.isCut, read < Fields.mostValues { throw .truncated }
  }

  private static func add(
    _ type: UInt16, _ value: RawSpan, _ fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(value)
    switch type {
    case 0: fields.add("message_type", try reader.uint16())
    case 1: fields.add("result_code", try reader.uint16())
    case 2: fields.add("protocol_version", try reader.uint16())
    case 3: fields.add("framing_capabilities", try reader.uint32())
    case 4: fields.add("bearer_capabilities", try reader.uint32())
    case 6: fields.add("firmware_revision", try reader.uint16())
    case 7: fields.add("host_name", text: value)
    case 8: fields.add("vendor_name", text: value)
    case 9: fields.add("assigned_tunnel_id", try reader.uint16())
    case 10: fields.add("receive_window_size", try reader.uint16())
    case 14: fields.add("assigned_session_id", try reader.uint16())
    case 15: fields.add("call_serial_number", try reader.uint32())
    case 21: fields.add("called_number", text: value)
    case 22: fields.add("calling_number", text: value)
    case 60: fields.add("router_id", try reader.uint32())
    case 61: fields.add("assigned_control_connection_id", try reader.uint32())
    case 62: fields.add("pseudowire_capabilities_list", octets: value)
    case 63: fields.add("local_session_id", try reader.uint32())
    case 64: fields.add("remote_session_id", try reader.uint32())
    case 66: fields.add("remote_end_id", text: value)
    case 68: fields.add("pseudowire_type", try reader.uint16())
    default: break
    }
  }
}
