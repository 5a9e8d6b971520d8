/// Bodies of Kerberos messages: sequences of numbered fields, most of which may be left out.
extension Kerberos {
  /// KDC-REQ, RFC 4120 section 5.4.1.
  static func readRequest(
    _ body: inout BERReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    while !body.isAtEnd {
      let field = try body.next()
      switch field.tag.number {
      case 3: try readPreauthentication(field, into: &fields)
      case 4: try readRequestBody(field, into: &fields)
      default: break
      }
    }
  }

  private static func readRequestBody(
    _ element: borrowing BERElement, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var wrapped = element.elements
    var body = try wrapped.next(.sequence).elements
    while !body.isAtEnd {
      let field = try body.next()
      var inside = field.elements
      switch field.tag.number {
      case 0:
        let options = try inside.next(.bitString).octets()
        guard options.byteCount == 5 else { throw .field }
        fields.add("kdc_options", options.uint32(at: 1))
      case 1: fields.add("client_name", try readName(&inside))
      case 2: fields.add("realm", text: try inside.next(.generalString).octets())
      case 3: fields.add("service_name", try readName(&inside))
      case 5: fields.add("till", text: try inside.next(.generalizedTime).octets())
      case 8: fields.add("encryption_types", try readNumbers(&inside))
      default: break
      }
    }
  }

  /// KDC-REP, RFC 4120 section 5.4.2.
  static func readReply(
    _ body: inout BERReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    while !body.isAtEnd {
      let field = try body.next()
      var inside = field.elements
      switch field.tag.number {
      case 3: fields.add("client_realm", text: try inside.next(.generalString).octets())
      case 4: fields.add("client_name", try readName(&inside))
      case 5: try readTicket(&inside, into: &fields)
      case 6: try addEncryption("encryption_type", &inside, into: &fields)
      default: break
      }
    }
  }

  /// AP-REQ, RFC 4120 section 5.5.1.
  static func readApplicationRequest(
    _ body: inout BERReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    while !body.isAtEnd {
      let field = try body.next()
      var inside = field.elements
      switch field.tag.number {
      case 3: try readTicket(&inside, into: &fields)
      case 4: try addEncryption("encryption_type", &inside, into: &fields)
      default: break
      }
    }
  }

  /// KRB-ERROR, RFC 4120 section 5.9.1.
  static func readError(
    _ body: inout BERReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    while !body.isAtEnd {
      let field = try body.next()
      var inside = field.elements
      switch field.tag.number {
      case 4: fields.add("server_time", text: try inside.next(.generalizedTime).octets())
      case 6: fields.add("error_code", signed: try inside.next(.integer).integer())
      case 7: fields.add("client_realm", text: try inside.next(.generalString).octets())
      case 8: fields.add("client_name", try readName(&inside))
      case 9: fields.add("realm", text: try inside.next(.generalString).octets())
      case 10: fields.add("service_name", try readName(&inside))
      case 11: fields.add("error_text", text: try inside.next(.generalString).octets())
      default: break
      }
    }
  }

  /// Ticket, section 5.3: whose it is for is in clear.
  private static func readTicket(
    _ reader: inout BERReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var wrapped = try reader.next(.application(1)).elements
    var body = try wrapped.next(.sequence).elements
    while !body.isAtEnd {
      let field = try body.next()
      var inside = field.elements
      switch field.tag.number {
      case 1: fields.add("realm", text: try inside.next(.generalString).octets())
      case 2: fields.add("service_name", try readName(&inside))
      case 3: try addEncryption("ticket_encryption_type", &inside, into: &fields)
      default: break
      }
    }
  }

  /// EncryptedData, section 5.2.9: the kind of encryption comes first.
  private static func addEncryption(
    _ name: String, _ reader: inout BERReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var body = try reader.next(.sequence).elements
    var inside = try body.next(.contextSpecific(0)).elements
    fields.add(name, signed: try inside.next(.integer).integer())
  }

  /// PrincipalName, section 5.2.2: its parts with slashes between.
  private static func readName(_ reader: inout BERReader) throws(DecodeFault.Kind) -> String {
    var body = try reader.next(.sequence).elements
    _ = try body.next(.contextSpecific(0)).tag
    var wrapped = try body.next(.contextSpecific(1)).elements
    var parts = try wrapped.next(.sequence).elements
    var text = ""
    var count = 0
    while !parts.isAtEnd, count < 16 {
      let part = FieldValue(text: try parts.next(.generalString).octets()).text ?? ""
      text += count == 0 ? part : "/\(part)"
      count += 1
    }
    return text
  }

  private static func readNumbers(
    _ reader: inout BERReader
  ) throws(DecodeFault.Kind) -> [FieldValue] {
    var list = try reader.next(.sequence).elements
    var numbers: [FieldValue] = []
    while !list.isAtEnd, numbers.count < Fields.mostValues {
      numbers.append(.signed(try list.next(.integer).integer()))
    }
    return numbers
  }

  /// Kinds of what proves the client before it gets anything, section 5.2.7.
  private static func readPreauthentication(
    _ element: borrowing BERElement, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var wrapped = element.elements
    var list = try wrapped.next(.sequence).elements
    var types: [FieldValue] = []
    defer { fields.add("preauthentication_types", types) }
    while !list.isAtEnd, types.count < Fields.mostValues {
      var item = try list.next(.sequence).elements
      var inside = try item.next(.contextSpecific(1)).elements
      types.append(.signed(try inside.next(.integer).integer()))
    }
  }
}
