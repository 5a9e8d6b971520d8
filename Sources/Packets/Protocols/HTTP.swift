/// Hypertext Transfer Protocol version 1, RFC 9112 and RFC 9110.
///
///     request:   method SP target SP HTTP/1.1 CR LF
///     response:  HTTP/1.1 SP status code SP reason phrase CR LF
///     then       field name ":" field value CR LF, any number of them; CR LF
///
/// Read is the head of the first message in each direction. Of credentials only the scheme is told.
enum HTTP: Dissector {
  static let name: ProtocolName = "http"
  static let carriers: [Carrier] = [.tcp]
  /// Registered, or in wide use: printing (631), devices (5357), WS-Management (5985) and Intel AMT
  /// (16992) among them.
  static let ports: [UInt16] = [
    80, 591, 631, 3128, 5357, 5985, 8000, 8008, 8080, 8088, 8888, 16992,
  ]

  private static let protocolName = Array("HTTP/1.".utf8)
  private static let longestMethod = 20

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 1, isMethodCharacter(bytes.uint8(at: 0)) else { return .notMine }
    let response = recognizeName(bytes, at: 0)
    return response == .notMine ? recognizeRequest(bytes) : response
  }

  /// Whether `HTTP/1.` and a digit stand at an offset.
  private static func recognizeName(_ bytes: RawSpan, at offset: Int) -> Recognition {
    let count = bytes.byteCount - offset
    for index in 0..<min(count, protocolName.count)
    where bytes.uint8(at: offset + index) != protocolName[index] { return .notMine }
    guard count > protocolName.count else { return .unsure }
    let minor = bytes.uint8(at: offset + protocolName.count)
    return (0x30...0x39).contains(minor) ? .certain : .notMine
  }

  private static func recognizeRequest(_ bytes: RawSpan) -> Recognition {
    var index = 0
    while index < bytes.byteCount, isMethodCharacter(bytes.uint8(at: index)) { index += 1 }
    guard index <= longestMethod else { return .notMine }
    guard index < bytes.byteCount else { return .unsure }
    guard bytes.uint8(at: index) == UInt8(ascii: " ") else { return .notMine }
    let target = index + 1
    index = target
    while index < bytes.byteCount, isTargetCharacter(bytes.uint8(at: index)) { index += 1 }
    guard index < bytes.byteCount else { return .unsure }
    guard index > target, bytes.uint8(at: index) == UInt8(ascii: " ") else { return .notMine }
    return recognizeName(bytes, at: index + 1)
  }

  /// Methods in use are of capitals, some with a hyphen or an underscore.
  private static func isMethodCharacter(_ octet: UInt8) -> Bool {
    (0x41...0x5a).contains(octet) || octet == UInt8(ascii: "-") || octet == UInt8(ascii: "_")
  }

  private static func isTargetCharacter(_ octet: UInt8) -> Bool { octet > 0x20 && octet != 0x7f }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let isResponse = recognizeName(payload.bytes, at: 0) == .certain
    let line = try reader.textLine()
    if isResponse {
      try readStatusLine(line, into: &fields)
    } else {
      try readRequestLine(line, into: &fields)
    }
    var headers = HTTPHeaders()
    do throws(DecodeFault.Kind) {
      try headers.read(&reader)
    } catch {
      headers.add(to: &fields)
      throw error
    }
    headers.add(to: &fields)
    guard headers.fault == .none else { throw headers.fault }
  }

  private static func readRequestLine(
    _ line: RawSpan, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(line)
    fields.add("method", text: reader.upTo(UInt8(ascii: " ")))
    guard !reader.isAtEnd else { throw .field }
    try reader.skip(1)
    fields.add("target", text: reader.upTo(UInt8(ascii: " ")))
    guard reader.count >= 6 else { throw .field }
    try reader.skip(6)
    fields.add("version", text: reader.rest)
  }

  private static func readStatusLine(
    _ line: RawSpan, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(line)
    guard reader.count >= 5 else { throw .field }
    try reader.skip(5)
    fields.add("version", text: reader.upTo(UInt8(ascii: " ")))
    guard reader.count >= 4 else { throw .field }
    try reader.skip(1)
    var code: UInt = 0
    for _ in 0..<3 {
      let digit = try reader.uint8()
      guard (0x30...0x39).contains(digit) else { throw .field }
      code = code * 10 + UInt(digit - 0x30)
    }
    fields.add("status_code", code)
    guard reader.count > 1 else { return }
    try reader.skip(1)
    fields.add("reason_phrase", text: reader.rest)
  }
}
