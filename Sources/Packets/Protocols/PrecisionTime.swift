/// PTP, IEEE 1588-2019 clause 13: version 2 in frames (annex E) and in UDP (annexes C and D).
///
///     octet  0                        1               2        4        5           6       8
///            | major SDO id, type     | version nibbles | length | domain | minor SDO | flags |
///     octet  8            16              20                     30            32        33
///            | correction | type's own    | source port identity | sequence id | control | interval
///     octet  34
///            | by type: timestamps, identities, the announced clock; then TLVs
///
/// The correction counts 65536ths of a nanosecond; the interval is a logarithm to base 2.
enum PrecisionTime: Dissector {
  static let name: ProtocolName = "ptp"
  static let carriers: [Carrier] = [.link(LinkProtocol(EtherType(rawValue: 0x88f7))), .udp]
  static let ports: [UInt16] = [319, 320]

  static let headerLength = 34
  private static let announce: UInt8 = 0x0b
  private static let signaling: UInt8 = 0x0c
  private static let management: UInt8 = 0x0d

  /// Octets of each message before its TLVs, by type; 0 where the type is reserved.
  private static let lengths = [44, 44, 54, 54, 0, 0, 0, 0, 44, 54, 54, 64, 44, 48, 0, 0]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= headerLength, bytes.uint8(at: 1) & 0x0f == 2 else { return .notMine }
    let type = Int(bytes.uint8(at: 0) & 0x0f)
    let length = Int(bytes.uint16(at: 2))
    guard lengths[type] > 0, length >= lengths[type], length <= payload.wireLength else {
      return .notMine
    }
    guard payload.carrier == .udp else { return .certain }
    // Over IPv6 two octets follow, for one-step clocks to even out the checksum with.
    let extra = payload.wireLength - length
    let control = bytes.uint8(at: 32)
    let isExpected = control == 0 || control == controls[type]
    return (extra == 0 || extra == 2) && isExpected ? .certain : .unsure
  }

  /// The obsolete control field by type.
  private static let controls: [UInt8] = [0, 1, 5, 5, 0, 0, 0, 0, 2, 3, 5, 5, 5, 4, 0, 0]

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var whole = ByteReader(payload.bytes)
    let head = try whole.uint8()
    let type = head & 0x0f
    fields.add("major_sdo_id", head >> 4)
    fields.add("message_type", type)
    let version = try whole.uint8()
    fields.add("version_ptp", version & 0x0f)
    fields.add("minor_version_ptp", version >> 4)
    guard version & 0x0f == 2 else { throw .version }
    let length = Int(try whole.uint16())
    guard length >= headerLength, length <= payload.wireLength else { throw .totalLength }
    var reader = ByteReader(
      payload.bytes.extracting(first: min(length, payload.bytes.byteCount)))
    try reader.skip(4)
    fields.add("domain_number", try reader.uint8())
    fields.add("minor_sdo_id", try reader.uint8())
    try flags(&reader, into: &fields)
    fields.add(
      "correction_field_65536ths_of_nanosecond", signed: Int64(bitPattern: try reader.uint64()))
    try reader.skip(4)
    try identity("source_port_identity", &reader, into: &fields)
    fields.add("sequence_id", try reader.uint16())
    fields.add("control_field", try reader.uint8())
    fields.add("log_message_interval", signed: Int8(bitPattern: try reader.uint8()))
    do throws(DecodeFault.Kind) {
      try body(type, &reader, into: &fields)
    } catch {
      throw payload.isCut || error != .truncated ? error : .totalLength
    }
  }

  private static func flags(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let flags = try reader.uint16()
    fields.add("flag_field", flags)
    fields.add("two_step", flags & 0x0200 != 0)
    fields.add("unicast", flags & 0x0400 != 0)
  }

  private static func body(
    _ type: UInt8, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    if let name = timestampNames[type] {
      try timestamp(name, &reader, into: &fields)
    }
    switch type {
    case 0x02: try reader.skip(10)
    case 0x03, 0x09, 0x0a: try identity("requesting_port_identity", &reader, into: &fields)
    case announce: try announcement(&reader, into: &fields)
    case signaling: try identity("target_port_identity", &reader, into: &fields)
    case management:
      try identity("target_port_identity", &reader, into: &fields)
      fields.add("starting_boundary_hops", try reader.uint8())
      fields.add("boundary_hops", try reader.uint8())
      fields.add("action_field", try reader.uint8() & 0x0f)
      try reader.skip(1)
    case 0x00, 0x01, 0x08: break
    default: throw .field
    }
    try records(&reader, into: &fields)
  }

  /// What the timestamp of each type says.
  private static let timestampNames: [UInt8: String] = [
    0x00: "origin_timestamp", 0x01: "origin_timestamp", 0x02: "origin_timestamp",
    0x03: "request_receipt_timestamp", 0x08: "precise_origin_timestamp",
    0x09: "receive_timestamp", 0x0a: "response_origin_timestamp", 0x0b: "origin_timestamp",
  ]
}
