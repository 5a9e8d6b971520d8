/// Syslog, the observed form of RFC 3164 section 4 and the form of RFC 5424 section 6; by UDP RFC 5426,
/// by TCP RFC 6587.
///
///     3164: | <priority> | Mmm dd hh:mm:ss | space | host | space | tag | [pid] | : | message
///     5424: | <priority> | 1 | timestamp | host | app name | proc id | msg id | structured data | message
///     TCP:  | octets of the message, space | message |   or   | message | LF
///
/// The priority is facility times eight and severity. A 5424 field that has no value is `-` and left out.
/// The tag of 3164 is called by its later name, app name.
enum Syslog: Dissector {
  static let name: ProtocolName = "syslog"
  static let carriers: [Carrier] = [.udp, .tcp]
  static let ports: [UInt16] = [514, 601, 6514, 5140]

  private static let highestPriority = 191

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount > 0 else { return .notMine }
    let first = bytes.uint8(at: 0)
    guard first == 0x3c || payload.carrier == .tcp && 0x31...0x39 ~= first else { return .notMine }
    var text = SyslogText(bytes)
    if first != 0x3c {
      guard text.number(digits: 5) != nil else { return .notMine }
      guard text.skip(0x20) else { return text.isAtEnd ? .unsure : .notMine }
    }
    guard text.skip(0x3c) else { return text.isAtEnd ? .unsure : .notMine }
    guard !text.isAtEnd else { return payload.carrier == .tcp ? .unsure : .notMine }
    guard let priority = text.number(digits: 3), priority <= highestPriority else {
      return .notMine
    }
    guard text.skip(0x3e) else {
      return text.isAtEnd && payload.carrier == .tcp ? .unsure : .notMine
    }
    if text.startsWithDate || text.startsWithISODate { return .certain }
    if text.skip(0x31), text.skip(0x20) {
      return text.startsWithISODate || text.startsWithNil ? .certain : .unsure
    }
    return .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var text = SyslogText(payload.bytes)
    var isWhole = payload.carrier != .tcp && !payload.isCut
    if payload.carrier == .tcp {
      if let length = text.number(digits: 5) {
        guard text.skip(0x20) else { throw .totalLength }
        isWhole = length <= text.count
        text.limit(to: length)
      } else {
        isWhole = text.limitToLine()
      }
    } else {
      text.dropLineEnd()
    }
    do throws(DecodeFault.Kind) {
      try readMessage(&text, into: &fields)
    } catch {
      // What of a cut message is missing may be behind the cut.
      throw isWhole ? error : .truncated
    }
    guard isWhole else { throw .truncated }
  }

  private static func readMessage(
    _ text: inout SyslogText, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    guard text.skip(0x3c), let priority = text.number(digits: 3), text.skip(0x3e),
      priority <= highestPriority
    else { throw .field }
    fields.add("facility", UInt16(priority / 8))
    fields.add("severity", UInt16(priority % 8))
    if text.startsWithVersion {
      fields.add("version", UInt8(1))
      _ = text.take(2)
      try readHeader(&text, into: &fields)
    } else {
      readTraditional(&text, into: &fields)
    }
    fields.add("message", text: text.rest)
  }

  private static func readHeader(
    _ text: inout SyslogText, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    for name in ["timestamp", "hostname", "app_name", "procid", "msgid"] {
      guard text.count > 0 else { throw .truncated }
      let token = text.token()
      guard token.byteCount > 0 else { throw .field }
      if token.byteCount != 1 || token.uint8(at: 0) != 0x2d { fields.add(name, text: token) }
      guard text.skip(0x20) else { throw .truncated }
    }
    var elements: [FieldValue] = []
    defer { if !elements.isEmpty { fields.add("structured_data_ids", elements) } }
    if !text.skip(0x2d) {
      repeat {
        guard text.skip(0x5b) else { throw .option }
        elements.append(FieldValue(text: text.word()))
        guard text.skipElement() else { throw .option }
      } while text.peek == 0x5b && elements.count < Fields.mostValues
    }
    _ = text.skip(0x20)
    text.skipByteOrderMark()
  }

  private static func readTraditional(_ text: inout SyslogText, into fields: inout Fields) {
    if text.startsWithDate {
      fields.add("timestamp", text: text.take(15))
    } else if text.startsWithISODate {
      fields.add("timestamp", text: text.token())
    } else {
      return
    }
    guard text.skip(0x20) else { return }
    // A program that logs on its own host often leaves the host out: the word is the tag then.
    if !text.tokenIsTag {
      fields.add("hostname", text: text.token())
      _ = text.skip(0x20)
    }
    guard text.tokenIsTag else { return }
    fields.add("app_name", text: text.word())
    if text.skip(0x5b) {
      fields.add("procid", text: text.word())
      _ = text.skip(0x5d)
    }
    _ = text.skip(0x3a)
    _ = text.skip(0x20)
  }
}
