/// Wake-on-LAN magic packet, AMD publication 20213 "Magic Packet Technology", section 2.1.
///
///     octet  0 .. 5              6 .. 101                       102
///            | ff ff ff ff ff ff | the target's MAC, sixteen times | password: none, 4 or 6 octets
///
/// May stand anywhere in a frame; looked for where it is sent in practice, at the front of EtherType
/// 0x0842 and of UDP on any port.
enum WakeOnLAN: Dissector {
  static let name: ProtocolName = "wake_on_lan"
  static let carriers: [Carrier] = [.link(LinkProtocol(EtherType(rawValue: 0x0842))), .udp]
  static let ports: [UInt16] = [9]

  private static let length = 102

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 14, bytes.uint32(at: 0) == 0xffff_ffff, bytes.uint16(at: 4) == 0xffff
    else { return .notMine }
    let target = bytes.uint64(at: 6) >> 16
    for offset in stride(from: 12, to: length, by: 6) {
      guard offset + 6 <= bytes.byteCount else { return .unsure }
      let repeated = UInt64(bytes.uint16(at: offset)) << 32 | UInt64(bytes.uint32(at: offset + 2))
      guard repeated == target else { return .notMine }
    }
    return .certain
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    try reader.skip(6)
    fields.add("target", try reader.macAddress())
    try reader.skip(length - 12)
    if reader.count == 4 || reader.count == 6 { fields.add("password", octets: reader.rest) }
  }
}
