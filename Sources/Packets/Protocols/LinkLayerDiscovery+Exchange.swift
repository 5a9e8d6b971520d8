/// The data center bridging exchange before IEEE 802.1Qaz, 00-1B-21: "DCB Capability Exchange Protocol
/// Specification" 1.0 (subtype 1, CIN) and its base version 1.01 (subtype 2, CEE).
///
///     | type 7 bits, length 9 bits | operating version | max version | 1 control: sequence, ack
///                                                                    | else: flags | subtype | ...
extension LinkLayerDiscovery {
  /// Reads one; `false` where its subtype is not known.
  static func dataCenterBridgingExchange(
    _ subtype: UInt8, _ reader: inout ByteReader, _ gathered: inout Gathered
  ) throws(DecodeFault.Kind) -> Bool {
    guard subtype == 1 || subtype == 2 else { return false }
    guard gathered.exchange.isEmpty else { throw .option }
    gathered.exchange.add("subtype", subtype)
    var features: [FieldValue] = []
    defer { gathered.exchange.add("features", features) }
    while !reader.isAtEnd, features.count < Fields.mostValues {
      let head = try reader.uint16()
      var value = ByteReader(try reader.take(Int(head & 0x1ff)))
      let type = UInt8(truncatingIfNeeded: head >> 9)
      let operating = try value.uint8()
      let maximum = try value.uint8()
      if type == 1 {
        guard gathered.exchange["sequence_number"] == nil else { throw .option }
        gathered.exchange.add("operating_version", operating)
        gathered.exchange.add("maximum_version", maximum)
        gathered.exchange.add("sequence_number", try value.uint32())
        gathered.exchange.add("acknowledgment_number", try value.uint32())
        continue
      }
      var feature = Fields()
      feature.add("type", type)
      feature.add("operating_version", operating)
      feature.add("maximum_version", maximum)
      let flags = try value.uint8()
      feature.add("enable", flags & 0x80 != 0)
      feature.add("willing", flags & 0x40 != 0)
      feature.add("error", flags & 0x20 != 0)
      feature.add("subtype", try value.uint8())
      if subtype == 2 {
        try convergedFeature(type, &value, into: &feature)
      } else {
        feature.add("configuration", octets: value.rest)
      }
      features.append(.group(feature))
    }
    return true
  }

  /// What a feature of version 1.01 is set to.
  private static func convergedFeature(
    _ type: UInt8, _ value: inout ByteReader, into feature: inout Fields
  ) throws(DecodeFault.Kind) {
    switch type {
    case 2:
      feature.add("priority_allocation", nibbles(try value.uint32()))
      feature.add("priority_group_percent", try numbers(8, &value))
      feature.add("traffic_classes_supported", try value.uint8())
    case 3:
      feature.add("pfc_enable", try value.uint8())
      feature.add("pfc_traffic_classes_supported", try value.uint8())
    case 4:
      var entries: [FieldValue] = []
      while value.count >= 6, entries.count < Fields.mostValues {
        var entry = Fields()
        entry.add("protocol_id", try value.uint16())
        let head = try value.uint8()
        entry.add("selector", head & 3)
        entry.add(
          "organizationally_unique_identifier",
          .octets([head & 0xfc, try value.uint8(), try value.uint8()]))
        entry.add("user_priority_map", try value.uint8())
        entries.append(.group(entry))
      }
      feature.add("applications", entries)
    default: feature.add("configuration", octets: value.rest)
    }
  }
}
