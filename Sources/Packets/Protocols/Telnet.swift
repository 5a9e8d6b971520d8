/// Telnet, RFC 854; options RFC 855 and the IANA registry, terminal type RFC 1091.
///
///     | IAC 255 | command 241 to 249
///     | IAC 255 | WILL 251, WONT 252, DO 253, DONT 254 | option
///     | IAC 255 | SB 250 | option | octets, IAC doubled | IAC 255 | SE 240
///
/// Read are the negotiations and the first line of text between and behind them.
enum Telnet: Dissector {
  static let name: ProtocolName = "telnet"
  static let carriers: [Carrier] = [.tcp]
  static let ports: [UInt16] = [23, 2323]

  private static let interpretAsCommand: UInt8 = 255
  private static let subnegotiation: UInt8 = 250
  private static let subnegotiationEnd: UInt8 = 240
  private static let negotiations: ClosedRange<UInt8> = 251...254
  private static let negotiationNames = ["WILL", "WONT", "DO", "DONT"]
  private static let terminalType: UInt8 = 24

  /// The highest assigned option but the list's own extension and the Telnet client options from 138.
  private static func isOption(_ option: UInt8) -> Bool {
    option <= 49 || 138...140 ~= option || option == 255
  }

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount > 0, bytes.uint8(at: 0) == interpretAsCommand else { return .notMine }
    var offset = 0
    // Two negotiations in a row have 32 bits that random octets would have to guess.
    while offset < 6 {
      guard offset < bytes.byteCount else { return .unsure }
      guard bytes.uint8(at: offset) == interpretAsCommand else { return .unsure }
      if offset + 1 < bytes.byteCount {
        guard negotiations ~= bytes.uint8(at: offset + 1) else {
          return offset > 0 || bytes.uint8(at: 1) == subnegotiation ? .unsure : .notMine
        }
      }
      if offset + 2 < bytes.byteCount, !isOption(bytes.uint8(at: offset + 2)) { return .notMine }
      offset += 3
    }
    return bytes.byteCount >= 6 ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    var commands: [FieldValue] = []
    var terminal: [UInt8]?
    var line: [UInt8] = []
    var lineIsComplete = false
    defer {
      fields.add("negotiations", commands)
      if let terminal { fields.add("terminal_type", String(decoding: terminal, as: UTF8.self)) }
      if !line.isEmpty { fields.add("text", String(decoding: line, as: UTF8.self)) }
    }
    while !reader.isAtEnd, commands.count < Fields.mostValues {
      let octet = try reader.uint8()
      guard octet == interpretAsCommand, reader.peek() != interpretAsCommand else {
        if octet == interpretAsCommand { try reader.skip(1) }
        if !lineIsComplete, octet == 0x0a || octet == 0x0d { lineIsComplete = !line.isEmpty }
        if !lineIsComplete, octet >= 0x20, line.count < Fields.longestValue { line.append(octet) }
        continue
      }
      var command = Fields()
      defer { if !command.isEmpty { commands.append(.group(command)) } }
      let code = try reader.uint8()
      guard code >= subnegotiationEnd else { throw .field }
      command.add("command", code)
      switch code {
      case negotiations:
        command.add(
          "command_name", negotiationNames[Int(code) - Int(negotiations.lowerBound)])
        command.add("option", try reader.uint8())
      case subnegotiation:
        command.add("command_name", "SB")
        let option = try reader.uint8()
        command.add("option", option)
        let value = try parameters(&reader)
        if option == terminalType, value.first == 0 { terminal = Array(value.dropFirst()) }
      default: break
      }
    }
  }

  /// What stands up to IAC SE, cut at what a value keeps.
  private static func parameters(
    _ reader: inout ByteReader
  ) throws(DecodeFault.Kind) -> [UInt8] {
    var value: [UInt8] = []
    while true {
      let octet = try reader.uint8()
      if octet == interpretAsCommand {
        let next = try reader.uint8()
        if next == subnegotiationEnd { return value }
        guard next == interpretAsCommand else { throw .option }
      }
      if value.count < Fields.longestValue { value.append(octet) }
    }
  }
}
