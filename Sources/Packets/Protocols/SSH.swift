/// Secure Shell transport layer, RFC 4253 sections 4.2, 6 and 7.1.
///
///     SSH-protoversion-softwareversion SP comments CR LF
///     octet  0               4                5                  6        22
///            | packet length | padding length | SSH_MSG_KEXINIT | cookie | ten name-lists: n 4, n
///
/// The key exchange begins in clear: what each side can do, in its order of preference.
enum SSH: Dissector {
  static let name: ProtocolName = "ssh"
  static let carriers: [Carrier] = [.tcp]
  static let ports: [UInt16] = [22]

  /// The longest identification with its line end.
  private static let longestIdentification = 255
  /// The longest packet that everybody must take, section 6.1.
  private static let longestPacket: UInt32 = 35_000
  private static let keyExchangeInit: UInt8 = 20

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 4 else {
      guard bytes.byteCount >= 1, bytes.uint8(at: 0) == UInt8(ascii: "S") else { return .notMine }
      return bytes.byteCount < 2 || bytes.uint8(at: 1) == UInt8(ascii: "S") ? .unsure : .notMine
    }
    guard bytes.uint32(at: 0) == 0x5353_482d else { return .notMine }
    guard bytes.byteCount >= 6 else { return .unsure }
    let isVersion = (0x30...0x39).contains(bytes.uint8(at: 4)) && bytes.uint8(at: 5) == 0x2e
    return isVersion ? .certain : .notMine
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let isOld = try readIdentification(&reader, into: &fields)
    // Version 1 has another key exchange.
    guard !isOld else { return }
    let length = try reader.uint32()
    guard (6...longestPacket).contains(length) else { throw .totalLength }
    let isCut = Int(length) > reader.count
    var packet = ByteReader(try reader.take(min(Int(length), reader.count)))
    let paddingLength = try packet.uint8()
    guard UInt32(paddingLength) + 2 <= length else { throw .totalLength }
    guard try packet.uint8() == keyExchangeInit else { return }
    do throws(DecodeFault.Kind) {
      try readKeyExchange(&packet, into: &fields)
    } catch .truncated {
      throw isCut ? .truncated : .totalLength
    }
  }

  /// - Returns: Whether the protocol's version is below 1.99.
  private static func readIdentification(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) -> Bool {
    let available = reader.count
    var line: ByteReader
    do throws(DecodeFault.Kind) {
      line = ByteReader(try reader.textLine())
    } catch {
      throw available >= longestIdentification ? .totalLength : error
    }
    try line.skip(4)
    let version = line.upTo(UInt8(ascii: "-"))
    fields.add("protocol_version", text: version)
    if !line.isAtEnd { try line.skip(1) }
    fields.add("software", text: line.upTo(UInt8(ascii: " ")))
    if !line.isAtEnd {
      try line.skip(1)
      fields.add("comments", text: line.rest)
    }
    let isOne = version.byteCount >= 2 && version.uint16(at: 0) == 0x312e
    return isOne && !(version.byteCount == 4 && version.uint16(at: 2) == 0x3939)
  }

  private static func readKeyExchange(
    _ packet: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    try packet.skip(16)
    let names = [
      "kex_algorithms", "server_host_key_algorithms", "encryption_algorithms_client_to_server",
      "encryption_algorithms_server_to_client", "mac_algorithms_client_to_server",
      "mac_algorithms_server_to_client", "compression_algorithms_client_to_server",
      "compression_algorithms_server_to_client", "languages_client_to_server",
      "languages_server_to_client",
    ]
    for name in names {
      let length = try packet.uint32()
      guard length <= longestPacket else { throw .totalLength }
      let list = try packet.take(Int(length))
      if list.byteCount > 0 { fields.add(name, text: list) }
    }
    fields.add("first_kex_packet_follows", try packet.uint8() != 0)
  }
}
