/// Parts of messages, IEEE 1588-2019 clauses 5.3, 13.5 and 14.1.
extension PrecisionTime {
  /// Seconds and nanoseconds since 1970 by atomic time, or by a scale of one's own.
  static func timestamp(
    _ name: String, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var timestamp = Fields()
    let high = try reader.uint16()
    timestamp.add("seconds", UInt64(high) << 32 | UInt64(try reader.uint32()))
    timestamp.add("nanoseconds", try reader.uint32())
    fields.add(name, timestamp)
  }

  /// A clock, by eight octets, and one of its ports.
  static func identity(
    _ name: String, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var identity = Fields()
    identity.add("clock_identity", octets: try reader.take(8))
    identity.add("port_number", try reader.uint16())
    fields.add(name, identity)
  }

  /// The clock that the sender follows.
  static func announcement(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("current_utc_offset_seconds", signed: Int16(bitPattern: try reader.uint16()))
    try reader.skip(1)
    fields.add("grandmaster_priority_1", try reader.uint8())
    var quality = Fields()
    quality.add("clock_class", try reader.uint8())
    quality.add("clock_accuracy", try reader.uint8())
    quality.add("offset_scaled_log_variance", try reader.uint16())
    fields.add("grandmaster_clock_quality", quality)
    fields.add("grandmaster_priority_2", try reader.uint8())
    fields.add("grandmaster_identity", octets: try reader.take(8))
    fields.add("steps_removed", try reader.uint16())
    fields.add("time_source", try reader.uint8())
  }

  /// What follows the message proper; ends because each TLV takes at least four octets.
  static func records(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    guard reader.count >= 4 else { return }
    var list: [FieldValue] = []
    defer { fields.add("tlvs", list) }
    while reader.count >= 4, list.count < Fields.mostValues {
      var record = Fields()
      record.add("tlv_type", try reader.uint16())
      record.add("value", octets: try reader.take(Int(try reader.uint16())))
      list.append(.group(record))
    }
  }
}
