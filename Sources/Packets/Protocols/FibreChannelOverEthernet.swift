/// FCoE, INCITS 462 (FC-BB-5) clause 7.7.3, and the header of the Fibre Channel frame that it carries,
/// INCITS 545 (FC-FS-5) clause 11.2.
///
///     octet  0               1    13    14      15     18       19     22     23
///            | version 4 bits | 0 | SOF | R_CTL | D_ID | CS_CTL | S_ID | TYPE | F_CTL
///     octet  26       27       28        30      32      34
///            | SEQ_ID | DF_CTL | SEQ_CNT | OX_ID | RX_ID | parameter | ...
enum FibreChannelOverEthernet: Dissector {
  static let name: ProtocolName = "fcoe"
  static let carriers: [Carrier] = [.link(LinkProtocol(EtherType(rawValue: 0x8906)))]

  private static let headerLength = 14

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= headerLength else { return .unsure }
    let isReservedZero = bytes.uint64(at: 0) == 0 && bytes.uint32(at: 8) == 0
    return isReservedZero && starts.contains(bytes.uint8(at: 13)) ? .certain : .unsure
  }

  /// SOFf, SOFi4, SOFi2, SOFi3, SOFn4, SOFn2, SOFn3 and SOFc4.
  private static let starts: [UInt8] = [0x28, 0x29, 0x2d, 0x2e, 0x31, 0x35, 0x36, 0x39]

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let version = try reader.uint8() >> 4
    fields.add("version", version)
    guard version == 0 else { throw .version }
    try reader.skip(12)
    fields.add("start_of_frame", try reader.uint8())
    try frameHeader(&reader, into: &fields)
  }

  /// The header of a Fibre Channel frame.
  static func frameHeader(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("r_ctl", try reader.uint8())
    fields.add("d_id", try reader.uint24())
    fields.add("cs_ctl", try reader.uint8())
    fields.add("s_id", try reader.uint24())
    fields.add("type", try reader.uint8())
    fields.add("f_ctl", try reader.uint24())
    fields.add("seq_id", try reader.uint8())
    fields.add("df_ctl", try reader.uint8())
    fields.add("seq_cnt", try reader.uint16())
    fields.add("ox_id", try reader.uint16())
    fields.add("rx_id", try reader.uint16())
    fields.add("parameter", try reader.uint32())
  }
}
