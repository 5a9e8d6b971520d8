/// TLVs of LLDP-MED, 00-12-BB: ANSI/TIA-1057 clause 10.2.
extension LinkLayerDiscovery {
  /// Reads one; `false` where its subtype is not known.
  static func mediaEndpoint(
    _ subtype: UInt8, _ reader: inout ByteReader, _ gathered: inout Gathered
  ) throws(DecodeFault.Kind) -> Bool {
    switch subtype {
    case 1:
      guard gathered.mediaEndpoint["capabilities"] == nil else { throw .option }
      gathered.mediaEndpoint.add("capabilities", try reader.uint16())
      gathered.mediaEndpoint.add("device_class", try reader.uint8())
    case 2:
      var policy = Fields()
      policy.add("application_type", try reader.uint8())
      let word = try reader.uint24()
      policy.add("unknown_policy", word & 0x80_0000 != 0)
      policy.add("tagged", word & 0x40_0000 != 0)
      policy.add("vlan_id", word >> 9 & 0xfff)
      policy.add("layer_2_priority", word >> 6 & 7)
      policy.add("dscp", word & 0x3f)
      gathered.mediaEndpointLists.append(.group(policy), to: "network_policies")
    case 3:
      gathered.mediaEndpointLists.append(.group(try location(&reader)), to: "locations")
    case 4:
      guard gathered.mediaEndpoint["extended_power_via_mdi"] == nil else { throw .option }
      var power = Fields()
      let head = try reader.uint8()
      power.add("power_type", head >> 6)
      power.add("power_source", head >> 4 & 3)
      power.add("power_priority", head & 0x0f)
      power.add("power_value_100_milliwatts", try reader.uint16())
      gathered.mediaEndpoint.add("extended_power_via_mdi", power)
    case 5...11:
      let name = inventory[Int(subtype) - 5]
      guard gathered.mediaEndpoint[name] == nil else { throw .option }
      gathered.mediaEndpoint.add(name, text: reader.rest.untilZero())
    default: return false
    }
    return true
  }

  private static let inventory = [
    "hardware_revision", "firmware_revision", "software_revision", "serial_number",
    "manufacturer_name", "model_name", "asset_id",
  ]

  /// Coordinates of RFC 6225, a civic address of RFC 4776 or an emergency call number.
  private static func location(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> Fields {
    var location = Fields()
    let format = try reader.uint8()
    location.add("location_data_format", format)
    switch format {
    case 2:
      var civic = ByteReader(try reader.take(Int(try reader.uint8())))
      location.add("what", try civic.uint8())
      location.add("country_code", text: try civic.take(2))
      var elements: [FieldValue] = []
      while !civic.isAtEnd, elements.count < Fields.mostValues {
        var element = Fields()
        element.add("type", try civic.uint8())
        element.add("value", text: try civic.take(Int(try civic.uint8())))
        elements.append(.group(element))
      }
      location.add("civic_address_elements", elements)
    case 3: location.add("emergency_call_service_elin", text: reader.rest)
    default: location.add("location_id", octets: reader.rest)
    }
    return location
  }
}
