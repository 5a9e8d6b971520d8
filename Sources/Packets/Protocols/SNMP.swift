/// Simple Network Management Protocol: version 1 (RFC 1157), 2c (RFC 1901 and 3416) and 3 (RFC 3412),
/// in the Basic Encoding Rules.
///
///     1, 2c   | sequence | version | community | PDU: type, request id, status, index, bindings |
///     3       | sequence | version | header: id, size, flags, model | security | context, PDU |
///
/// Version 3 hides the part from the context on where its flags say so.
enum SNMP: Dissector {
  static let name: ProtocolName = "snmp"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [161, 162]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 8, bytes.uint8(at: 0) == 0x30 else { return .notMine }
    do throws(DecodeFault.Kind) {
      var outside = BERReader(bytes, isCut: payload.isCut)
      let message = try outside.next(.sequence)
      // What is left over contradicts nothing, but a datagram of SNMP has none.
      let isExact = outside.rest.byteCount == 0
      var inside = message.elements
      let version = try inside.next(.integer).unsigned()
      let second = try inside.next().tag
      switch version {
      case 0, 1:
        guard second == .octetString else { return .notMine }
        let pdu = try inside.next().tag
        guard pdu.tagClass == .contextSpecific, pdu.isConstructed, pdu.number <= 8 else {
          return .notMine
        }
      case 3: guard second == .sequence else { return .notMine }
      default: return .notMine
      }
      return isExact ? .certain : .unsure
    } catch {
      return .notMine
    }
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var outside = BERReader(payload.bytes, isCut: payload.isCut)
    var message = try outside.next(.sequence).elements
    let version = try message.next(.integer).unsigned()
    fields.add("version", version)
    switch version {
    case 0, 1:
      fields.add("version_name", version == 0 ? "snmpv1" : "snmpv2c")
      fields.add("community", text: try message.next(.octetString).octets())
      try readPDU(try message.next(), into: &fields)
    case 3:
      fields.add("version_name", "snmpv3")
      try readVersion3(&message, into: &fields)
    default:
      throw .version
    }
  }
}
