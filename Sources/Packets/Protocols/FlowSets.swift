/// The sets behind the headers of NetFlow 9 (RFC 3954 section 5) and IPFIX (RFC 7011 section 3.3).
///
///     octet  0        2        4
///            | set id | length | records, padding
///
///     template:      | template id | field count | type 2, length 2; IPFIX: type with bit 15 set,
///                      length 2, enterprise number 4 |
///     options:  9:   | template id | scopes' length | options' length | fields
///               10:  | template id | field count | scope field count | fields
///
/// Set ids: templates 0 and options templates 1 of NetFlow, 2 and 3 of IPFIX; from 256 on data of the
/// template of that number.
enum FlowSets {
  /// Whose set ids and template records they are.
  enum Standard {
    case netFlow
    case ipfix

    var templates: UInt16 { self == .netFlow ? 0 : 2 }
    var options: UInt16 { self == .netFlow ? 1 : 3 }
  }

  private static let headerLength = 4
  private static let firstTemplate: UInt16 = 256

  /// Whether sets of possible numbers follow each other up to the end.
  static func recognize(
    _ payload: borrowing Payload, from start: Int, standard: Standard
  ) -> Recognition {
    let bytes = payload.bytes
    var offset = start
    // Ends because every set takes four octets at least.
    while offset < bytes.byteCount {
      guard offset + headerLength <= bytes.byteCount else { return .unsure }
      let set = bytes.uint16(at: offset)
      let length = Int(bytes.uint16(at: offset + 2))
      guard set == standard.templates || set == standard.options || set >= firstTemplate,
        length >= headerLength, offset + length <= payload.wireLength
      else { return .unsure }
      offset += length
    }
    return offset > start && offset == payload.wireLength ? .certain : .unsure
  }

  /// Reads which sets there are, and the templates' numbers and lengths.
  static func read(
    _ bytes: RawSpan, standard: Standard, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(bytes)
    var sets: [FieldValue] = []
    var templates: [FieldValue] = []
    defer {
      fields.add("set_ids", sets)
      fields.add("templates", templates)
    }
    while !reader.isAtEnd, sets.count < Fields.mostValues {
      let set = try reader.uint16()
      sets.append(.number(UInt64(set)))
      let length = Int(try reader.uint16())
      guard length >= headerLength else { throw .option }
      var records = ByteReader(try reader.take(length - headerLength))
      guard set == standard.templates || set == standard.options else { continue }
      // Fewer octets than a record's header are padding.
      while records.count >= 4, templates.count < Fields.mostValues {
        let number = try records.uint16()
        guard number >= firstTemplate else { break }
        var template = Fields()
        defer { templates.append(.group(template)) }
        template.add("template_id", number)
        try skipFields(standard, set == standard.options, &records, into: &template)
      }
    }
  }

  private static func skipFields(
    _ standard: Standard, _ isOptions: Bool, _ records: inout ByteReader,
    into template: inout Fields
  ) throws(DecodeFault.Kind) {
    let first = Int(try records.uint16())
    guard standard == .ipfix else {
      guard isOptions else {
        template.add("field_count", UInt16(first))
        return try skip(first * 4, &records)
      }
      let options = Int(try records.uint16())
      template.add("scope_field_count", UInt16(first / 4))
      template.add("field_count", UInt16((first + options) / 4))
      return try skip(first + options, &records)
    }
    template.add("field_count", UInt16(first))
    // A count of none withdraws the template (RFC 7011 section 8.1).
    if isOptions, first > 0 { template.add("scope_field_count", try records.uint16()) }
    for _ in 0..<first {
      guard records.count >= 4 else { throw .option }
      let type = try records.uint16()
      try skip(type >> 15 != 0 ? 6 : 2, &records)
    }
  }

  private static func skip(
    _ count: Int, _ records: inout ByteReader
  ) throws(DecodeFault.Kind) {
    guard count <= records.count else { throw .option }
    try records.skip(count)
  }
}
