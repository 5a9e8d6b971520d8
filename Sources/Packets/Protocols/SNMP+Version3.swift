/// Messages of version 3, RFC 3412 section 6, with the User-based Security Model, RFC 3414 section 2.4.
extension SNMP {
  /// Reads what follows the version.
  static func readVersion3(
    _ message: inout BERReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var header = try message.next(.sequence).elements
    fields.add("message_id", signed: try header.next(.integer).integer())
    fields.add("maximum_message_size", signed: try header.next(.integer).integer())
    let flags = try header.next(.octetString).octets()
    guard flags.byteCount == 1 else { throw .field }
    let flagOctet = flags.uint8(at: 0)
    fields.add("authenticated", flagOctet & 1 != 0)
    fields.add("encrypted", flagOctet & 2 != 0)
    fields.add("reportable", flagOctet & 4 != 0)
    let model = try header.next(.integer).integer()
    fields.add("security_model", signed: model)
    let security = try message.next(.octetString)
    if model == 3 {
      var wrapped = security.elements
      var parameters = try wrapped.next(.sequence).elements
      try readUserSecurity(&parameters, into: &fields)
    }
    // Encrypted, the rest is one octet string.
    guard flagOctet & 2 == 0 else { return }
    var scoped = try message.next(.sequence).elements
    fields.add("context_engine_id", octets: try scoped.next(.octetString).octets())
    fields.add("context_name", text: try scoped.next(.octetString).octets())
    try readPDU(try scoped.next(), into: &fields)
  }

  private static func readUserSecurity(
    _ parameters: inout BERReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let engine = try parameters.next(.octetString).octets()
    fields.add("engine_id", octets: engine)
    addEngine(engine, into: &fields)
    fields.add("engine_boots", signed: try parameters.next(.integer).integer())
    fields.add("engine_time_seconds", signed: try parameters.next(.integer).integer())
    fields.add("user_name", text: try parameters.next(.octetString).octets())
  }

  /// What an engine identifier says of its maker and its host, RFC 3411 section 5.
  private static func addEngine(_ engine: RawSpan, into fields: inout Fields) {
    guard engine.byteCount >= 5, engine.uint8(at: 0) & 0x80 != 0 else { return }
    fields.add("engine_enterprise", engine.uint32(at: 0) & 0x7fff_ffff)
    var reader = ByteReader(engine.extracting(droppingFirst: 5))
    // An identifier that is too short for its format says nothing, which is no fault of the message.
    switch engine.uint8(at: 4) {
    case 1: if let address = try? reader.ipv4Address() { fields.add("engine_address", address) }
    case 2: if let address = try? reader.ipv6Address() { fields.add("engine_address", address) }
    case 3: if let address = try? reader.macAddress() { fields.add("engine_mac_address", address) }
    case 4: fields.add("engine_text", text: reader.rest)
    default: break
    }
  }
}
