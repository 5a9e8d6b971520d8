/// Domain Name System, RFC 1035 section 4; over TCP section 4.2.2.
///
///     UDP  | message |
///     TCP  | length 2 | message | length 2 | message ..
///
/// The message is `DNSMessage`'s. Of a TCP direction the first message is read.
enum DNS: Dissector {
  static let name: ProtocolName = "dns"
  static let carriers: [Carrier] = [.udp, .tcp]
  static let ports: [UInt16] = [53]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard payload.carrier == .tcp else {
      return DNSMessage.recognize(bytes, wireLength: payload.wireLength, as: .unicast)
    }
    guard bytes.byteCount >= 2 else { return .unsure }
    let length = Int(bytes.uint16(at: 0))
    guard length >= DNSMessage.headerLength + 5 else { return .notMine }
    guard bytes.byteCount >= 2 + DNSMessage.headerLength else {
      guard bytes.byteCount >= 6 else { return .unsure }
      let opcode = bytes.uint16(at: 4) >> 11 & 15
      return opcode <= 6 && opcode != 3 ? .unsure : .notMine
    }
    let message = bytes.extracting(droppingFirst: 2)
    return DNSMessage.recognize(
      message.extracting(first: min(length, message.byteCount)), wireLength: length, as: .unicast)
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    guard payload.carrier == .tcp else {
      return try DNSMessage.read(payload.bytes, as: .unicast, into: &fields)
    }
    var reader = ByteReader(payload.bytes)
    let length = Int(try reader.uint16())
    fields.add("length", UInt(length))
    let message = try reader.take(min(length, reader.count))
    try DNSMessage.read(message, as: .unicast, into: &fields)
  }
}
