/// RIPng for IPv6, RFC 2080 section 2.
///
///     octet  0         1           2   4, and every 20 octets
///            | command | version 1 | 0 | prefix 16 | route tag 2 | prefix length | metric |
///
/// Commands: 1 request, 2 response. A metric of 255 makes the entry the next hop of those behind it.
enum RIPng: Dissector {
  static let name: ProtocolName = "ripng"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [521]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 24, 1...2 ~= bytes.uint8(at: 0), bytes.uint8(at: 1) == 1,
      bytes.uint16(at: 2) == 0
    else { return .notMine }
    guard payload.wireLength % 20 == 4 else { return .unsure }
    let high = bytes.uint64(at: 4)
    let length = bytes.uint8(at: 22)
    let metric = bytes.uint8(at: 23)
    guard length <= 128, 1...16 ~= metric || metric == 255 && length == 0 else { return .notMine }
    // A family of RIP in front, as in its request for the whole table.
    guard high >> 48 != 0, high >> 48 != 2 else {
      return high == 0 && bytes.uint64(at: 12) == 0 ? .unsure : .notMine
    }
    // Bits of a prefix behind its length are zero; a next hop is link-local.
    if metric == 255 { return high == 0xfe80 << 48 ? .certain : .notMine }
    guard length > 64 || high << UInt64(length) == 0 else { return .notMine }
    return high >> 61 == 1 || high >> 57 == 0xfc >> 1 || high >> 54 == 0xfe80 >> 6
      ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    fields.add("command", try reader.uint8())
    let version = try reader.uint8()
    fields.add("version", version)
    guard version == 1 else { throw .version }
    try reader.skip(2)
    var entries: [FieldValue] = []
    defer { fields.add("entries", entries) }
    while !reader.isAtEnd, entries.count < Fields.mostValues {
      var entry = Fields()
      defer { entries.append(.group(entry)) }
      let prefix = try reader.ipv6Address()
      let tag = try reader.uint16()
      let length = try reader.uint8()
      let metric = try reader.uint8()
      guard metric != 255 else {
        entry.add("next_hop", prefix)
        continue
      }
      entry.add("prefix", prefix)
      entry.add("route_tag", tag)
      entry.add("prefix_length", length)
      entry.add("metric", metric)
      guard length <= 128 else { throw .field }
    }
  }
}
