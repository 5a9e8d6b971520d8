/// NC-SI over RBT, between a management controller and the network controller that it shares,
/// DMTF DSP0222 1.2 section 8.1.
///
///     octet  0       1               2   3    4      5         6                  8
///            | MC id | revision 0x01 | 0 | IID | type | channel | 0, length 12 bits | 0
///     octet  16                             16 + length, padded to 4
///            | response code, reason code, or AEN type, or command | checksum
///
/// A type with the upper bit set answers the type without it; 0xff is an asynchronous event.
enum NetworkControllerSideband: Dissector {
  static let name: ProtocolName = "nc_si"
  static let carriers: [Carrier] = [.link(LinkProtocol(EtherType(rawValue: 0x88f8)))]

  static let headerLength = 16
  static let asynchronousEvent: UInt8 = 0xff

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= headerLength else { return .unsure }
    let isSound =
      bytes.uint8(at: 1) == 1 && bytes.uint8(at: 2) == 0
      && Int(bytes.uint16(at: 6) & 0x0fff) <= payload.wireLength - headerLength
    return isSound ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    fields.add("management_controller_id", try reader.uint8())
    let revision = try reader.uint8()
    fields.add("header_revision", revision)
    guard revision == 1 else { throw .version }
    try reader.skip(1)
    fields.add("instance_id", try reader.uint8())
    let type = try reader.uint8()
    let isEvent = type == asynchronousEvent
    let isResponse = type & 0x80 != 0 && !isEvent
    let command = isEvent ? type : type & 0x7f
    fields.add("control_packet_type", type)
    if let name = commandNames[command] { fields.add("control_packet_type_name", name) }
    fields.add("response", isResponse)
    let channel = try reader.uint8()
    fields.add("package_id", channel >> 5)
    fields.add("internal_channel_id", channel & 0x1f)
    let length = Int(try reader.uint16() & 0x0fff)
    fields.add("payload_length", UInt16(length))
    try reader.skip(8)
    guard length <= payload.wireLength - headerLength else { throw .totalLength }
    var body = ByteReader(try reader.take(length))
    do throws(DecodeFault.Kind) {
      if isEvent {
        try event(&body, into: &fields)
      } else if isResponse {
        fields.add("response_code", try body.uint16())
        fields.add("reason_code", try body.uint16())
        try response(command, &body, into: &fields)
      } else {
        try request(command, &body, into: &fields)
      }
    } catch {
      // The payload is all there, but shorter than its type's.
      throw .totalLength
    }
    try checksum(payload.bytes, length, &reader, into: &fields)
  }

  /// The two's complement of the sum of all 16-bit words before it; zero where none is given.
  private static func checksum(
    _ bytes: RawSpan, _ length: Int, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let padded = (length + 3) / 4 * 4
    // Senders that give no checksum may end the frame before it.
    guard reader.count >= padded - length + 4 else { return }
    try reader.skip(padded - length)
    let checksum = try reader.uint32()
    fields.add("checksum", checksum)
    guard checksum != 0 else { return }
    var sum: UInt32 = 0
    for offset in stride(from: 0, to: headerLength + padded, by: 2) {
      sum &+= UInt32(bytes.uint16(at: offset))
    }
    fields.add("checksum_valid", checksum &+ sum == 0)
  }
}
