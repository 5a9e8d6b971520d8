/// Kerberos version 5, RFC 4120 sections 5.4 to 5.10, in the Distinguished Encoding Rules: who asks for
/// tickets to what, with which kinds of encryption.
///
///     UDP   | application tag: the message's type | sequence of numbered fields |
///     TCP   | length, 4 octets | the same |
enum Kerberos: Dissector {
  static let name: ProtocolName = "kerberos"
  static let carriers: [Carrier] = [.udp, .tcp]
  static let ports: [UInt16] = [88]

  private static let lengthOctets = 4

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    let isStream = payload.carrier == .tcp
    let start = isStream ? lengthOctets : 0
    guard bytes.byteCount >= start + 1 else {
      return isStream && bytes.byteCount > 0 && bytes.uint8(at: 0) == 0 ? .unsure : .notMine
    }
    guard typeName(UInt32(bytes.uint8(at: start) & 0x1f)) != nil,
      bytes.uint8(at: start) & 0xe0 == 0x60,
      !isStream || bytes.uint16(at: 0) < 0x10
    else { return .notMine }
    do throws(DecodeFault.Kind) {
      var outside = BERReader(bytes.extracting(droppingFirst: start), isCut: true)
      let message = try outside.next()
      var reader = message.elements
      var body = try reader.next(.sequence).elements
      // Requests to the key distribution centre number their fields from 1, all others from 0.
      let version = try body.next()
      guard version.tag.tagClass == .contextSpecific, version.tag.number <= 1 else {
        return .notMine
      }
      var inside = version.elements
      guard try inside.next(.integer).integer() == 5 else { return .notMine }
      var type = try body.next(.contextSpecific(version.tag.number + 1)).elements
      return try type.next(.integer).integer() == Int64(message.tag.number) ? .certain : .notMine
    } catch {
      return error == .truncated && isStream ? .unsure : .notMine
    }
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    var isCut = payload.isCut
    if payload.carrier == .tcp {
      let length = Int(try reader.uint32())
      isCut = length > reader.count
      reader = ByteReader(try reader.take(min(length, reader.count)))
    }
    var outside = BERReader(reader.rest, isCut: isCut)
    let message = try outside.next()
    guard message.tag.tagClass == .application, let name = typeName(message.tag.number) else {
      throw .field
    }
    fields.add("message_type", message.tag.number)
    fields.add("message_type_name", name)
    var inside = message.elements
    var body = try inside.next(.sequence).elements
    switch message.tag.number {
    case 10, 12: try readRequest(&body, into: &fields)
    case 11, 13: try readReply(&body, into: &fields)
    case 14: try readApplicationRequest(&body, into: &fields)
    case 30: try readError(&body, into: &fields)
    default: break
    }
  }

  /// The standard's name of a message type, section 7.5.7.
  private static func typeName(_ type: UInt32) -> String? {
    switch type {
    case 10: "as_req"
    case 11: "as_rep"
    case 12: "tgs_req"
    case 13: "tgs_rep"
    case 14: "ap_req"
    case 15: "ap_rep"
    case 20: "krb_safe"
    case 21: "krb_priv"
    case 22: "krb_cred"
    case 30: "krb_error"
    default: nil
    }
  }
}
