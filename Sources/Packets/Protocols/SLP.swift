/// Service Location Protocol, version 2 RFC 2608 section 8, version 1 RFC 2165 section 5.
///
///     version 2  | 2 | function | length 3 | flags 2 | extension offset 3 | XID 2 | tag length 2 | language tag | body
///     version 1  | 1 | function | length 2 | flags 1 | dialect 1 | language 2 | encoding 2 | XID 2 | body
///
/// Texts have two octets of length in front. Over TCP the first message of a direction is read.
enum SLP: Dissector {
  static let name: ProtocolName = "slp"
  static let carriers: [Carrier] = [.udp, .tcp]
  static let ports: [UInt16] = [427]

  /// The length must be the datagram's, the unused flags zero and the language two letters.
  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    let isStream = payload.carrier == .tcp
    guard bytes.byteCount >= 2 else { return isStream ? .unsure : .notMine }
    let version = bytes.uint8(at: 0)
    let function = bytes.uint8(at: 1)
    guard version == 1 || version == 2, (1...11).contains(function) else { return .notMine }
    guard bytes.byteCount >= 16 else {
      // Wait for more only where what there is of the length leaves a chance.
      return isStream && (bytes.byteCount < 3 || bytes.uint8(at: 2) == 0) ? .unsure : .notMine
    }
    let length =
      version == 2 ? Int(bytes.uint32(at: 1) & 0xff_ffff) : Int(bytes.uint16(at: 2))
    guard length >= 14, isStream ? length >= 16 : length == payload.wireLength else {
      return .notMine
    }
    if version == 1 {
      guard function <= 10, bytes.uint8(at: 4) & 7 == 0, bytes.uint8(at: 5) == 0,
        isLetter(bytes.uint8(at: 6)), isLetter(bytes.uint8(at: 7))
      else { return .notMine }
      return .certain
    }
    let tag = Int(bytes.uint16(at: 12))
    guard bytes.uint16(at: 5) & 0x1fff == 0, (1...16).contains(tag), 14 + tag <= length,
      isLetter(bytes.uint8(at: 14)), tag == 1 || isLetter(bytes.uint8(at: 15))
    else { return .notMine }
    return .certain
  }

  private static func isLetter(_ octet: UInt8) -> Bool { (0x61...0x7a).contains(octet | 0x20) }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let version = try reader.uint8()
    fields.add("version", version)
    let function = try reader.uint8()
    fields.add("function", function)
    if let name = functionName(function) { fields.add("function_name", name) }
    let length: Int
    switch version {
    case 1: length = Int(try reader.uint16())
    case 2: length = Int(try reader.uint24())
    default: throw .version
    }
    let read = version == 1 ? 4 : 5
    guard length >= read else { throw .totalLength }
    var message = ByteReader(try reader.take(min(length - read, reader.count)))
    if version == 1 {
      try readVersion1(function, &message, into: &fields)
    } else {
      try readVersion2(function, &message, into: &fields)
    }
  }

  private static func functionName(_ function: UInt8) -> String? {
    let names = [
      "SrvRqst", "SrvRply", "SrvReg", "SrvDeReg", "SrvAck", "AttrRqst", "AttrRply", "DAAdvert",
      "SrvTypeRqst", "SrvTypeRply", "SAAdvert",
    ]
    return (1...names.count).contains(Int(function)) ? names[Int(function) - 1] : nil
  }

  /// Adds a text with two octets of length in front, where it is not empty.
  static func addText(
    _ name: String, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let text = try reader.take(Int(reader.uint16()))
    if text.byteCount > 0 { fields.add(name, text: text) }
  }
}
