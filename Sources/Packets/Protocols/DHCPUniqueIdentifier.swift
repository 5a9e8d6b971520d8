/// DHCP Unique Identifier, RFC 8415 section 11; type 4 RFC 6355.
///
///     1  | type 2 | hardware type 2 | time 4 | link-layer address |
///     2  | type 2 | enterprise number 4 | identifier |
///     3  | type 2 | hardware type 2 | link-layer address |
///     4  | type 2 | UUID 16 |
enum DHCPUniqueIdentifier {
  /// Reads all of an identifier. Its time counts seconds since 2000-01-01 00:00 UTC, modulo 2^32.
  static func read(_ octets: RawSpan) throws(DecodeFault.Kind) -> Fields {
    var reader = ByteReader(octets)
    var identifier = Fields()
    let type = try reader.uint16()
    identifier.add("type", type)
    switch type {
    case 1, 3:
      let hardwareType = try reader.uint16()
      identifier.add("hardware_type", hardwareType)
      if type == 1 { identifier.add("time_seconds", try reader.uint32()) }
      if hardwareType == 1, reader.count == 6 {
        identifier.add("link_layer_address", try reader.macAddress())
      } else {
        identifier.add("link_layer_address", octets: reader.rest)
      }
    case 2:
      identifier.add("enterprise_number", try reader.uint32())
      identifier.add("identifier", octets: reader.rest)
    case 4: identifier.add("uuid", octets: reader.rest)
    default: identifier.add("identifier", octets: reader.rest)
    }
    return identifier
  }
}
