/// EAPOL, port-based network access control, IEEE 802.1X-2020 clause 11.3.
///
///     octet  0         1      2        4
///            | version | type | length | by type: EAP packet, key descriptor, MKPDU
enum PortAccessControl: Dissector {
  static let name: ProtocolName = "eapol"
  static let carriers: [Carrier] = [.link(LinkProtocol(EtherType(rawValue: 0x888e)))]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 4 else { return .unsure }
    let isSound =
      (1...3).contains(bytes.uint8(at: 0)) && bytes.uint8(at: 1) <= 8
      && Int(bytes.uint16(at: 2)) <= payload.wireLength - 4
    return isSound ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    fields.add("protocol_version", try reader.uint8())
    let type = try reader.uint8()
    fields.add("packet_type", type)
    let length = Int(try reader.uint16())
    guard length <= payload.wireLength - 4 else { throw .totalLength }
    let isCut = length > reader.count
    var body = ByteReader(reader.rest.extracting(first: min(length, reader.count)))
    do throws(DecodeFault.Kind) {
      switch type {
      case 0: try authentication(&body, into: &fields)
      case 3: try key(&body, into: &fields)
      case 5: try keyAgreement(&body, into: &fields)
      default: break
      }
    } catch {
      // A body that is all there and yet too short contradicts its own length.
      throw isCut || error != .truncated ? error : .totalLength
    }
  }

  /// EAP, RFC 3748 section 4:
  ///
  ///     | code | identifier | length | type | type's data |
  static func authentication(
    _ body: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var packet = Fields()
    defer { fields.add("eap", packet) }
    let code = try body.uint8()
    packet.add("code", code)
    packet.add("identifier", try body.uint8())
    let length = Int(try body.uint16())
    guard length >= 4 else { throw .totalLength }
    guard code == 1 || code == 2 else { return }
    var data = ByteReader(try body.take(length - 4))
    let type = try data.uint8()
    packet.add("type", type)
    switch type {
    // A request's identity is a prompt, behind which a zero may hide more.
    case 1: packet.add("identity", text: data.rest.untilZero())
    case 2: packet.add("notification", text: data.rest)
    case 3:
      var types: [FieldValue] = []
      while !data.isAtEnd, types.count < Fields.mostValues {
        types.append(.number(UInt64(try data.uint8())))
      }
      packet.add("desired_authentication_types", types)
    // TLS and the methods that have its first octet: TTLS, PEAP, FAST, TEAP.
    case 13, 21, 25, 43, 55:
      guard let flags = data.peek() else { return }
      packet.add("length_included", flags & 0x80 != 0)
      packet.add("more_fragments", flags & 0x40 != 0)
      packet.add("start", flags & 0x20 != 0)
    case 254:
      packet.add("vendor_id", try data.uint24())
      packet.add("vendor_type", try data.uint32())
    default: break
    }
  }
}
