/// Network Time Protocol, RFC 5905 section 7.3; versions 1 to 3 RFC 1059, RFC 1119 and RFC 1305.
///
///     octet  0                        1         2      3           4            8                 12
///            | LI 2, version 3, mode 3 | stratum | poll | precision | root delay | root dispersion | reference id
///     octet  16          24       32        40         48
///            | reference | origin | receive | transmit | extension fields | key id 4, digest |
///
/// Short times are seconds with 16 bits behind the point, timestamps are seconds since 1900 with 32.
/// Mode 6 and mode 7 have messages of their own. Versions 1 to 3 have no extension fields; version 1
/// leaves the mode zero.
enum NTP: Dissector {
  static let name: ProtocolName = "ntp"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [123]

  static let headerLength = 48
  /// Seconds from 1900 to 1970.
  static let unixEpoch: Int64 = 2_208_988_800

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let first = try reader.uint8()
    let version = first >> 3 & 7
    let mode = first & 7
    guard (1...4).contains(version) else { throw .version }
    switch mode {
    case 6: return try readControl(&reader, version: version, into: &fields)
    case 7: return try readPrivate(&reader, first, into: &fields)
    default: break
    }
    fields.add("leap_indicator", first >> 6)
    fields.add("version", version)
    fields.add("mode", mode)
    if let name = modeName(mode) { fields.add("mode_name", name) }
    let stratum = try reader.uint8()
    fields.add("stratum", stratum)
    fields.add("poll", signed: Int8(bitPattern: try reader.uint8()))
    fields.add("precision", signed: Int8(bitPattern: try reader.uint8()))
    fields.add("root_delay_microseconds", microseconds(try reader.uint32()))
    fields.add("root_dispersion_microseconds", microseconds(try reader.uint32()))
    fields.add("reference_identifier", identifier(try reader.take(4), stratum: stratum))
    try addTimestamp("reference", &reader, into: &fields)
    try addTimestamp("origin", &reader, into: &fields)
    try addTimestamp("receive", &reader, into: &fields)
    try addTimestamp("transmit", &reader, into: &fields)
    try readTrailer(&reader, version: version, wireLength: payload.wireLength, into: &fields)
  }

  private static func modeName(_ mode: UInt8) -> String? {
    let names = [
      "", "symmetric_active", "symmetric_passive", "client", "server", "broadcast", "control",
      "private",
    ]
    return mode == 0 ? nil : names[Int(mode)]
  }

  private static func microseconds(_ short: UInt32) -> UInt64 { (UInt64(short) * 1_000_000) >> 16 }

  /// A text in stratum 0 (kiss code) and 1 (reference clock), above the address of the server's server.
  private static func identifier(_ octets: RawSpan, stratum: UInt8) -> FieldValue {
    if stratum > 1, stratum < 16 { return .address(IPAddress(v4: octets.uint32(at: 0))) }
    let length = letters(octets.uint32(at: 0))
    return length > 0
      ? FieldValue(text: octets.extracting(first: length)) : FieldValue(octets: octets)
  }

  /// Characters of a reference identifier of visible ASCII, filled up with zeros; 0 for any other.
  static func letters(_ identifier: UInt32) -> Int {
    var length = 0
    for index in 0..<4 {
      let octet = UInt8(truncatingIfNeeded: identifier >> UInt32(24 - 8 * index))
      if octet == 0 {
        // Behind the first zero nothing else may stand.
        return identifier << UInt32(8 * index) == 0 ? length : 0
      }
      guard (0x20...0x7e).contains(octet) else { return 0 }
      length += 1
    }
    return length
  }

  /// The number, and where it is not zero, which stands for unknown, its second of era 0 (RFC 5905
  /// section 6) on the scale of 1970.
  private static func addTimestamp(
    _ name: String, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let timestamp = try reader.uint64()
    fields.add(name + "_timestamp", timestamp)
    if timestamp != 0 {
      fields.add(name + "_unix_seconds", signed: Int64(timestamp >> 32) - unixEpoch)
    }
  }
}
