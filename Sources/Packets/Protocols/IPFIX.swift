/// IP Flow Information Export, RFC 7011 section 3.1.
///
///     octet  0            2        4             8          12
///            | version 10 | length | export time | sequence | observation domain id | sets
///
/// The export time counts seconds since 1970, the sequence data records of the domain.
enum IPFIX: Dissector {
  static let name: ProtocolName = "ipfix"
  static let carriers: [Carrier] = [.udp, .tcp]
  static let ports: [UInt16] = [4739, 2055, 9995, 9996]

  private static let headerLength = 16

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= headerLength, bytes.uint16(at: 0) == 10 else { return .notMine }
    let length = Int(bytes.uint16(at: 2))
    if payload.carrier == .tcp {
      // Sets may lie behind the bytes so far: the first of them decides.
      guard length >= headerLength + 4 else { return .notMine }
      guard bytes.byteCount >= headerLength + 4 else { return .unsure }
      let set = bytes.uint16(at: headerLength)
      let setLength = Int(bytes.uint16(at: headerLength + 2))
      guard set == 2 || set == 3, setLength >= 8, setLength <= length - headerLength else {
        return .notMine
      }
      return setLength == length - headerLength ? .certain : .unsure
    }
    guard length == payload.wireLength else { return .notMine }
    return FlowSets.recognize(payload, from: headerLength, standard: .ipfix)
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let version = try reader.uint16()
    guard version == 10 else { throw .version }
    fields.add("version", version)
    let length = Int(try reader.uint16())
    fields.add("length", UInt16(length))
    fields.add("export_time_seconds", try reader.uint32())
    fields.add("sequence_number", try reader.uint32())
    fields.add("observation_domain_id", try reader.uint32())
    guard length >= headerLength else { throw .totalLength }
    guard payload.carrier == .tcp || length <= payload.wireLength else { throw .totalLength }
    let rest = length - headerLength
    try FlowSets.read(
      reader.rest.extracting(first: min(rest, reader.count)), standard: .ipfix, into: &fields)
    guard rest <= reader.count else { throw .truncated }
  }
}
