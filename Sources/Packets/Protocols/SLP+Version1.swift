/// Messages of version 1, RFC 2165 sections 5 to 12, in ASCII or UTF-8. URLs with authentication blocks
/// are read up to the first of them.
extension SLP {
  private static let urlAuthentication: UInt8 = 0x20

  static func readVersion1(
    _ function: UInt8, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let flags = try reader.uint8()
    fields.add("overflow", flags & 0x80 != 0)
    fields.add("monolingual", flags & 0x40 != 0)
    fields.add("url_authentication", flags & urlAuthentication != 0)
    fields.add("attribute_authentication", flags & 0x10 != 0)
    fields.add("fresh", flags & 0x08 != 0)
    fields.add("dialect", try reader.uint8())
    fields.add("language_code", text: try reader.take(2))
    fields.add("character_encoding", try reader.uint16())
    fields.add("transaction_identifier", try reader.uint16())
    let isAuthenticated = flags & urlAuthentication != 0
    switch function {
    case 1:
      try addText("previous_responders", &reader, into: &fields)
      try addText("predicate", &reader, into: &fields)
    case 2:
      fields.add("error_code", try reader.uint16())
      var entries: [FieldValue] = []
      defer { fields.add("url_entries", entries) }
      for _ in 0..<(try reader.uint16()) where entries.count < Fields.mostValues {
        entries.append(.group(try urlEntryVersion1(&reader)))
        if isAuthenticated { break }
      }
    case 3:
      fields.add("url_entry", try urlEntryVersion1(&reader))
      if !isAuthenticated { try addText("attributes", &reader, into: &fields) }
    case 4:
      try addText("url", &reader, into: &fields)
      if !isAuthenticated { try addText("tags", &reader, into: &fields) }
    case 5: fields.add("error_code", try reader.uint16())
    case 6:
      try addText("previous_responders", &reader, into: &fields)
      try addText("url", &reader, into: &fields)
      try addText("scopes", &reader, into: &fields)
      try addText("tags", &reader, into: &fields)
    case 7:
      fields.add("error_code", try reader.uint16())
      try addText("attributes", &reader, into: &fields)
    case 8:
      fields.add("error_code", try reader.uint16())
      try addText("url", &reader, into: &fields)
      if !isAuthenticated { try addText("scopes", &reader, into: &fields) }
    case 9:
      try addText("previous_responders", &reader, into: &fields)
      try addNamingAuthority(&reader, into: &fields)
      try addText("scopes", &reader, into: &fields)
    case 10:
      fields.add("error_code", try reader.uint16())
      var types: [FieldValue] = []
      defer { fields.add("service_types", types) }
      for _ in 0..<(try reader.uint16()) where types.count < Fields.mostValues {
        types.append(FieldValue(text: try reader.take(Int(reader.uint16()))))
      }
    default: break
    }
  }

  private static func urlEntryVersion1(
    _ reader: inout ByteReader
  ) throws(DecodeFault.Kind) -> Fields {
    var entry = Fields()
    entry.add("lifetime_seconds", try reader.uint16())
    try addText("url", &reader, into: &entry)
    return entry
  }
}
