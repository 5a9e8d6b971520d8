/// Multiple spanning trees, IEEE 802.1Q-2018 clause 14.4.
///
///     octet  0                  2          3      35         37       53             57
///            | version 3 length | selector | name | revision | digest | int. root path cost | ...
///     octet  57                65               66
///            | bridge identifier | remaining hops | instances, 16 octets each
extension SpanningTree {
  private static let configurationLength = 64
  private static let instanceLength = 16

  /// Reads what follows the version 1 length.
  static func multipleSpanningTrees(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let length = Int(try reader.uint16())
    // A bridge that speaks MSTP only on paper sends no configuration.
    guard length > 0 else { return }
    let instances = length - configurationLength
    guard instances >= 0, instances % instanceLength == 0 else { throw .headerLength }
    var configuration = Fields()
    configuration.add("format_selector", try reader.uint8())
    configuration.add("configuration_name", text: try reader.take(32).untilZero())
    configuration.add("revision_level", try reader.uint16())
    configuration.add("configuration_digest", octets: try reader.take(16))
    fields.add("mst_configuration_identifier", configuration)
    fields.add("internal_root_path_cost", try reader.uint32())
    try addIdentifier("bridge_identifier", &reader, into: &fields)
    fields.add("remaining_hops", try reader.uint8())
    guard instances > 0 else { return }
    var list: [FieldValue] = []
    defer { fields.add("msti_configuration_messages", list) }
    for _ in 0..<min(instances / instanceLength, Fields.mostValues) {
      var instance = Fields()
      addFlags(try reader.uint8(), isRapid: true, into: &instance)
      try addIdentifier("regional_root_identifier", &reader, into: &instance)
      instance.add("internal_root_path_cost", try reader.uint32())
      instance.add("bridge_priority", try reader.uint8())
      instance.add("port_priority", try reader.uint8())
      instance.add("remaining_hops", try reader.uint8())
      list.append(.group(instance))
    }
  }
}
