/// Dynamic Host Configuration Protocol and BOOTP for IPv4, RFC 2131 section 2.
///
///     octet  0    1       2      3      4     8      10      12       16       20       24
///            | op | htype | hlen | hops | xid | secs | flags | ciaddr | yiaddr | siaddr | giaddr
///     octet  28          44         108       236                  240
///            | chaddr 16 | sname 64 | file 128 | cookie 63 82 53 63 | options ..
///     option | code | length | value | ; 0 fills up, 255 ends
///
/// Options of one code that stand several times are one value (RFC 3396). `sname` and `file` hold
/// options where option 52 says so.
enum DHCPv4: Dissector {
  static let name: ProtocolName = "dhcp"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [67, 68, 4011]

  private static let headerLength = 236
  private static let cookie: UInt32 = 0x6382_5363

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 44, bytes.uint8(at: 0) == 1 || bytes.uint8(at: 0) == 2,
      bytes.uint8(at: 1) != 0, bytes.uint8(at: 2) <= 16, bytes.uint8(at: 3) <= 32,
      payload.wireLength >= headerLength
    else { return .notMine }
    guard bytes.byteCount >= headerLength + 4 else { return payload.isCut ? .unsure : bootp(bytes) }
    return bytes.uint32(at: headerLength) == cookie ? .certain : bootp(bytes)
  }

  /// BOOTP of RFC 951 has no cookie; what is unused behind an Ethernet address is zero.
  private static func bootp(_ bytes: RawSpan) -> Recognition {
    guard bytes.uint8(at: 1) == 1, bytes.uint8(at: 2) == 6, bytes.uint64(at: 34) == 0,
      bytes.uint16(at: 42) == 0
    else { return .notMine }
    return .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    fields.add("operation", try reader.uint8())
    let hardwareType = try reader.uint8()
    let hardwareLength = Int(try reader.uint8())
    fields.add("hardware_type", hardwareType)
    fields.add("hops", try reader.uint8())
    fields.add("transaction_identifier", try reader.uint32())
    fields.add("seconds", try reader.uint16())
    fields.add("flags", try reader.uint16())
    fields.add("client_address", try reader.ipv4Address())
    fields.add("your_address", try reader.ipv4Address())
    fields.add("next_server_address", try reader.ipv4Address())
    fields.add("relay_agent_address", try reader.ipv4Address())
    guard hardwareLength <= 16 else { throw .field }
    let hardwareAddress = try reader.take(16).extracting(first: hardwareLength)
    if hardwareType == 1, hardwareLength == 6 {
      var address = ByteReader(hardwareAddress)
      fields.add("client_hardware_address", try address.macAddress())
    } else if hardwareLength > 0 {
      fields.add("client_hardware_address", octets: hardwareAddress)
    }
    let serverName = try reader.take(64)
    let file = try reader.take(128)
    guard !reader.isAtEnd || payload.isCut else {
      return addTexts(serverName, file, .none, into: &fields)
    }
    guard try reader.uint32() == cookie else {
      return addTexts(serverName, file, .none, into: &fields)
    }
    var options = Options()
    var fault = options.collect(reader.rest)
    let overload = options.overload
    addTexts(serverName, file, overload, into: &fields)
    // RFC 2131 section 4.1: first the options field, then file, then sname.
    if overload.contains(.file) { fault = fault == .none ? options.collect(file) : fault }
    if overload.contains(.serverName) {
      fault = fault == .none ? options.collect(serverName) : fault
    }
    let broken = options.add(to: &fields)
    if fault == .none { fault = broken }
    if fault != .none { throw fault }
  }

  private static func addTexts(
    _ serverName: RawSpan, _ file: RawSpan, _ overload: Overload, into fields: inout Fields
  ) {
    if !overload.contains(.serverName) { addText("server_name", serverName, into: &fields) }
    if !overload.contains(.file) { addText("file", file, into: &fields) }
  }

  /// A text up to its first zero octet, where there is one.
  private static func addText(_ name: String, _ octets: RawSpan, into fields: inout Fields) {
    let length = (0..<octets.byteCount).first { octets.uint8(at: $0) == 0 } ?? octets.byteCount
    if length > 0 { fields.add(name, text: octets.extracting(first: length)) }
  }

  /// Which fields of the header hold options, RFC 2132 section 9.3.
  struct Overload: OptionSet {
    let rawValue: UInt8
    static let none: Overload = []
    static let file = Overload(rawValue: 1)
    static let serverName = Overload(rawValue: 2)
  }
}
