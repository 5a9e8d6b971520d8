/// Simple Mail Transfer Protocol, RFC 5321 section 4; submission RFC 6409, LMTP RFC 2033.
///
///     server | 220 | space or - | domain, often ESMTP and the software | CR LF
///     client | EHLO, HELO or LHLO | space | domain | CR LF
///
/// Only the first line of a direction is read.
enum SMTP: Dissector {
  static let name: ProtocolName = "smtp"
  static let carriers: [Carrier] = [.tcp]
  static let ports: [UInt16] = [25, 587, 2525]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    guard let first = octet(payload.bytes, 0), isStart(first) else { return .notMine }
    let line = ReplyOrCommand(payload.bytes)
    guard line.isPlausible else { return .notMine }
    switch line.replyCode {
    case 220, 421, 554:
      return line.mentions("smtp") || line.mentions("lmtp") ? .certain : .unsure
    case nil:
      if line.isCommand("ehlo") || line.isCommand("helo") || line.isCommand("lhlo") {
        return line.isComplete && line.text.byteCount > 0 ? .certain : .unsure
      }
      return !line.isComplete && payload.bytes.byteCount < 4 ? .unsure : .notMine
    default: return .notMine
    }
  }

  /// The first digits of replies and letters of commands.
  private static func isStart(_ octet: UInt8) -> Bool {
    switch octet {
    case 0x32, 0x34, 0x35, 0x45, 0x48, 0x4c, 0x65, 0x68, 0x6c: true
    default: false
    }
  }

  private static func octet(_ bytes: RawSpan, _ offset: Int) -> UInt8? {
    offset < bytes.byteCount ? bytes.uint8(at: offset) : nil
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
      fields.add("argument", text: line.text)
    }
    guard line.isComplete else { throw .truncated }
  }
}
