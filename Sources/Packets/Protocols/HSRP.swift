/// Cisco Hot Standby Router Protocol, version 1 of RFC 2281 section 5.1; version 2 and the interface
/// state advertisement as Cisco IOS sends them.
///
///     octet  0         1        2       3           4          5          6       7
///            | version 0 | op code | state | hello time | hold time | priority | group | 0 |
///     octet  8                    16
///            | authentication data | virtual IP address | version 1: TLVs may follow
///
/// Version 2 is a row of TLVs, each of a type octet and the length of what follows:
///
///     1, 40: | version 2 | op code | state | IP version 4 or 6 | group 2 | identifier 6 | priority 4 |
///            | hello time 4 | hold time 4 | virtual IP address 16 |
///     2, 4:  | active groups 2 | passive groups 2 |
///     3, 8:  | authentication data |
///     4, 28: | algorithm | 0 | flags 2 | IP address 4 | key id 4 | digest 16 |
///
/// Times are seconds in version 1, milliseconds in version 2.
enum HSRP: Dissector {
  static let name: ProtocolName = "hsrp"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [1985, 2029]

  private static let firstLength = 20
  private static let advertise: UInt8 = 3
  private static let stateNames: [UInt8: String] = [
    0: "Initial", 1: "Learn", 2: "Listen", 4: "Speak", 8: "Standby", 16: "Active",
  ]
  private static let secondStateNames = [
    "Disabled", "Init", "Learn", "Listen", "Speak", "Standby", "Active",
  ]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 6, bytes.uint8(at: 0) <= 4 else { return .notMine }
    switch bytes.uint8(at: 0) {
    case 0: return recognizeFirst(payload)
    case 1:
      guard bytes.uint8(at: 1) == 40, bytes.uint8(at: 2) == 2, bytes.uint8(at: 3) <= 2,
        bytes.uint8(at: 4) <= 6, bytes.uint8(at: 5) == 4 || bytes.uint8(at: 5) == 6,
        payload.wireLength >= 42
      else { return .notMine }
      return .certain
    case 2: return bytes.uint8(at: 1) == 4 ? .unsure : .notMine
    default: return .notMine
    }
  }

  private static func recognizeFirst(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    let operation = bytes.uint8(at: 1)
    if operation == advertise {
      // Type 1, HSRP interface state, is the only advertisement; its length counts what follows it
      // or, by other versions of IOS, also its own four octets.
      let head = bytes.uint32(at: 2)
      guard head == 0x0001_000a || head == 0x0001_000e else { return .notMine }
      return payload.wireLength == 16 ? .certain : .unsure
    }
    guard bytes.byteCount >= firstLength, operation <= 2, stateNames[bytes.uint8(at: 2)] != nil,
      bytes.uint8(at: 3) != 0, bytes.uint8(at: 4) > bytes.uint8(at: 3), bytes.uint8(at: 7) == 0
    else { return .notMine }
    let hasAddress = bytes.uint32(at: 16) != 0
    return hasAddress && payload.wireLength == firstLength || payload.wireLength == 50
      ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    guard let first = reader.peek() else { throw .truncated }
    guard first == 0 else { return try readOptions(reader.rest, into: &fields) }
    fields.add("version", try reader.uint8())
    let operation = try reader.uint8()
    fields.add("op_code", operation)
    if operation == advertise {
      fields.add("advertisement_type", try reader.uint16())
      try reader.skip(2)
      fields.add("state", try reader.uint8())
      try reader.skip(1)
      fields.add("active_groups", try reader.uint16())
      fields.add("passive_groups", try reader.uint16())
      return
    }
    let state = try reader.uint8()
    fields.add("state", state)
    if let name = stateNames[state] { fields.add("state_name", name) }
    fields.add("hello_time_seconds", try reader.uint8())
    fields.add("hold_time_seconds", try reader.uint8())
    fields.add("priority", try reader.uint8())
    fields.add("group", try reader.uint8())
    try reader.skip(1)
    addAuthentication(try reader.take(8), to: &fields)
    fields.add("virtual_ip_address", try reader.ipv4Address())
    try readOptions(reader.rest, into: &fields)
  }

  /// Ends because each TLV takes at least two octets.
  private static func readOptions(
    _ bytes: RawSpan, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(bytes)
    while !reader.isAtEnd {
      let type = try reader.uint8()
      let length = Int(try reader.uint8())
      var value = ByteReader(try reader.take(length))
      switch (type, length) {
      case (1, 40...): try readState(value.rest, into: &fields)
      case (2, 4...):
        fields.add("active_groups", try value.uint16())
        fields.add("passive_groups", try value.uint16())
      case (3, 8...): addAuthentication(try value.take(8), to: &fields)
      case (4, 28...):
        fields.add("authentication_algorithm", try value.uint8())
        try value.skip(3)
        fields.add("authentication_address", try value.ipv4Address())
        fields.add("authentication_key_id", try value.uint32())
      case (1...4, _): throw .option
      default: break
      }
    }
  }

  private static func readState(
    _ bytes: RawSpan, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(bytes)
    let version = try reader.uint8()
    guard version == 2 else { throw .version }
    fields.add("version", version)
    fields.add("op_code", try reader.uint8())
    let state = try reader.uint8()
    fields.add("state", state)
    if Int(state) < secondStateNames.count {
      fields.add("state_name", secondStateNames[Int(state)])
    }
    let isIPv6 = try reader.uint8() == 6
    fields.add("group", try reader.uint16())
    fields.add("identifier", try reader.macAddress())
    fields.add("priority", try reader.uint32())
    fields.add("hello_time_milliseconds", try reader.uint32())
    fields.add("hold_time_milliseconds", try reader.uint32())
    let address = isIPv6 ? try reader.ipv6Address() : try reader.ipv4Address()
    fields.add("virtual_ip_address", address)
  }

  /// A password in clear, eight octets padded with zeros; all zero where there is none.
  private static func addAuthentication(_ octets: RawSpan, to fields: inout Fields) {
    var length = 0
    while length < octets.byteCount, octets.uint8(at: length) != 0 { length += 1 }
    if length > 0 { fields.add("authentication_data", text: octets.extracting(first: length)) }
  }
}
