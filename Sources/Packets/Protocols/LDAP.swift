/// Lightweight Directory Access Protocol, RFC 4511 section 4, in the Basic Encoding Rules; over UDP as
/// Microsoft's CLDAP, [MS-ADTS] section 6.3.3. The first message of a direction is read.
///
///     | sequence | message id | application tag: the operation, its fields | controls: none or some |
///
/// Passwords are not kept: `password_present` says that there was one.
enum LDAP: Dissector {
  static let name: ProtocolName = "ldap"
  static let carriers: [Carrier] = [.tcp, .udp]
  static let ports: [UInt16] = [389, 3268]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 2, bytes.uint8(at: 0) == 0x30 else { return .notMine }
    do throws(DecodeFault.Kind) {
      var outside = BERReader(bytes, isCut: true)
      var message = try outside.next(.sequence).elements
      let id = try message.next(.integer)
      guard id.contents.byteCount <= 4 else { return .notMine }
      _ = try id.unsigned()
      let operation = try message.next()
      guard operation.tag.tagClass == .application, operationName(operation.tag.number) != nil
      else {
        return .notMine
      }
      return try hasShape(operation) ? .certain : .unsure
    } catch {
      return error == .truncated && payload.carrier == .tcp ? .unsure : .notMine
    }
  }

  /// Whether the operation's first fields are such that hardly anything else has them.
  private static func hasShape(
    _ operation: borrowing BERElement
  ) throws(DecodeFault.Kind) -> Bool {
    guard operation.tag.isConstructed else { return false }
    var reader = operation.elements
    let first = try reader.next()
    switch operation.tag.number {
    case 0:
      guard first.tag == .integer, (2...3).contains(try first.unsigned()) else { return false }
      return try reader.next().tag == .octetString
    case 3:
      guard first.tag == .octetString, try reader.next().tag == .enumerated else { return false }
      return try reader.next().tag == .enumerated
    case 1, 5, 7, 9, 11, 13, 15, 24:
      guard first.tag == .enumerated, try reader.next().tag == .octetString else { return false }
      return try reader.next().tag == .octetString
    case 4:
      guard first.tag == .octetString else { return false }
      return try reader.next().tag == .sequence
    case 23:
      // An object identifier in dotted decimal.
      return first.tag == .contextSpecific(0, isConstructed: false) && first.contents.byteCount > 4
        && first.contents.uint8(at: 1) == 0x2e
    default:
      return false
    }
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var outside = BERReader(payload.bytes, isCut: payload.isCut || payload.carrier == .tcp)
    var message = try outside.next(.sequence).elements
    fields.add("message_id", try message.next(.integer).unsigned())
    let operation = try message.next()
    guard operation.tag.tagClass == .application else { throw .field }
    let number = operation.tag.number
    fields.add("operation", number)
    guard let name = operationName(number) else { throw .field }
    fields.add("operation_name", name)
    var reader = operation.elements
    switch number {
    case 0: try readBind(&reader, into: &fields)
    case 1, 5, 7, 9, 11, 13, 15, 24: try readResult(&reader, into: &fields)
    case 3: try readSearch(&reader, into: &fields)
    case 4: fields.add("object_name", text: try reader.next(.octetString).octets())
    case 6, 8, 12, 14: fields.add("entry", text: try reader.next(.octetString).octets())
    case 10: fields.add("entry", text: try operation.octets())
    case 16: fields.add("abandoned_message_id", try operation.unsigned())
    case 23:
      let name = try reader.next(.contextSpecific(0, isConstructed: false))
      fields.add("request_name", text: try name.octets())
    default: break
    }
  }

  /// The standard's name of an operation, lower case with underscores.
  private static func operationName(_ number: UInt32) -> String? {
    switch number {
    case 0: "bind_request"
    case 1: "bind_response"
    case 2: "unbind_request"
    case 3: "search_request"
    case 4: "search_result_entry"
    case 5: "search_result_done"
    case 6: "modify_request"
    case 7: "modify_response"
    case 8: "add_request"
    case 9: "add_response"
    case 10: "del_request"
    case 11: "del_response"
    case 12: "mod_dn_request"
    case 13: "mod_dn_response"
    case 14: "compare_request"
    case 15: "compare_response"
    case 16: "abandon_request"
    case 19: "search_result_reference"
    case 23: "extended_request"
    case 24: "extended_response"
    case 25: "intermediate_response"
    default: nil
    }
  }

  /// Section 4.2.
  private static func readBind(
    _ reader: inout BERReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("version", try reader.next(.integer).unsigned())
    fields.add("name", text: try reader.next(.octetString).octets())
    let choice = try reader.next()
    guard choice.tag.tagClass == .contextSpecific else { throw .field }
    switch choice.tag.number {
    case 0:
      fields.add("authentication", "simple")
      fields.add("password_present", choice.contents.byteCount > 0)
    case 3:
      fields.add("authentication", "sasl")
      var credentials = choice.elements
      fields.add("mechanism", text: try credentials.next(.octetString).octets())
    default:
      // Microsoft's own choices, [MS-ADTS] section 5.1.1.1.3.
      fields.add("authentication", "sicily")
    }
  }

  /// Section 4.5.1; the filter stays unread.
  private static func readSearch(
    _ reader: inout BERReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("base_object", text: try reader.next(.octetString).octets())
    let scope = try reader.next(.enumerated).unsigned()
    fields.add("scope", scope)
    let names = ["base_object", "single_level", "whole_subtree"]
    if scope < names.count { fields.add("scope_name", names[Int(scope)]) }
    fields.add("deref_aliases", try reader.next(.enumerated).unsigned())
    fields.add("size_limit", try reader.next(.integer).unsigned())
    fields.add("time_limit_seconds", try reader.next(.integer).unsigned())
    fields.add("types_only", try reader.next(.boolean).boolean())
    _ = try reader.next().tag
    var list = try reader.next(.sequence).elements
    var attributes: [FieldValue] = []
    defer { fields.add("attributes", attributes) }
    while !list.isAtEnd, attributes.count < Fields.mostValues {
      attributes.append(FieldValue(text: try list.next(.octetString).octets()))
    }
  }

  /// Section 4.1.9.
  private static func readResult(
    _ reader: inout BERReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("result_code", try reader.next(.enumerated).unsigned())
    fields.add("matched_dn", text: try reader.next(.octetString).octets())
    fields.add("diagnostic_message", text: try reader.next(.octetString).octets())
  }
}
