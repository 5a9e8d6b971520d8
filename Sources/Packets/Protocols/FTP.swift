/// File Transfer Protocol, RFC 959 section 4; security extensions RFC 2228, features RFC 2389.
///
///     server | 220 | space or - | text, often the software | CR LF
///     client | USER, AUTH, FEAT ... | space | argument | CR LF
///
/// Only the first line of a direction is read, and no password.
enum FTP: Dissector {
  static let name: ProtocolName = "ftp"
  static let carriers: [Carrier] = [.tcp]
  static let ports: [UInt16] = [21]

  private static let commands = [
    "user", "auth", "feat", "opts", "syst", "host", "acct", "pass", "quit", "noop", "help",
  ]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount > 0 else { return .notMine }
    let first = bytes.uint8(at: 0)
    guard 0x31...0x35 ~= first || 0x61...0x75 ~= first | 0x20 else { return .notMine }
    let line = ReplyOrCommand(bytes)
    guard line.isPlausible else { return .notMine }
    switch line.replyCode {
    case 120, 220, 421, 530:
      return line.mentions("ftp") && !line.mentions("smtp") ? .certain : .unsure
    case nil:
      guard commands.contains(where: { line.isCommand($0) }) else {
        return !line.isComplete && bytes.byteCount < 4 ? .unsure : .notMine
      }
      // Of the commands only this one is nobody else's: POP and IRC have USER too.
      return line.isCommand("auth") && line.isComplete && line.text.byteCount == 3
        && (line.mentions("tls") || line.mentions("ssl")) ? .certain : .unsure
    default: return .notMine
    }
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let line = ReplyOrCommand(payload.bytes)
    guard line.isPlausible else { throw .field }
    if let code = line.replyCode {
      fields.add("reply_code", code)
      fields.add("text", text: line.text)
    } else {
      fields.add("command", text: line.command)
      if !line.isCommand("pass") { fields.add("argument", text: line.text) }
    }
    guard line.isComplete else { throw .truncated }
  }
}
