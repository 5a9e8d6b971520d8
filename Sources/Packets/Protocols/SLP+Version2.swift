/// Messages of version 2, RFC 2608 sections 8 and 10.
extension SLP {
  static func readVersion2(
    _ function: UInt8, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let flags = try reader.uint16()
    fields.add("overflow", flags & 0x8000 != 0)
    fields.add("fresh", flags & 0x4000 != 0)
    fields.add("request_multicast", flags & 0x2000 != 0)
    fields.add("extension_offset", try reader.uint24())
    fields.add("transaction_identifier", try reader.uint16())
    try addText("language_tag", &reader, into: &fields)
    switch function {
    case 1:
      try addText("previous_responders", &reader, into: &fields)
      try addText("service_type", &reader, into: &fields)
      try addText("scopes", &reader, into: &fields)
      try addText("predicate", &reader, into: &fields)
      try addText("security_parameter_index", &reader, into: &fields)
    case 2:
      fields.add("error_code", try reader.uint16())
      var entries: [FieldValue] = []
      defer { fields.add("url_entries", entries) }
      for _ in 0..<(try reader.uint16()) where entries.count < Fields.mostValues {
        entries.append(.group(try urlEntry(&reader)))
      }
    case 3:
      fields.add("url_entry", try urlEntry(&reader))
      try addText("service_type", &reader, into: &fields)
      try addText("scopes", &reader, into: &fields)
      try addText("attributes", &reader, into: &fields)
    case 4:
      try addText("scopes", &reader, into: &fields)
      fields.add("url_entry", try urlEntry(&reader))
      try addText("tags", &reader, into: &fields)
    case 5: fields.add("error_code", try reader.uint16())
    case 6:
      try addText("previous_responders", &reader, into: &fields)
      try addText("url", &reader, into: &fields)
      try addText("scopes", &reader, into: &fields)
      try addText("tags", &reader, into: &fields)
      try addText("security_parameter_index", &reader, into: &fields)
    case 7:
      fields.add("error_code", try reader.uint16())
      try addText("attributes", &reader, into: &fields)
    case 8:
      fields.add("error_code", try reader.uint16())
      fields.add("boot_timestamp_seconds", try reader.uint32())
      try addText("url", &reader, into: &fields)
      try addText("scopes", &reader, into: &fields)
      try addText("attributes", &reader, into: &fields)
      try addText("security_parameter_index", &reader, into: &fields)
    case 9:
      try addText("previous_responders", &reader, into: &fields)
      try addNamingAuthority(&reader, into: &fields)
      try addText("scopes", &reader, into: &fields)
    case 10:
      fields.add("error_code", try reader.uint16())
      try addText("service_types", &reader, into: &fields)
    case 11:
      try addText("url", &reader, into: &fields)
      try addText("scopes", &reader, into: &fields)
      try addText("attributes", &reader, into: &fields)
    default: break
    }
  }

  /// Length 65535 stands for all authorities.
  static func addNamingAuthority(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let length = Int(try reader.uint16())
    guard length != 0xffff else { return fields.add("all_naming_authorities", true) }
    if length > 0 { fields.add("naming_authority", text: try reader.take(length)) }
  }

  /// | reserved 1 | lifetime 2 | URL | number of blocks 1 | block type 2 | block length 2 | .. |
  private static func urlEntry(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> Fields {
    var entry = Fields()
    try reader.skip(1)
    entry.add("lifetime_seconds", try reader.uint16())
    try addText("url", &reader, into: &entry)
    for _ in 0..<(try reader.uint8()) {
      try reader.skip(2)
      let length = Int(try reader.uint16())
      guard length >= 4 else { throw .option }
      try reader.skip(length - 4)
    }
    return entry
  }
}
