/// Key frames.
extension PortAccessControl {
  /// A key descriptor: RC4 of IEEE 802.1X-2004 clause 7.6 (1), RSN of IEEE 802.11-2020 clause 12.7.2
  /// (2), and WPA, which has the latter's form (254).
  ///
  ///     2, 254  | information | length | replay counter | nonce 32 | IV 16 | RSC 8 | 0 | MIC 16 | n | data
  ///     1       | length | replay counter | IV 16 | index | signature 16 | key
  static func key(
    _ body: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var key = Fields()
    defer { fields.add("key", key) }
    let type = try body.uint8()
    key.add("descriptor_type", type)
    switch type {
    case 1:
      key.add("key_length", try body.uint16())
      key.add("replay_counter", try body.uint64())
      key.add("key_iv", octets: try body.take(16))
      let index = try body.uint8()
      key.add("unicast", index & 0x80 != 0)
      key.add("key_index", index & 0x7f)
    case 2, 254:
      let information = try body.uint16()
      key.add("key_descriptor_version", UInt8(information & 7))
      for (bit, name) in keyInformation { key.add(name, information >> bit & 1 == 1) }
      key.add("key_length", try body.uint16())
      key.add("replay_counter", try body.uint64())
      key.add("key_nonce", octets: try body.take(32))
      try body.skip(16)
      key.add("key_rsc", octets: try body.take(8))
      try body.skip(8)
      key.add("key_mic", octets: try body.take(16))
      key.add("key_data_length", try body.uint16())
    default: break
    }
  }

  /// The flags of key information.
  private static let keyInformation: [(bit: Int, name: String)] = [
    (3, "pairwise"), (6, "install"), (7, "key_ack"), (8, "key_mic_present"), (9, "secure"),
    (10, "error"), (11, "request"), (12, "encrypted_key_data"),
  ]

  /// MACsec key agreement, IEEE 802.1X-2020 clause 11.11: a basic parameter set, then others.
  ///
  ///     | version | priority | flags 4 bits, length 12 bits | SCI | member id 12 | number 4 | agility | CAK name
  ///     | type | 0 | flags 4 bits, length 12 bits | by type, padded to 4 | ... | ICV 16
  static func keyAgreement(
    _ body: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var agreement = Fields()
    var lists = FieldLists()
    defer {
      lists.add(to: &agreement)
      fields.add("mka", agreement)
    }
    agreement.add("mka_version_identifier", try body.uint8())
    agreement.add("key_server_priority", try body.uint8())
    let head = try body.uint16()
    agreement.add("key_server", head & 0x8000 != 0)
    agreement.add("macsec_desired", head & 0x4000 != 0)
    agreement.add("macsec_capability", UInt8(head >> 12 & 3))
    let length = Int(head & 0x0fff)
    guard length >= 28 else { throw .headerLength }
    agreement.add("sci_address", try body.macAddress())
    agreement.add("sci_port", try body.uint16())
    agreement.add("actor_member_identifier", octets: try body.take(12))
    agreement.add("actor_message_number", try body.uint32())
    agreement.add("algorithm_agility", try body.uint32())
    agreement.add("cak_name", octets: try body.take(length - 28))
    try body.skip(padding(length))
    try parameterSets(&body, &lists)
  }

  /// Ends because each set takes at least four octets; the last sixteen are the check value, which
  /// a set of its own announces only where it is longer.
  private static func parameterSets(
    _ body: inout ByteReader, _ lists: inout FieldLists
  ) throws(DecodeFault.Kind) {
    while body.count >= 4 + 16 {
      let type = try body.uint8()
      if type == 255 { return }
      try body.skip(1)
      let length = Int(try body.uint16() & 0x0fff)
      var set = ByteReader(try body.take(length))
      try body.skip(padding(length))
      switch type {
      case 1, 2:
        let name = type == 1 ? "live_peers" : "potential_peers"
        while set.count >= 16 {
          var peer = Fields()
          peer.add("member_identifier", octets: try set.take(12))
          peer.add("message_number", try set.uint32())
          lists.append(.group(peer), to: name)
        }
      default: lists.append(.number(UInt64(type)), to: "other_parameter_sets")
      }
    }
  }

  /// Octets up to the next multiple of four.
  private static func padding(_ length: Int) -> Int { (4 - length % 4) % 4 }
}
