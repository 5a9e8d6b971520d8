/// CTP, the Ethernet configuration testing protocol (loopback), Ethernet version 2.0 section 8.
///
///     octet  0            2          4
///            | skip count | function | 1 reply: receipt number; 2 forward: forward address
///
/// All numbers least significant octet first. A switch sends itself replies as keepalives.
enum ConfigurationTesting: Dissector {
  static let name: ProtocolName = "ctp"
  static let carriers: [Carrier] = [.link(LinkProtocol(EtherType(rawValue: 0x9000)))]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 4 else { return .unsure }
    let skip = Int(bytes.uint16(at: 0).byteSwapped)
    guard skip <= payload.wireLength - 4 else { return .notMine }
    guard skip <= bytes.byteCount - 4 else { return .unsure }
    let function = bytes.uint16(at: 2 + skip).byteSwapped
    return function == 1 || function == 2 ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let skip = try reader.littleUInt16()
    fields.add("skip_count", skip)
    guard Int(skip) <= payload.wireLength - 4 else { throw .field }
    try reader.skip(Int(skip))
    let function = try reader.littleUInt16()
    fields.add("function", function)
    switch function {
    case 1: fields.add("receipt_number", try reader.littleUInt16())
    case 2: fields.add("forward_address", try reader.macAddress())
    default: throw .field
    }
  }
}
