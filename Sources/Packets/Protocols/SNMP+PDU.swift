/// Protocol data units, RFC 3416 section 3; the trap of version 1, RFC 1157 section 4.1.6.
extension SNMP {
  /// Variable bindings that are kept.
  private static let mostBindings = 16
  /// Octets of a binding's value that are kept.
  private static let longestBinding = 64
  /// The name of a binding whose value says which notification this is, `snmpTrapOID.0`.
  private static let trapName = "1.3.6.1.6.3.1.1.4.1.0"

  private static let typeNames = [
    "get_request", "get_next_request", "response", "set_request", "trap", "get_bulk_request",
    "inform_request", "snmpv2_trap", "report",
  ]

  /// Reads one PDU.
  static func readPDU(
    _ element: borrowing BERElement, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    guard element.tag.tagClass == .contextSpecific, element.tag.isConstructed else { throw .field }
    let type = element.tag.number
    fields.add("pdu_type", type)
    guard Int(type) < typeNames.count else { throw .field }
    fields.add("pdu_type_name", typeNames[Int(type)])
    var reader = element.elements
    if type == 4 {
      try readTrap(&reader, into: &fields)
    } else {
      fields.add("request_id", signed: try reader.next(.integer).integer())
      let names =
        type == 5 ? ("non_repeaters", "max_repetitions") : ("error_status", "error_index")
      fields.add(names.0, signed: try reader.next(.integer).integer())
      fields.add(names.1, signed: try reader.next(.integer).integer())
    }
    try readBindings(&reader, into: &fields)
  }

  private static func readTrap(
    _ reader: inout BERReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("enterprise", try reader.next(.objectIdentifier).objectIdentifier())
    let address = try reader.next(.application(0, isConstructed: false)).octets()
    guard address.byteCount == 4 else { throw .field }
    fields.add("agent_address", IPAddress(v4: address.uint32(at: 0)))
    let generic = try reader.next(.integer).integer()
    fields.add("generic_trap", signed: generic)
    let names = [
      "cold_start", "warm_start", "link_down", "link_up", "authentication_failure",
      "egp_neighbor_loss", "enterprise_specific",
    ]
    if names.indices.contains(Int(generic)) {
      fields.add("generic_trap_name", names[Int(generic)])
    }
    fields.add("specific_trap", signed: try reader.next(.integer).integer())
    let time = try reader.next(.application(3, isConstructed: false)).unsigned()
    fields.add("time_stamp_centiseconds", time)
  }

  /// The bindings' names with the types of their values and the values, cut.
  private static func readBindings(
    _ reader: inout BERReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var list = try reader.next(.sequence).elements
    var bindings: [FieldValue] = []
    var trap: String?
    defer {
      fields.add("variable_bindings", bindings)
      if let trap { fields.add("trap_oid", trap) }
    }
    while !list.isAtEnd, bindings.count < mostBindings {
      var binding = try list.next(.sequence).elements
      var group = Fields()
      let name = try binding.next(.objectIdentifier).objectIdentifier()
      group.add("name", name)
      let value = try binding.next()
      try addValue(value, into: &group)
      bindings.append(.group(group))
      if name == trapName { trap = group["value"]?.text }
    }
  }

  /// Adds type and value, RFC 2578 section 7.1 and RFC 3416 section 3.
  private static func addValue(
    _ element: borrowing BERElement, into group: inout Fields
  ) throws(DecodeFault.Kind) {
    let tag = element.tag
    switch (tag.tagClass, tag.number) {
    case (.universal, 2):
      group.add("type", "integer")
      group.add("value", signed: try element.integer())
    case (.universal, 4):
      group.add("type", "octet_string")
      addOctets(try element.octets(), into: &group)
    case (.universal, 5):
      group.add("type", "null")
    case (.universal, 6):
      group.add("type", "object_identifier")
      group.add("value", try element.objectIdentifier())
    case (.application, 0):
      group.add("type", "ip_address")
      let octets = try element.octets()
      guard octets.byteCount == 4 else { throw .field }
      group.add("value", IPAddress(v4: octets.uint32(at: 0)))
    case (.application, 1): try addNumber("counter32", element, into: &group)
    case (.application, 2): try addNumber("unsigned32", element, into: &group)
    case (.application, 3): try addNumber("time_ticks", element, into: &group)
    case (.application, 6): try addNumber("counter64", element, into: &group)
    case (.application, 4):
      group.add("type", "opaque")
      addOctets(try element.octets(), into: &group)
    case (.contextSpecific, 0): group.add("type", "no_such_object")
    case (.contextSpecific, 1): group.add("type", "no_such_instance")
    case (.contextSpecific, 2): group.add("type", "end_of_mib_view")
    default: throw .field
    }
  }

  private static func addNumber(
    _ type: String, _ element: borrowing BERElement, into group: inout Fields
  ) throws(DecodeFault.Kind) {
    group.add("type", type)
    group.add("value", try element.magnitude())
  }

  /// Adds octets as a text where all can be printed.
  private static func addOctets(_ octets: RawSpan, into group: inout Fields) {
    let kept = octets.extracting(first: min(octets.byteCount, longestBinding))
    for index in 0..<kept.byteCount {
      let octet = kept.uint8(at: index)
      guard (0x20..<0x7f).contains(octet) || (0x09...0x0d).contains(octet) else {
        group.add("value", octets: kept)
        return
      }
    }
    group.add("value", text: kept)
  }
}
