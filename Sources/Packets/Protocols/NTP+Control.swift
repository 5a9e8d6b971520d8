/// Messages of management: mode 6, RFC 9327 section 2, and mode 7, `ntp_request.h` of ntpd.
///
///     mode 6  | LI 0, version 3, 6 | R E M opcode 5 | sequence 2 | status 2 | association 2 | offset 2 | count 2 | data
///     mode 7  | R M version 3, 7 | A sequence 7 | implementation | request code | error 4, items 12 | MBZ 4, size 12 | data
extension NTP {
  private static let controlLength = 12
  private static let privateLength = 8
  /// Octets of the data that are told.
  private static let longestData = 128

  static func readControl(
    _ reader: inout ByteReader, version: UInt8, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("version", version)
    fields.add("mode", UInt8(6))
    fields.add("mode_name", "control")
    let flags = try reader.uint8()
    fields.add("response", flags & 0x80 != 0)
    fields.add("error", flags & 0x40 != 0)
    fields.add("more", flags & 0x20 != 0)
    fields.add("opcode", flags & 0x1f)
    fields.add("sequence", try reader.uint16())
    fields.add("status", try reader.uint16())
    fields.add("association_identifier", try reader.uint16())
    fields.add("offset", try reader.uint16())
    let count = Int(try reader.uint16())
    fields.add("count", UInt(count))
    guard count > 0 else { return }
    let data = try reader.take(count)
    let start = data.extracting(first: min(count, longestData))
    if isText(start) { fields.add("data", text: start) } else { fields.add("data", octets: start) }
  }

  static func readPrivate(
    _ reader: inout ByteReader, _ first: UInt8, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("version", first >> 3 & 7)
    fields.add("mode", UInt8(7))
    fields.add("mode_name", "private")
    fields.add("response", first & 0x80 != 0)
    fields.add("more", first & 0x40 != 0)
    let sequence = try reader.uint8()
    fields.add("authenticated", sequence & 0x80 != 0)
    fields.add("sequence", sequence & 0x7f)
    fields.add("implementation", try reader.uint8())
    fields.add("request_code", try reader.uint8())
    let items = try reader.uint16()
    fields.add("error", items >> 12)
    fields.add("item_count", items & 0xfff)
    fields.add("item_size", try reader.uint16() & 0xfff)
  }

  /// A request repeats nothing: status and offset are zero and the count is what follows. A response
  /// has visible text behind its header.
  static func recognizeControl(_ bytes: RawSpan, wireLength: Int) -> Recognition {
    guard bytes.byteCount >= controlLength else { return .notMine }
    let flags = bytes.uint8(at: 1)
    let count = Int(bytes.uint16(at: 10))
    // Data is filled up to four octets, and a key identifier and digest may follow.
    let filled = controlLength + (count + 3) / 4 * 4
    guard flags & 0x1f <= 12 || flags & 0x1f == 31, count <= 480 else { return .notMine }
    guard
      wireLength == filled || wireLength == controlLength + count
        || [20, 24].contains(wireLength - (filled + 7) / 8 * 8) || wireLength - filled == 20
        || wireLength - filled == 24
    else { return .notMine }
    guard flags & 0x80 != 0 else {
      return flags & 0x60 == 0 && bytes.uint16(at: 4) == 0 && bytes.uint16(at: 8) == 0
        ? .certain : .notMine
    }
    let data = bytes.extracting(droppingFirst: controlLength)
    let text = data.extracting(first: min(count, data.byteCount))
    return text.byteCount >= 4 && isText(text) ? .certain : .unsure
  }

  /// Variables are visible ASCII in lines; association lists are numbers.
  private static func isText(_ octets: RawSpan) -> Bool {
    (0..<octets.byteCount).allSatisfy { offset in
      let octet = octets.uint8(at: offset)
      return (0x20...0x7e).contains(octet) || octet == 13 || octet == 10
    }
  }

  /// A request is for a known implementation and code, without error; a response is as long as its items.
  static func recognizePrivate(_ bytes: RawSpan, wireLength: Int) -> Recognition {
    guard bytes.byteCount >= privateLength else { return .notMine }
    let implementation = bytes.uint8(at: 2)
    let items = Int(bytes.uint16(at: 4) & 0xfff)
    let size = bytes.uint16(at: 6)
    guard [0, 2, 3].contains(implementation), bytes.uint8(at: 3) <= 45, size >> 12 == 0 else {
      return .notMine
    }
    let isExact = wireLength == privateLength + items * Int(size)
    guard bytes.uint8(at: 0) & 0x80 == 0 else {
      guard bytes.uint16(at: 4) >> 12 <= 7 else { return .notMine }
      return items > 0 && isExact ? .certain : .unsure
    }
    // A request carries one item in a field of 40 or 176 octets, whatever the size of the item.
    guard bytes.uint16(at: 4) >> 12 == 0, bytes.uint8(at: 0) & 0x40 == 0,
      bytes.uint8(at: 1) & 0x7f == 0
    else { return .notMine }
    guard items == 0, size == 0 else {
      return privateLength + items * Int(size) <= wireLength ? .unsure : .notMine
    }
    for offset in privateLength..<min(bytes.byteCount, 48) where bytes.uint8(at: offset) != 0 {
      return .unsure
    }
    return .certain
  }
}
