/// Dynamic Host Configuration Protocol for IPv6, RFC 8415 sections 8 and 9.
///
///     octet  0                  1                          4
///            | message type     | transaction identifier   | options ..
///     octet  0                  1           2                18              34
///            | 12 or 13 (relay) | hop count | link address   | peer address  | options ..
///     option | code 2 | length 2 | value |
///
/// A relay's message holds the relayed one in option 9, which may be a relay's again.
enum DHCPv6: Dissector {
  static let name: ProtocolName = "dhcpv6"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [546, 547]

  /// Relays that a message is followed through; HOP_COUNT_LIMIT of section 7.6.
  private static let mostRelays = 8
  private static let relayLength = 34

  /// All options must fill the message exactly, and a DUID or a relayed message must be among them: all
  /// messages of clients and servers carry one, by section 16, but for Information-request.
  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard let type = ByteReader(bytes).peek(), (1...36).contains(type) else { return .notMine }
    let isRelay = type == 12 || type == 13
    let header = isRelay ? relayLength : 4
    guard bytes.byteCount >= header + 4, !isRelay || bytes.uint8(at: 1) <= 32 else {
      return .notMine
    }
    var reader = ByteReader(bytes.extracting(droppingFirst: header))
    let missing = payload.wireLength - bytes.byteCount
    var found = Recognition.unsure
    while !reader.isAtEnd {
      guard reader.count >= 4 else { return missing > 0 ? found : .notMine }
      let code = reader.rest.uint16(at: 0)
      let length = Int(reader.rest.uint16(at: 2))
      guard code != 0, code < 256 else { return .notMine }
      guard reader.count - 4 >= length else {
        return reader.count - 4 + missing >= length ? found : .notMine
      }
      switch code {
      case 1, 2:
        guard length >= 4, length <= 130 else { return .notMine }
        if (1...4).contains(reader.rest.uint16(at: 4)) { found = .certain }
      case 9 where isRelay && length >= 4: found = .certain
      default: break
      }
      reader = ByteReader(reader.rest.extracting(droppingFirst: 4 + length))
    }
    return found
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    try readMessage(payload.bytes, relays: 0, into: &fields)
  }

  /// Reads a message and, at most `mostRelays` deep, those in it.
  static func readMessage(
    _ message: RawSpan, relays: Int, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    guard relays <= mostRelays else { throw .depth }
    var reader = ByteReader(message)
    let type = try reader.uint8()
    fields.add("message_type", type)
    if let name = messageTypeName(type) { fields.add("message_type_name", name) }
    if type == 12 || type == 13 {
      fields.add("hop_count", try reader.uint8())
      fields.add("link_address", try reader.ipv6Address())
      fields.add("peer_address", try reader.ipv6Address())
    } else {
      fields.add("transaction_identifier", try reader.uint24())
    }
    try readOptions(&reader, relays: relays, into: &fields)
  }

  private static func messageTypeName(_ type: UInt8) -> String? {
    let names = [
      "SOLICIT", "ADVERTISE", "REQUEST", "CONFIRM", "RENEW", "REBIND", "REPLY", "RELEASE",
      "DECLINE",
      "RECONFIGURE", "INFORMATION-REQUEST", "RELAY-FORW", "RELAY-REPL", "LEASEQUERY",
      "LEASEQUERY-REPLY",
    ]
    return (1...names.count).contains(Int(type)) ? names[Int(type) - 1] : nil
  }
}
