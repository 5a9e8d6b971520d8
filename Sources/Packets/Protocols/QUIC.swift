/// QUIC, RFC 9000 section 17, RFC 8999 (what all versions share) and RFC 9369 (version 2).
///
///     octet  0                  1         5                         6 + n
///            | 1 | 1 | type ... | version | n | destination id, n ≤ 20 | m | source id, m ≤ 20 |
///     Initial:              token length, token, length, packet number, encrypted
///     0-RTT, Handshake:     length, packet number, encrypted
///     Retry:                token, integrity tag 16
///     Version Negotiation:  version 0, supported versions of four octets
///     short header:
///            | 0 | 1 | spin ... | destination id of a length that only the ends know | encrypted
///
/// Read is the first packet of a datagram, and what lies in it in clear.
enum QUIC: Dissector {
  static let name: ProtocolName = "quic"
  static let carriers: [Carrier] = [.udp]
  /// HTTP/3 and DNS over QUIC.
  static let ports: [UInt16] = [443, 853, 8443]

  private static let version2: UInt32 = 0x6b33_43cf
  private static let longestIdentifier = 20
  private static let mostVersions = 64

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 1, bytes.uint8(at: 0) >= 0x40 else { return .notMine }
    guard bytes.uint8(at: 0) >= 0x80 else {
      // Nothing in a short header tells it but one bit; 21 octets is the shortest, section 10.3.
      return bytes.byteCount >= 21 ? .unsure : .notMine
    }
    guard bytes.byteCount >= 7 else { return .notMine }
    let version = bytes.uint32(at: 1)
    guard let rest = offsetBehindIdentifiers(bytes) else { return .notMine }
    if version == 0 { return recognizeNegotiation(bytes, at: rest) }
    guard isKnown(version) else { return isReserved(version) ? .unsure : .notMine }
    return bytes.uint8(at: 0) & 0x40 != 0 ? .certain : .unsure
  }

  /// Where the connection identifiers of a long header end; `nil` where one is too long.
  private static func offsetBehindIdentifiers(_ bytes: RawSpan) -> Int? {
    let destination = Int(bytes.uint8(at: 5))
    guard destination <= longestIdentifier, bytes.byteCount > 6 + destination else { return nil }
    let source = Int(bytes.uint8(at: 6 + destination))
    let end = 7 + destination + source
    return source <= longestIdentifier && end <= bytes.byteCount ? end : nil
  }

  private static func recognizeNegotiation(_ bytes: RawSpan, at offset: Int) -> Recognition {
    let length = bytes.byteCount - offset
    guard length > 0, length % 4 == 0, length / 4 <= mostVersions else { return .notMine }
    for index in stride(from: offset, to: bytes.byteCount, by: 4)
    where isKnown(bytes.uint32(at: index)) { return .certain }
    return .notMine
  }

  /// Whether a version's packets begin as those of version 1 do.
  private static func isKnown(_ version: UInt32) -> Bool {
    switch version {
    case 1, version2: true
    // Drafts 23 to 34; Google's 50 and 51; Meta's.
    case 0xff00_0017...0xff00_0022: true
    case 0x5130_3530, 0x5430_3530, 0x5430_3531: true
    case 0xface_b000...0xface_b00f: true
    default: false
    }
  }

  /// Whether a version is reserved to force a negotiation, section 15.
  private static func isReserved(_ version: UInt32) -> Bool { version & 0x0f0f_0f0f == 0x0a0a_0a0a }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let first = try reader.uint8()
    let isLong = first & 0x80 != 0
    fields.add("long_header", isLong)
    guard isLong else {
      fields.add("spin_bit", first & 0x20 != 0)
      return
    }
    let version = try reader.uint32()
    fields.add("version", version)
    fields.add("destination_connection_id", octets: try reader.take(Int(try reader.uint8())))
    fields.add("source_connection_id", octets: try reader.take(Int(try reader.uint8())))
    if version == 0 { return try readVersions(&reader, into: &fields) }
    guard isKnown(version) else { return }
    // Version 2 numbers its types one further on.
    let type = version == version2 ? (first >> 4 &- 1) & 3 : first >> 4 & 3
    fields.add("packet_type", first >> 4 & 3)
    fields.add("packet_type_name", ["Initial", "0-RTT", "Handshake", "Retry"][Int(type)])
    switch type {
    case 0:
      let length = try reader.quicInteger()
      fields.add("token_length", length)
      guard length <= UInt64(payload.wireLength) else { throw .totalLength }
      try reader.skip(Int(length))
      try readLength(&reader, of: payload, into: &fields)
    case 3:
      // The integrity tag is the last; a cut token has no length.
      guard !payload.isCut else { throw .truncated }
      guard reader.count >= 16 else { throw .totalLength }
      fields.add("token_length", UInt(reader.count - 16))
    default: try readLength(&reader, of: payload, into: &fields)
    }
  }

  /// The length of the packet number and the encrypted payload, which fit into the datagram.
  private static func readLength(
    _ reader: inout ByteReader, of payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let length = try reader.quicInteger()
    fields.add("length", length)
    let missing = payload.wireLength - payload.bytes.byteCount
    guard length <= UInt64(reader.count + missing) else { throw .totalLength }
  }

  private static func readVersions(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var versions: [UInt32] = []
    while !reader.isAtEnd, versions.count < mostVersions { versions.append(try reader.uint32()) }
    fields.add("supported_versions", .numbers(versions))
  }
}
