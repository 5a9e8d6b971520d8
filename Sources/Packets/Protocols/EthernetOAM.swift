/// Link OAM of Ethernet in the first mile, IEEE 802.3-2018 clause 57.4: a slow protocol.
///
///     octet  0           1       3      4
///            | subtype 3 | flags | code | by code: TLVs, a sequence number, a command, an OUI
enum EthernetOAM: Dissector {
  static let name: ProtocolName = "link_oam"
  static let carriers: [Carrier] = [.link(LinkProtocol(EtherType(rawValue: 0x8809)))]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 4 else {
      return bytes.byteCount > 0 && bytes.uint8(at: 0) == 3 ? .unsure : .notMine
    }
    guard bytes.uint8(at: 0) == 3 else { return .notMine }
    // The high octet of the flags is reserved and sent as zero.
    let code = bytes.uint8(at: 3)
    return bytes.uint8(at: 1) == 0 && (code <= 4 || code == 0xfe) ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    try reader.skip(1)
    let flags = try reader.uint16()
    fields.add("link_fault", flags & 0x01 != 0)
    fields.add("dying_gasp", flags & 0x02 != 0)
    fields.add("critical_event", flags & 0x04 != 0)
    fields.add("local_stable", flags & 0x10 != 0)
    fields.add("local_evaluating", flags & 0x08 != 0)
    fields.add("remote_stable", flags & 0x40 != 0)
    fields.add("remote_evaluating", flags & 0x20 != 0)
    let code = try reader.uint8()
    fields.add("code", code)
    switch code {
    case 0: try information(&reader, into: &fields)
    case 1: try events(&reader, into: &fields)
    case 4: fields.add("remote_loopback_command", try reader.uint8())
    case 0xfe: fields.add("organizationally_unique_identifier", octets: try reader.take(3))
    default: break
    }
  }

  /// Local and remote information, each at most once; ends because each TLV takes at least two octets.
  private static func information(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var others = FieldLists()
    defer { others.add(to: &fields) }
    while let type = reader.peek(), type != 0 {
      try reader.skip(1)
      let length = Int(try reader.uint8()) - 2
      guard length >= 0, length <= reader.count else { throw .option }
      let value = try reader.take(length)
      switch type {
      case 1, 2:
        let name = type == 1 ? "local_information" : "remote_information"
        guard length == 14, fields[name] == nil else { throw .option }
        try information(name, value, into: &fields)
      default:
        var other = Fields()
        other.add("type", type)
        other.add("value", octets: value)
        others.append(.group(other), to: "other_information")
      }
    }
  }

  private static func information(
    _ name: String, _ value: RawSpan, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(value)
    var information = Fields()
    information.add("oam_version", try reader.uint8())
    information.add("revision", try reader.uint16())
    let state = try reader.uint8()
    information.add("parser_action", state & 3)
    information.add("multiplexer_discarding", state & 4 != 0)
    let configuration = try reader.uint8()
    for (bit, name) in configurations.enumerated() {
      information.add(name, configuration >> bit & 1 == 1)
    }
    information.add("maximum_oampdu_size", try reader.uint16() & 0x7ff)
    information.add("organizationally_unique_identifier", octets: try reader.take(3))
    information.add("vendor_specific_information", octets: try reader.take(4))
    fields.add(name, information)
  }

  /// The bits of the OAM configuration, lowest first.
  private static let configurations = [
    "active_mode", "unidirectional_support", "remote_loopback_support", "link_events_support",
    "variable_retrieval_support",
  ]

  /// A sequence number and the types of link events; ends as the information does.
  private static func events(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("sequence_number", try reader.uint16())
    var list: [FieldValue] = []
    defer { fields.add("link_events", list) }
    while let type = reader.peek(), type != 0, list.count < Fields.mostValues {
      try reader.skip(1)
      let length = Int(try reader.uint8()) - 2
      guard length >= 0, length <= reader.count else { throw .option }
      var event = Fields()
      event.add("type", type)
      event.add("value", octets: try reader.take(length))
      list.append(.group(event))
    }
  }
}
