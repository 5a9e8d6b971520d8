/// Intelligent Platform Management Interface over LAN, IPMI 2.0 sections 13.6 (packets) and 13.8
/// (messages): RMCP messages of class 7. Other RMCP messages are the protocol `rmcp`.
///
///     octet  0             4                      5          9            13          14
///      1.5   | RMCP header | authentication type | sequence | session id | length   | message
///                                          with an authentication type other than 0 its code
///                                          of 16 octets comes before the length
///     octet  0             4    5         6            10         14       16
///      2.0   | RMCP header | 06 | payload | session id | sequence | length | payload, pad, code
///                                 with payload type 2 the manufacturer and his number of the
///                                 payload, 4 and 2 octets, come before the session id
///
/// Numbers of several octets have the least significant first. Passwords and codes made of them are not
/// kept: `authenticated` says that there was one.
enum IPMI: Dissector {
  static let name: ProtocolName = "ipmi"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [623, 664]

  /// Authentication type of the session header of IPMI 2.0.
  private static let plus: UInt8 = 6
  /// Octets of a message without data, section 13.8.
  private static let shortestMessage = 7

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard RMCPHeader.classOctet(in: bytes) == 7, bytes.byteCount >= 14 else { return .notMine }
    let type = bytes.uint8(at: 4)
    guard type <= plus, type != 3 else { return .notMine }
    let lengthAt = type == plus ? (bytes.uint8(at: 5) & 0x3f == 2 ? 20 : 14) : type == 0 ? 13 : 29
    guard lengthAt + 2 <= bytes.byteCount else { return .unsure }
    let length =
      type == plus
      ? Int(bytes.uint16(at: lengthAt).byteSwapped) + 2 : Int(bytes.uint8(at: lengthAt)) + 1
    guard lengthAt + length <= payload.wireLength else { return .unsure }
    return bytes.uint8(at: 2) == RMCPHeader.unacknowledged ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let header = try RMCPHeader(&reader)
    guard header.messageClass == .ipmi else { throw .field }
    let type = try reader.uint8()
    fields.add("authentication_type", type)
    if let name = authenticationTypeName(type) { fields.add("authentication_type_name", name) }
    if type == plus {
      try readPlus(&reader, isCut: payload.isCut, into: &fields)
    } else {
      try readSession(type, &reader, isCut: payload.isCut, into: &fields)
    }
  }

  /// The standard's word for an authentication type, section 13.6.
  static func authenticationTypeName(_ type: UInt8) -> String? {
    switch type {
    case 0: "none"
    case 1: "md2"
    case 2: "md5"
    case 4: "straight_password"
    case 5: "oem"
    case plus: "rmcp_plus"
    default: nil
    }
  }

  /// Session header of IPMI 1.5 and the message behind it.
  private static func readSession(
    _ type: UInt8, _ reader: inout ByteReader, isCut: Bool, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("session_sequence_number", try reader.littleUInt32())
    fields.add("session_id", try reader.littleUInt32())
    fields.add("authenticated", type != 0)
    if type != 0 { try reader.skip(16) }
    let length = Int(try reader.uint8())
    fields.add("message_length", UInt8(length))
    guard length <= reader.count || isCut else { throw .totalLength }
    // A message of no length keeps a session alive.
    guard length > 0 else { return }
    let message = try reader.take(min(length, reader.count))
    do throws(DecodeFault.Kind) {
      try readMessage(message, of: length, into: &fields)
    } catch .truncated where !isCut && length < shortestMessage {
      throw .totalLength
    }
  }

  /// Session header of IPMI 2.0 and the payload behind it.
  private static func readPlus(
    _ reader: inout ByteReader, isCut: Bool, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let octet = try reader.uint8()
    let type = octet & 0x3f
    fields.add("payload_type", type)
    if let name = payloadTypeName(type) { fields.add("payload_type_name", name) }
    fields.add("encrypted", octet & 0x80 != 0)
    fields.add("authenticated", octet & 0x40 != 0)
    if type == 2 {
      fields.add("oem_iana", try reader.littleUInt32() & 0xff_ffff)
      fields.add("oem_payload_id", try reader.littleUInt16())
    }
    fields.add("session_id", try reader.littleUInt32())
    fields.add("session_sequence_number", try reader.littleUInt32())
    let length = Int(try reader.littleUInt16())
    fields.add("payload_length", UInt16(length))
    guard length <= reader.count || isCut else { throw .totalLength }
    guard octet & 0x80 == 0 else { return }
    let data = try reader.take(min(length, reader.count))
    var payload = ByteReader(data)
    do throws(DecodeFault.Kind) {
      switch type {
      case 0x00: try readMessage(data, of: length, into: &fields)
      case 0x01: try readSerialOverLAN(&payload, into: &fields)
      case 0x10: try readOpenSessionRequest(&payload, into: &fields)
      case 0x11: try readOpenSessionResponse(&payload, into: &fields)
      case 0x12: try readFirstKeyMessage(&payload, into: &fields)
      case 0x13: try readSecondKeyMessage(&payload, into: &fields)
      case 0x14: try readThirdKeyMessage(&payload, into: &fields)
      case 0x15: try readFourthKeyMessage(&payload, into: &fields)
      default: break
      }
    } catch .truncated where !isCut && (type != 0 || length < shortestMessage) {
      // Nothing is missing of the datagram: the payload says that it has more than it has. A command whose data are
      // too few is for the other end to refuse.
      throw .totalLength
    }
  }

  /// The standard's word for a payload type, section 13.27.3.
  private static func payloadTypeName(_ type: UInt8) -> String? {
    switch type {
    case 0x00: "ipmi_message"
    case 0x01: "serial_over_lan"
    case 0x02: "oem_explicit"
    case 0x10: "open_session_request"
    case 0x11: "open_session_response"
    case 0x12: "rakp_message_1"
    case 0x13: "rakp_message_2"
    case 0x14: "rakp_message_3"
    case 0x15: "rakp_message_4"
    case 0x20...0x27: "oem_payload"
    default: nil
    }
  }

  /// Header of characters on the serial line, section 15.9; the characters stay unread.
  private static func readSerialOverLAN(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("packet_sequence_number", try reader.uint8() & 0x0f)
    fields.add("acknowledged_packet_sequence_number", try reader.uint8() & 0x0f)
    fields.add("accepted_character_count", try reader.uint8())
    fields.add("operation_status", try reader.uint8())
    fields.add("character_count", UInt16(truncatingIfNeeded: reader.count))
  }
}
