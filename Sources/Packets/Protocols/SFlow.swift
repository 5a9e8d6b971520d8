/// sFlow version 5 datagram, sflow.org "sFlow Version 5", section 5.
///
///     octet  0           4                      8               then
///            | version 5 | address type 1 or 2  | agent address | sub-agent id 4 | sequence 4 |
///            | uptime 4 | samples 4 | samples
///
///     sample:          | enterprise 20, format 12 | length 4 | data |
///     flow sample 1:     | sequence 4 | source type 8, index 24 | sampling rate 4 | sample pool 4 |
///                        | drops 4 | input 4 | output 4 | records 4 | records
///     counter sample 2:  | sequence 4 | source type 8, index 24 | records 4 | records
///     expanded 3 and 4:  source, input and output as two words each
///
/// Records have the head of a sample. Uptime counts milliseconds.
enum SFlow: Dissector {
  static let name: ProtocolName = "sflow"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [6343]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 28, bytes.uint32(at: 0) == 5 else { return .notMine }
    switch bytes.uint32(at: 4) {
    case 1: return bytes.uint32(at: 24) <= 1024 ? .certain : .notMine
    case 2: return bytes.byteCount >= 40 && bytes.uint32(at: 36) <= 1024 ? .certain : .notMine
    default: return .notMine
    }
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let version = try reader.uint32()
    guard version == 5 else { throw .version }
    fields.add("version", version)
    switch try reader.uint32() {
    case 1: fields.add("agent_address", try reader.ipv4Address())
    case 2: fields.add("agent_address", try reader.ipv6Address())
    default: throw .field
    }
    fields.add("sub_agent_id", try reader.uint32())
    fields.add("sequence_number", try reader.uint32())
    fields.add("uptime_milliseconds", try reader.uint32())
    let count = try reader.uint32()
    fields.add("sample_count", count)
    var samples: [FieldValue] = []
    defer { fields.add("samples", samples) }
    while samples.count < min(Int(count), Fields.mostValues) {
      var sample = Fields()
      defer { samples.append(.group(sample)) }
      let format = try addFormat(&reader, to: &sample)
      var data = ByteReader(try reader.take(Int(try reader.uint32())))
      guard 1...4 ~= format else { continue }
      do throws(DecodeFault.Kind) {
        try readSample(format, &data, into: &sample)
      } catch {
        // The whole sample is here.
        throw error == .truncated ? .option : error
      }
    }
  }

  /// The format with its enterprise, which stays 0 for sflow.org's own.
  private static func addFormat(
    _ reader: inout ByteReader, to sample: inout Fields
  ) throws(DecodeFault.Kind) -> UInt32 {
    let format = try reader.uint32()
    sample.add("enterprise", format >> 12)
    sample.add("format", format & 0xfff)
    return format
  }

  private static func readSample(
    _ format: UInt32, _ reader: inout ByteReader, into sample: inout Fields
  ) throws(DecodeFault.Kind) {
    sample.add("sequence_number", try reader.uint32())
    let isExpanded = format >= 3
    let source = try reader.uint32()
    sample.add("source_id_type", isExpanded ? source : source >> 24)
    sample.add("source_id_index", isExpanded ? try reader.uint32() : source & 0xff_ffff)
    if format % 2 == 1 {
      sample.add("sampling_rate", try reader.uint32())
      sample.add("sample_pool", try reader.uint32())
      sample.add("drops", try reader.uint32())
      try reader.skip(isExpanded ? 16 : 8)
    }
    let count = Int(try reader.uint32())
    var records: [FieldValue] = []
    defer { sample.add("records", records) }
    while records.count < min(count, Fields.mostValues) {
      var record = Fields()
      defer { records.append(.group(record)) }
      _ = try addFormat(&reader, to: &record)
      try reader.skip(Int(try reader.uint32()))
    }
  }
}
