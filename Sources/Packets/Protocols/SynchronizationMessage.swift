/// ESMC, the Ethernet synchronization messaging channel, ITU-T G.8264 clause 11.3: a slow protocol of
/// an organization, IEEE 802.3 annex 57B.
///
///     octet  0            1            4             6                                10
///            | subtype 10 | 00 19 a7   | subtype 0 1 | version 4 bits, event flag, .. | TLVs
///
/// TLV 1 of 4 octets is the quality level, TLV 2 of 20 octets the extended quality level.
enum SynchronizationMessage: Dissector {
  static let name: ProtocolName = "esmc"
  static let carriers: [Carrier] = [.link(LinkProtocol(EtherType(rawValue: 0x8809)))]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 6, bytes.uint32(at: 0) == 0x0a00_19a7, bytes.uint16(at: 4) == 1 else {
      return .notMine
    }
    return .certain
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    try reader.skip(6)
    let head = try reader.uint32()
    fields.add("version", head >> 28)
    fields.add("event_flag", head & 0x0800_0000 != 0)
    // Padding is zeros, which is no type; each TLV takes at least three octets.
    while let type = reader.peek(), type != 0 {
      try reader.skip(1)
      let length = Int(try reader.uint16()) - 3
      guard length >= 0, length <= reader.count else { throw .option }
      var value = ByteReader(try reader.take(length))
      switch (type, length) {
      case (1, 1):
        guard fields["ssm_code"] == nil else { throw .option }
        fields.add("ssm_code", try value.uint8() & 0x0f)
      case (2, 17):
        guard fields["enhanced_ssm_code"] == nil else { throw .option }
        fields.add("enhanced_ssm_code", try value.uint8())
        fields.add("sync_e_clock_identity", octets: try value.take(8))
        let flags = try value.uint8()
        fields.add("mixed_eec_and_eeec", flags & 1 != 0)
        fields.add("partial_chain", flags & 2 != 0)
        fields.add("cascaded_eeecs", try value.uint8())
        fields.add("cascaded_eecs", try value.uint8())
      case (1, _), (2, _): throw .option
      default: break
      }
    }
  }
}
