/// MAC control: pause and priority flow control, IEEE 802.3-2018 clause 31 and annexes 31A, 31B, 31D.
///
///     octet  0        2
///            | opcode | PAUSE (0x0001): pause time
///                       PFC (0x0101): class enable vector | time of class 0 | ... | time of class 7
///
/// Times count quanta of 512 bit times.
enum MACControl: Dissector {
  static let name: ProtocolName = "mac_control"
  static let carriers: [Carrier] = [.link(LinkProtocol(EtherType(rawValue: 0x8808)))]

  private static let pause: UInt16 = 0x0001
  private static let priorityFlowControl: UInt16 = 0x0101

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 2 else { return .unsure }
    switch bytes.uint16(at: 0) {
    // 2 to 6 are the EPON control messages of clause 64, 0xfffe the organizations' own.
    case pause...6, priorityFlowControl, 0xfffe: return .certain
    default: return .unsure
    }
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let opcode = try reader.uint16()
    fields.add("opcode", opcode)
    switch opcode {
    case pause: fields.add("pause_time_quanta", try reader.uint16())
    case priorityFlowControl:
      let vector = try reader.uint16()
      fields.add("class_enable_vector", vector)
      var times: [FieldValue] = []
      for _ in 0..<8 { times.append(.number(UInt64(try reader.uint16()))) }
      fields.add("time_quanta", times)
      guard vector < 0x100 else { throw .field }
    default: break
    }
  }
}
