/// Remote Desktop Protocol up to its negotiation, Microsoft [MS-RDPBCGR] sections 2.2.1.1 and 2.2.1.2, in
/// a connection request or confirm of X.224 section 13.3 behind a header of RFC 1006.
///
///     octet  0    1          2        4        5      6             8        10
///            | 03 | reserved | length | length | code | destination | source | class | cookie, negotiation
///                                                                             11
///     negotiation  | type | flags | length 8, least significant first | protocols or failure, 4, likewise |
enum RemoteDesktop: Dissector {
  static let name: ProtocolName = "rdp"
  static let carriers: [Carrier] = [.tcp]
  static let ports: [UInt16] = [3389]

  private static let headerLength = 11
  private static let request: UInt8 = 0xe0
  private static let confirm: UInt8 = 0xd0

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 2, bytes.uint16(at: 0) == 0x0300 else { return .notMine }
    guard bytes.byteCount >= headerLength else { return .unsure }
    let length = Int(bytes.uint16(at: 2))
    let code = bytes.uint8(at: 5)
    guard length >= headerLength, Int(bytes.uint8(at: 4)) == length - 5,
      code == request || code == confirm, bytes.uint16(at: 6) == 0 || code == confirm
    else { return .notMine }
    // ISO transport of other applications opens alike, but puts parameters of its own (0xc0 and up) here.
    guard length > headerLength else { return .unsure }
    guard bytes.byteCount >= headerLength + 4 else { return .unsure }
    if code == request, bytes.uint32(at: headerLength) == 0x436f_6f6b { return .certain }
    let expected: ClosedRange<UInt8> = code == request ? 1...1 : 2...3
    guard expected.contains(bytes.uint8(at: headerLength)),
      bytes.uint16(at: headerLength + 2) == 0x0800
    else {
      // A routing token may be anything that is printed.
      return code == request && (0x21..<0x7f).contains(bytes.uint8(at: headerLength))
        ? .unsure : .notMine
    }
    return .certain
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    guard try reader.uint8() == 3 else { throw .version }
    try reader.skip(1)
    let length = Int(try reader.uint16())
    guard length >= headerLength else { throw .totalLength }
    guard length - 4 <= reader.count else { throw .truncated }
    var message = ByteReader(try reader.take(length - 4))
    guard Int(try message.uint8()) == length - 5 else { throw .headerLength }
    let code = try message.uint8()
    guard code == request || code == confirm else { throw .field }
    fields.add("tpdu_code", code)
    fields.add("tpdu_code_name", code == request ? "connection_request" : "connection_confirm")
    fields.add("destination_reference", try message.uint16())
    fields.add("source_reference", try message.uint16())
    fields.add("class", try message.uint8() >> 4)
    if code == request { try readToken(&message, into: &fields) }
    guard !message.isAtEnd else { return }
    try readNegotiation(&message, into: &fields)
  }

  /// A line in front of the negotiation: the cookie names a user, a token a host behind a balancer.
  private static func readToken(
    _ message: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    guard let first = message.peek(), first >= 0x20 else { return }
    var end = 0
    while let octet = message.peek(end), octet != 0x0d { end += 1 }
    guard message.peek(end + 1) == 0x0a else { throw .option }
    let line = try message.take(end)
    try message.skip(2)
    // "Cookie: mstshash=".
    guard line.byteCount >= 17, line.uint64(at: 0) == 0x436f_6f6b_6965_3a20,
      line.uint64(at: 8) == 0x6d73_7473_6861_7368, line.uint8(at: 16) == 0x3d
    else {
      fields.add("routing_token", text: line)
      return
    }
    fields.add("cookie", text: line.extracting(droppingFirst: 17))
  }

  private static func readNegotiation(
    _ message: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let type = try message.uint8()
    let flags = try message.uint8()
    guard try message.littleUInt16() == 8 else { throw .option }
    let value = try message.littleUInt32()
    fields.add("negotiation_type", type)
    fields.add("negotiation_flags", flags)
    switch type {
    case 1:
      fields.add("requested_protocols", value)
      var names = protocolNames.indices.filter { value & 1 << $0 != 0 }.map { protocolNames[$0] }
      // No bit at all is the protocol's own protection.
      if value == 0 { names = ["rdp"] }
      fields.add("requested_protocol_names", names.map { .text($0) })
    case 2:
      fields.add("selected_protocol", value)
      if value == 0 {
        fields.add("selected_protocol_name", "rdp")
      } else if value.nonzeroBitCount == 1, value.trailingZeroBitCount < protocolNames.count {
        fields.add("selected_protocol_name", protocolNames[value.trailingZeroBitCount])
      }
    case 3:
      fields.add("failure_code", value)
    default:
      throw .option
    }
  }

  /// By bit.
  private static let protocolNames = [
    "ssl", "hybrid", "rdstls", "hybrid_ex", "rdsaad",
  ]
}
