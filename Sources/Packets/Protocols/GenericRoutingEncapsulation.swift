/// GRE whose payload is not entered: RFC 2784, RFC 2890, RFC 1701; version 1 (PPTP) is RFC 2637.
///
///     octet  0                  2               4
///            | flags, version   | protocol type | checksum, offset | key | sequence | (1) ack | routing ...
///     flags  C checksum 8000, R routing 4000, K key 2000, S sequence 1000, A acknowledgment 0080
///
/// The key of version 1 is two numbers: octets of payload and the call.
enum GenericRoutingEncapsulation: Dissector {
  static let name: ProtocolName = "gre"
  static let carriers: [Carrier] = [.ip(.gre)]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    (try? GREHeader(payload.bytes)) == nil ? .notMine : .certain
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    do throws(DecodeFault) {
      let header = try GREHeader(payload.bytes)
      fields.add("version", header.version)
      fields.add("protocol_type", header.protocolType.rawValue)
      fields.add("checksum_present", header.hasChecksum)
      if let key = header.key {
        if header.version == 1 {
          fields.add("payload_length", UInt16(key >> 16))
          fields.add("call_id", UInt16(truncatingIfNeeded: key))
        } else {
          fields.add("key", key)
        }
      }
      if let number = header.sequenceNumber { fields.add("sequence_number", number) }
      if let number = header.acknowledgmentNumber { fields.add("acknowledgment_number", number) }
    } catch {
      throw error.kind
    }
  }
}
