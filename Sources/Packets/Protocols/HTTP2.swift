/// HTTP/2 without TLS, RFC 9113 sections 3.4, 4.1 and 6.5.
///
///     client:  "PRI * HTTP/2.0" CR LF CR LF "SM" CR LF CR LF, then as the server
///     octet  0        3          4       5            9
///            | length | type (4) | flags | stream (0) | settings: identifier 2, value 4; any number
enum HTTP2: Dissector {
  static let name: ProtocolName = "http2"
  static let carriers: [Carrier] = [.tcp]

  private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
  private static let frameHeader = 9
  /// More settings than a server has ever sent first; RFC 9113 has six.
  private static let mostSettings = 32

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 4 else { return .notMine }
    guard bytes.uint8(at: 0) == preface[0] else { return recognizeSettings(bytes) }
    for index in 0..<min(bytes.byteCount, preface.count)
    where bytes.uint8(at: index) != preface[index] { return .notMine }
    return bytes.byteCount >= preface.count ? .certain : .unsure
  }

  /// A server's first frame: settings that are no acknowledgment, at least one, with numbers in use.
  private static func recognizeSettings(_ bytes: RawSpan) -> Recognition {
    guard bytes.byteCount >= frameHeader + 2, bytes.uint32(at: 3) == 0x0400_0000,
      bytes.uint16(at: 7) == 0, bytes.uint16(at: 0) == 0
    else { return .notMine }
    let length = Int(bytes.uint8(at: 2))
    guard length > 0, length % 6 == 0, length / 6 <= mostSettings,
      (1...16).contains(bytes.uint16(at: frameHeader))
    else { return .notMine }
    return .certain
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let isClient = reader.peek() == preface[0]
    fields.add("preface", isClient)
    if isClient { try reader.skip(preface.count) }
    let length = Int(try reader.uint24())
    let type = try reader.uint8()
    try reader.skip(5)
    guard type == 4 else { throw .field }
    guard length % 6 == 0, length / 6 <= Fields.mostValues else { throw .totalLength }
    var settings = ByteReader(try reader.take(length))
    var group = Fields()
    while !settings.isAtEnd {
      let identifier = try settings.uint16()
      let value = try settings.uint32()
      if let name = settingName(identifier), group[name] == nil { group.add(name, value) }
    }
    fields.add("settings", group)
  }

  /// Names of section 6.5.2, and of RFC 8441 (8) and RFC 9218 (9).
  private static func settingName(_ identifier: UInt16) -> String? {
    switch identifier {
    case 1: "header_table_size"
    case 2: "enable_push"
    case 3: "max_concurrent_streams"
    case 4: "initial_window_size"
    case 5: "max_frame_size"
    case 6: "max_header_list_size"
    case 8: "enable_connect_protocol"
    case 9: "no_rfc7540_priorities"
    default: nil
    }
  }
}
