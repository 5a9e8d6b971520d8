/// IP encapsulating security payload, RFC 4303 section 2.
///
///     octet  0                          4                 8
///            | security parameters index | sequence number | encrypted ...
///
/// Index 0 means nothing that could be sent. Nothing behind the sequence number can be read.
enum EncapsulatingSecurityPayload: Dissector {
  static let name: ProtocolName = "esp"
  static let carriers: [Carrier] = [.ip(.encapsulatingSecurityPayload)]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 8, bytes.uint32(at: 0) != 0 else { return .notMine }
    return .certain
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let index = try reader.uint32()
    guard index != 0 else { throw .field }
    fields.add("security_parameters_index", index)
    fields.add("sequence_number", try reader.uint32())
  }
}
