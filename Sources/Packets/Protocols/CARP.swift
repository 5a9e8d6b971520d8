/// Common Address Redundancy Protocol version 2, OpenBSD `netinet/ip_carp.h`; under the protocol number
/// of VRRP.
///
///     octet  0                  1      2         3          4          5         6
///            | version 4, type 4 | VHID | advskew | authlen 7 | demotion | advbase | checksum |
///     octet  8                   16
///            | counter, 8 octets | SHA-1 HMAC, 20 octets |
///
/// Advertised every advbase seconds and advskew 256ths of a second.
enum CARP: Dissector {
  static let name: ProtocolName = "carp"
  static let carriers: [Carrier] = [.ip(IPProtocol(rawValue: 112))]

  private static let length = 36

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    // Seven addresses of VRRP would take 44 octets.
    guard bytes.byteCount >= 8, payload.wireLength == length, bytes.uint8(at: 0) == 0x21,
      bytes.uint8(at: 3) == 7
    else { return .notMine }
    return .certain
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let first = try reader.uint8()
    guard first >> 4 == 2 else { throw .version }
    fields.add("version", first >> 4)
    fields.add("type", first & 15)
    fields.add("virtual_host_id", try reader.uint8())
    fields.add("advertisement_skew", try reader.uint8())
    let words = try reader.uint8()
    fields.add("demotion", try reader.uint8())
    fields.add("advertisement_base_seconds", try reader.uint8())
    fields.add("checksum", try reader.uint16())
    guard words == 7 else { throw .headerLength }
    fields.add("counter", try reader.uint64())
    try reader.skip(20)
  }
}
