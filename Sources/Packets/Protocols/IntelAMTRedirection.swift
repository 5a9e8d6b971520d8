/// Redirection of Intel Active Management Technology: consoles, disks and screens of a machine through
/// its management engine, TCP 16994 (16995 in TLS), Intel's "AMT Redirection Library" design guide.
///
///     console   | 10 | reserved, 3 | "SOL ", "IDER" or "KVMR" |
///               | 13 | reserved, 3 | type, 0 asks | length, least significant first | data |
///     machine   | 11 | status | reserved, 2 | not documented, 8 | length | data |
///               | 14 | status | reserved, 2 | type | length, least significant first | data |
///
/// Read from either side up to what comes after the authentication. Passwords and digests are not kept.
enum IntelAMTRedirection: Dissector {
  static let name: ProtocolName = "intel_amt_redirection"
  static let carriers: [Carrier] = [.tcp]
  static let ports: [UInt16] = [16994]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 4 else { return bytes.byteCount == 0 ? .notMine : .unsure }
    switch bytes.uint8(at: 0) {
    case 0x10:
      guard bytes.uint32(at: 0) & 0xffff == 0 else { return .notMine }
      guard bytes.byteCount >= 8 else { return .unsure }
      return isService(bytes.uint32(at: 4)) ? .certain : .notMine
    case 0x11:
      return bytes.uint16(at: 2) == 0 ? .unsure : .notMine
    default:
      return .notMine
    }
  }

  private static func isService(_ word: UInt32) -> Bool {
    // "SOL ", "IDER", "KVMR".
    word == 0x534f_4c20 || word == 0x4944_4552 || word == 0x4b56_4d52
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    switch reader.peek() {
    case 0x10: try readConsole(&reader, into: &fields)
    case 0x11: try readMachine(&reader, into: &fields)
    case nil: throw .truncated
    default: throw .field
    }
  }

  private static func readConsole(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    try reader.skip(4)
    let service = try reader.take(4)
    let isSpaced = service.uint8(at: 3) == 0x20
    fields.add("service", text: isSpaced ? service.extracting(first: 3) : service)
    var types: [FieldValue] = []
    defer { fields.add("authentication_types", types) }
    while types.count < 8 {
      let data: RawSpan
      let type: UInt8
      guard let next = reader.peek() else { throw .truncated }
      guard next == 0x13 else { return }
      try reader.skip(4)
      type = try reader.uint8()
      data = try reader.take(Int(try reader.littleUInt32()))
      types.append(.number(UInt64(type)))
      // User name and password, or the user name in front of a digest.
      guard [1, 3, 4].contains(type), fields["user_name"] == nil else { continue }
      var parts = ByteReader(data)
      let length = Int(try parts.uint8())
      fields.add("user_name", text: try parts.take(length))
    }
  }

  private static func readMachine(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    try reader.skip(1)
    let status = try reader.uint8()
    fields.add("status", status)
    if let name = statusName(status) { fields.add("status_name", name) }
    guard status == 0 else { return }
    try reader.skip(10)
    let length = Int(try reader.uint8())
    fields.add("oem_data_length", UInt8(length))
    try reader.skip(length)
    var replies = 0
    while replies < 8 {
      guard let next = reader.peek() else { throw .truncated }
      guard next == 0x14 else { return }
      try reader.skip(1)
      let status = try reader.uint8()
      try reader.skip(2)
      let type = try reader.uint8()
      let data = try reader.take(Int(try reader.littleUInt32()))
      if type == 0 {
        let types = (0..<min(data.byteCount, Fields.mostValues)).map {
          FieldValue.number(UInt64(data.uint8(at: $0)))
        }
        if fields["supported_authentication_types"] == nil {
          fields.add("supported_authentication_types", types)
        }
      } else if status == 0 {
        fields.add("authentication_type", type)
        fields.add("authenticated", true)
        return
      } else if data.byteCount == 0 {
        // A digest's challenge has status 1 too, but data.
        fields.add("authentication_type", type)
        fields.add("authenticated", false)
        return
      }
      replies += 1
    }
  }

  private static func statusName(_ status: UInt8) -> String? {
    switch status {
    case 0: "success"
    case 1: "type_unknown"
    case 2: "busy"
    case 3: "unsupported"
    case 0xff: "error"
    default: nil
    }
  }
}
