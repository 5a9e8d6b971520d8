/// Remote Framebuffer (VNC), RFC 6143 sections 7.1.1 and 7.1.2: consoles of managed systems and others.
///
///     octet   0 .. 11           12
///     server  | "RFB 003.008\n" | number of security types | that many types
///     client  | "RFB 003.008\n" | the type that was chosen |
///
/// Of version 3.3 the server chooses, with four octets. Neither side says which it is: the server's port
/// is 5900 and up, else the smaller of the two.
enum RemoteFramebuffer: Dissector {
  static let name: ProtocolName = "rfb"
  static let carriers: [Carrier] = [.tcp]
  static let ports: [UInt16] = [5900, 5901, 5902, 5903]

  private static let versionLength = 12

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 4, bytes.uint32(at: 0) == 0x5246_4220 else { return .notMine }
    guard bytes.byteCount >= versionLength else { return .unsure }
    for offset in 4..<versionLength {
      let octet = bytes.uint8(at: offset)
      switch offset {
      case 7: guard octet == 0x2e else { return .notMine }
      case 11: guard octet == 0x0a else { return .notMine }
      default: guard (0x30...0x39).contains(octet) else { return .notMine }
      }
    }
    return .certain
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    try reader.skip(4)
    let version = try reader.take(7)
    try reader.skip(1)
    fields.add("protocol_version", text: version)
    let isServer = isServer(payload.sourcePort, payload.destinationPort)
    fields.add("server", isServer)
    // Before 3.7 the server chooses; what it proposes, a client may lower, which only it says.
    let isOld = isBefore37(version)
    guard isServer else {
      if !isOld { addChosen(try reader.uint8(), into: &fields) }
      return
    }
    if isOld {
      let type = try reader.uint32()
      guard type <= 255 else { throw .field }
      addChosen(UInt8(type), into: &fields)
      if type == 0 { try readReason(&reader, into: &fields) }
      return
    }
    let count = Int(try reader.uint8())
    guard count > 0 else { return try readReason(&reader, into: &fields) }
    let types = try reader.take(count)
    let kept = (0..<min(count, Fields.mostValues)).map { types.uint8(at: $0) }
    fields.add("security_types", kept.map { .number(UInt64($0)) })
    fields.add("security_type_names", kept.compactMap { name(ofSecurity: $0) }.map { .text($0) })
  }

  private static func isServer(_ source: UInt16, _ destination: UInt16) -> Bool {
    let ports: ClosedRange<UInt16> = 5900...5999
    return ports.contains(source) == ports.contains(destination)
      ? source < destination : ports.contains(source)
  }

  private static func isBefore37(_ version: RawSpan) -> Bool {
    // "003.003" and Apple's "003.889" are told apart by their last digits.
    version.uint8(at: 2) <= 0x33 && version.uint8(at: 4) == 0x30 && version.uint8(at: 5) == 0x30
      && version.uint8(at: 6) < 0x37
  }

  private static func addChosen(_ type: UInt8, into fields: inout Fields) {
    fields.add("security_type", type)
    if let name = name(ofSecurity: type) { fields.add("security_type_name", name) }
  }

  private static func readReason(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let length = Int(try reader.uint32())
    fields.add("reason", text: try reader.take(length))
  }

  /// Types of section 7.1.2 and of the registry that RFC 6143 section 8 opened.
  private static func name(ofSecurity type: UInt8) -> String? {
    switch type {
    case 0: "invalid"
    case 1: "none"
    case 2: "vnc_authentication"
    case 5: "ra2"
    case 6: "ra2ne"
    case 16: "tight"
    case 17: "ultra"
    case 18: "tls"
    case 19: "vencrypt"
    case 20: "gtk_vnc_sasl"
    case 21: "md5_hash_authentication"
    case 22: "colin_dean_xvp"
    case 30, 35: "apple"
    default: nil
    }
  }
}
