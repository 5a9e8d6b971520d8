/// Identifiers and addresses, IEEE 802.1AB-2016 clauses 8.5.2, 8.5.3 and 8.5.9.
extension LinkLayerDiscovery {
  /// How an identifier is written.
  enum IdentifierKind {
    case text
    case hardwareAddress
    case networkAddress
  }

  /// By subtype of the chassis identifier; others are octets.
  static let chassisKinds: [UInt8: IdentifierKind] = [
    1: .text, 2: .text, 3: .text, 4: .hardwareAddress, 5: .networkAddress, 6: .text, 7: .text,
  ]

  /// By subtype of the port identifier; others are octets.
  static let portKinds: [UInt8: IdentifierKind] = [
    1: .text, 2: .text, 3: .hardwareAddress, 4: .networkAddress, 5: .text, 7: .text,
  ]

  /// A subtype and an identifier of 1 to 255 octets.
  static func identifier(
    _ name: String, _ kinds: [UInt8: IdentifierKind], _ reader: inout ByteReader,
    into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    guard fields[name] == nil else { throw .option }
    let subtype = try reader.uint8()
    guard (1...255).contains(reader.count) else { throw .option }
    fields.add(name + "_subtype", subtype)
    switch kinds[subtype] {
    case .text: fields.add(name, text: reader.rest)
    case .hardwareAddress where reader.count == 6: fields.add(name, try reader.macAddress())
    case .networkAddress:
      let family = try reader.uint8()
      fields.add(name, address(reader.rest, family: UInt16(family)))
    case .hardwareAddress, nil: fields.add(name, octets: reader.rest)
    }
  }

  /// An address of one of the families that IANA numbers.
  static func address(_ octets: RawSpan, family: UInt16) -> FieldValue {
    switch (family, octets.byteCount) {
    case (1, 4): .address(IPAddress(v4: octets.uint32(at: 0)))
    case (2, 16): .address(IPAddress(high: octets.uint64(at: 0), low: octets.uint64(at: 8)))
    case (6, 6):
      .mac(
        MACAddress(rawValue: UInt64(octets.uint32(at: 0)) << 16 | UInt64(octets.uint16(at: 4))))
    default: FieldValue(octets: octets)
    }
  }

  /// Where the device is managed:
  ///
  ///     | length | family | address | interface numbering | interface number | length | OID |
  static func managementAddress(
    _ reader: inout ByteReader, _ gathered: inout Gathered
  ) throws(DecodeFault.Kind) {
    let length = Int(try reader.uint8())
    guard length >= 2 else { throw .option }
    var management = Fields()
    let family = try reader.uint8()
    management.add("address_subtype", family)
    management.add("address", address(try reader.take(length - 1), family: UInt16(family)))
    management.add("interface_numbering_subtype", try reader.uint8())
    management.add("interface_number", try reader.uint32())
    let identifier = try reader.take(Int(try reader.uint8()))
    if identifier.byteCount > 0 {
      management.add("object_identifier", objectIdentifier(identifier))
    }
    gathered.lists.append(.group(management), to: "management_addresses")
  }

  /// An ASN.1 object identifier as dotted numbers; octets where it is none (ITU-T X.690 clause 8.19).
  static func objectIdentifier(_ octets: RawSpan) -> FieldValue {
    var text = ""
    var number: UInt64 = 0
    var isOpen = false
    for offset in 0..<min(octets.byteCount, Fields.longestValue) {
      let octet = octets.uint8(at: offset)
      guard number >> 57 == 0 else { return FieldValue(octets: octets) }
      number = number << 7 | UInt64(octet & 0x7f)
      isOpen = octet & 0x80 != 0
      if isOpen { continue }
      if text.isEmpty {
        // The first two numbers share one: the first is 0, 1 or 2.
        let first = min(number / 40, 2)
        text = "\(first).\(number - first * 40)"
      } else {
        text += ".\(number)"
      }
      number = 0
    }
    return isOpen ? FieldValue(octets: octets) : .text(text)
  }
}
