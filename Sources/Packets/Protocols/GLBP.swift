/// Cisco Gateway Load Balancing Protocol, which Cisco never published; layout as IOS sends it.
///
///     octet  0           1   2        4   6               12
///            | version 1 | - | group | 0 | owner id (MAC) | TLVs: type, length with both, value
///
///     1, hello: | - | state | - | priority | - 2 | hello time 4 | hold time 4 | redirect 2 |
///               | timeout 2 | - 2 | address type 1 | address length | virtual IP address |
///     2, forwarder: | number | state | - | priority | weight | - 7 | virtual MAC |
///     3, authentication: | type | length | data |
///
/// Hello and hold times count milliseconds, redirect and timeout seconds.
enum GLBP: Dissector {
  static let name: ProtocolName = "glbp"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [3222]

  private static let headerLength = 12

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= headerLength + 2, bytes.uint8(at: 0) == 1, bytes.uint8(at: 1) <= 2,
      bytes.uint16(at: 2) < 1024, bytes.uint16(at: 4) == 0
    else { return .notMine }
    var offset = headerLength
    // The TLVs end where the message does; each takes two octets at least.
    while offset < bytes.byteCount {
      guard offset + 2 <= bytes.byteCount, 1...4 ~= bytes.uint8(at: offset),
        bytes.uint8(at: offset + 1) >= 2
      else { return .unsure }
      offset += Int(bytes.uint8(at: offset + 1))
    }
    return offset == payload.wireLength ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let version = try reader.uint8()
    guard version == 1 else { throw .version }
    fields.add("version", version)
    try reader.skip(1)
    fields.add("group", try reader.uint16())
    try reader.skip(2)
    fields.add("owner_id", try reader.macAddress())
    var forwarders: [FieldValue] = []
    defer { if !forwarders.isEmpty { fields.add("forwarders", forwarders) } }
    while !reader.isAtEnd, forwarders.count < Fields.mostValues {
      let type = try reader.uint8()
      let length = Int(try reader.uint8())
      guard length >= 2 else { throw .option }
      var value = ByteReader(try reader.take(length - 2))
      switch (type, value.count) {
      case (1, 22...): try readHello(&value, into: &fields)
      case (2, 18...):
        var forwarder = Fields()
        defer { forwarders.append(.group(forwarder)) }
        try readForwarder(&value, into: &forwarder)
      case (3, 1...): fields.add("authentication_type", try value.uint8())
      case (1...3, _): throw .option
      default: break
      }
    }
  }

  private static func readHello(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    try reader.skip(1)
    fields.add("state", try reader.uint8())
    try reader.skip(1)
    fields.add("priority", try reader.uint8())
    try reader.skip(2)
    fields.add("hello_time_milliseconds", try reader.uint32())
    fields.add("hold_time_milliseconds", try reader.uint32())
    fields.add("redirect_seconds", try reader.uint16())
    fields.add("timeout_seconds", try reader.uint16())
    try reader.skip(2)
    let type = try reader.uint8()
    let length = try reader.uint8()
    guard Int(length) <= reader.count else { throw .option }
    switch (type, length) {
    case (1, 4): fields.add("virtual_ip_address", try reader.ipv4Address())
    case (2, 16): fields.add("virtual_ip_address", try reader.ipv6Address())
    default: break
    }
  }

  private static func readForwarder(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("forwarder", try reader.uint8())
    fields.add("state", try reader.uint8())
    try reader.skip(1)
    fields.add("priority", try reader.uint8())
    fields.add("weight", try reader.uint8())
    try reader.skip(7)
    fields.add("virtual_mac_address", try reader.macAddress())
  }
}
