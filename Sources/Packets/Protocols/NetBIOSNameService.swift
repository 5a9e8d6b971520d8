/// NetBIOS name service over UDP, RFC 1002 section 4.2.
///
///     octet  0            2       4         6         8         10        12
///            | identifier | flags | QDCOUNT | ANCOUNT | NSCOUNT | ARCOUNT | question, records ..
///     flags  | R | opcode 4 | AA | TC | RD | RA | 0 | 0 | B | RCODE 4 |
///     name   | 32 | 32 letters A to P: 16 octets, four bits each | scope labels .. | 0 |
///
/// Of the 16 octets fifteen are the name, filled up with spaces, and the last says whose service it is
/// (`suffix`): 0 a workstation, 32 a file server, 27 to 30 domains and browsers.
enum NetBIOSNameService: Dissector {
  static let name: ProtocolName = "nbns"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [137]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 50, bytes.uint8(at: 12) == 32 else { return .notMine }
    // Opcodes are query, registration, release, WACK, refresh (twice) and multihomed registration.
    guard [0, 5, 6, 7, 8, 9, 15].contains(bytes.uint16(at: 2) >> 11 & 15),
      bytes.uint16(at: 4) <= 1, bytes.uint16(at: 6) <= 1, bytes.uint16(at: 8) <= 1,
      bytes.uint16(at: 10) <= 1
    else { return .notMine }
    return DNSMessage.isNetBIOS(bytes.extracting(droppingFirst: 12)) ? .certain : .notMine
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let message = payload.bytes
    var reader = ByteReader(message)
    fields.add("identifier", try reader.uint16())
    let flags = try reader.uint16()
    fields.add("response", flags & 0x8000 != 0)
    fields.add("opcode", flags >> 11 & 15)
    fields.add("authoritative_answer", flags & 0x0400 != 0)
    fields.add("truncation", flags & 0x0200 != 0)
    fields.add("recursion_desired", flags & 0x0100 != 0)
    fields.add("recursion_available", flags & 0x0080 != 0)
    fields.add("broadcast", flags & 0x0010 != 0)
    fields.add("response_code", flags & 15)
    let questions = try reader.uint16()
    let sections = [
      ("answers", try reader.uint16()), ("authority", try reader.uint16()),
      ("additional", try reader.uint16()),
    ]
    var list: [FieldValue] = []
    defer { if !list.isEmpty { fields.add("questions", list) } }
    for _ in 0..<questions where list.count < Fields.mostValues {
      var question = Fields()
      defer { if !question.isEmpty { list.append(.group(question)) } }
      try addName(&reader, in: message, into: &question)
      addType(try reader.uint16(), into: &question)
      question.add("class", try reader.uint16())
    }
    for (section, count) in sections {
      try readRecords(section, count, &reader, in: message, into: &fields)
    }
  }

  /// Ends because each record takes at least eleven octets.
  private static func readRecords(
    _ section: String, _ count: UInt16, _ reader: inout ByteReader, in message: RawSpan,
    into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var list: [FieldValue] = []
    defer { if !list.isEmpty { fields.add(section, list) } }
    for _ in 0..<count where list.count < Fields.mostValues {
      var record = Fields()
      defer { if !record.isEmpty { list.append(.group(record)) } }
      try addName(&reader, in: message, into: &record)
      let type = try reader.uint16()
      addType(type, into: &record)
      record.add("class", try reader.uint16())
      record.add("time_to_live_seconds", try reader.uint32())
      let data = try reader.take(Int(reader.uint16()))
      guard data.byteCount > 0 else { continue }
      do throws(DecodeFault.Kind) {
        try readData(data, type: type, into: &record)
      } catch {
        throw error == .truncated ? .option : error
      }
    }
  }

  private static func addType(_ type: UInt16, into fields: inout Fields) {
    fields.add("type", type)
    let names: [UInt16: String] = [1: "A", 2: "NS", 10: "NULL", 32: "NB", 33: "NBSTAT"]
    if let name = names[type] { fields.add("type_name", name) }
  }

  /// Addresses of a name (section 4.2.1.3) or the names of a node (section 4.2.18).
  private static func readData(
    _ data: RawSpan, type: UInt16, into record: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(data)
    if type == 32, data.byteCount % 6 == 0 {
      var addresses: [FieldValue] = []
      while !reader.isAtEnd, addresses.count < Fields.mostValues {
        var entry = Fields()
        let flags = try reader.uint16()
        entry.add("group", flags & 0x8000 != 0)
        entry.add("owner_node_type", flags >> 13 & 3)
        entry.add("address", try reader.ipv4Address())
        addresses.append(.group(entry))
      }
      record.add("addresses", addresses)
    } else if type == 33 {
      var names: [FieldValue] = []
      let count = try reader.uint8()
      for _ in 0..<count {
        let name = try reader.take(16)
        var entry = Fields()
        addName((0..<16).map { name.uint8(at: $0) }, into: &entry)
        entry.add("flags", try reader.uint16())
        if names.count < Fields.mostValues { names.append(.group(entry)) }
      }
      record.add("names", names)
      record.add("unit_identifier", try reader.macAddress())
    }
  }

  private static func addName(
    _ reader: inout ByteReader, in message: RawSpan, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let name = try DNSName(&reader, endingAt: message.byteCount, in: message)
    guard let octets = decode(name.firstLabel) else { return fields.add("name", name.text) }
    addName(octets, into: &fields)
    if !name.parent.isEmpty { fields.add("scope", DNSName.text(name.parent)) }
  }

  /// Fifteen octets without the spaces and zeros behind them, and the sixteenth.
  private static func addName(_ octets: [UInt8], into fields: inout Fields) {
    let padded = octets.prefix(15)
    let end = padded.lastIndex { $0 != 0x20 && $0 != 0 }.map { $0 + 1 } ?? 0
    fields.add("name", String(decoding: padded[..<end], as: UTF8.self))
    fields.add("suffix", octets[15])
  }

  /// First-level decoding, RFC 1001 section 14.1; `nil` for what is not encoded so.
  private static func decode(_ label: ArraySlice<UInt8>) -> [UInt8]? {
    guard label.count == 32, label.allSatisfy({ (0x41...0x50).contains($0) }) else { return nil }
    return (0..<16).map { index in
      let first = label.startIndex + 2 * index
      return (label[first] - 0x41) << 4 | (label[first + 1] - 0x41)
    }
  }
}
