/// What DNS, multicast DNS and LLMNR share: header, questions and resource records, RFC 1035 section 4.1.
///
///     octet  0            2       4         6         8           10           12
///            | identifier | flags | QDCOUNT | ANCOUNT | NSCOUNT   | ARCOUNT    | questions, records ..
///     flags  | QR | opcode 4 | AA | TC | RD | RA | Z | AD | CD | RCODE 4 |
///            LLMNR: AA is C (conflict), RD is T (tentative)
///     question  | name | type 2 | class 2 |
///     record    | name | type 2 | class 2 | TTL 4 | RDLENGTH 2 | RDATA |
enum DNSMessage {
  /// Who writes the message.
  enum Variant {
    /// DNS, RFC 1035.
    case unicast
    /// Multicast DNS, RFC 6762: the class's first bit is a flag of its own (sections 5.4 and 10.2).
    case multicast
    /// LLMNR, RFC 4795 section 2.1.1: two flags have other meanings.
    case linkLocal
  }

  /// Octets of the header.
  static let headerLength = 12

  /// Reads a message.
  static func read(
    _ message: RawSpan, as variant: Variant, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(message)
    fields.add("identifier", try reader.uint16())
    addFlags(try reader.uint16(), as: variant, into: &fields)
    let questions = try reader.uint16()
    let answers = try reader.uint16()
    let authority = try reader.uint16()
    let additional = try reader.uint16()
    fields.add("question_count", questions)
    fields.add("answer_count", answers)
    fields.add("authority_count", authority)
    fields.add("additional_count", additional)
    try readQuestions(questions, &reader, in: message, as: variant, into: &fields)
    try readRecords("answers", answers, &reader, in: message, as: variant, into: &fields)
    try readRecords("authority", authority, &reader, in: message, as: variant, into: &fields)
    try readRecords("additional", additional, &reader, in: message, as: variant, into: &fields)
    if !reader.isAtEnd { fields.add("trailing_length", UInt(reader.count)) }
  }

  private static func addFlags(
    _ flags: UInt16, as variant: Variant, into fields: inout Fields
  ) {
    func bit(_ mask: UInt16) -> Bool { flags & mask != 0 }
    fields.add("response", bit(0x8000))
    fields.add("opcode", flags >> 11 & 15)
    fields.add(variant == .linkLocal ? "conflict" : "authoritative_answer", bit(0x0400))
    fields.add("truncation", bit(0x0200))
    if variant == .linkLocal {
      fields.add("tentative", bit(0x0100))
    } else {
      fields.add("recursion_desired", bit(0x0100))
      fields.add("recursion_available", bit(0x0080))
      fields.add("authentic_data", bit(0x0020))
      fields.add("checking_disabled", bit(0x0010))
    }
    fields.add("response_code", flags & 15)
    if bit(0x8000), let name = responseCodeName(flags & 15) {
      fields.add("response_code_name", name)
    }
  }

  private static func responseCodeName(_ code: UInt16) -> String? {
    let names = [
      "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET",
      "NXRRSET", "NOTAUTH", "NOTZONE",
    ]
    return Int(code) < names.count ? names[Int(code)] : nil
  }

  /// Ends because each question takes at least five octets.
  private static func readQuestions(
    _ count: UInt16, _ reader: inout ByteReader, in message: RawSpan, as variant: Variant,
    into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var questions: [FieldValue] = []
    defer { if !questions.isEmpty { fields.add("questions", questions) } }
    for _ in 0..<count {
      guard questions.count < Fields.mostValues else {
        try DNSName.skip(&reader)
        try reader.skip(4)
        continue
      }
      var question = Fields()
      defer { if !question.isEmpty { questions.append(.group(question)) } }
      let name = try DNSName(&reader, endingAt: message.byteCount, in: message)
      question.add("name", name.text)
      let type = DNSRecordType(rawValue: try reader.uint16())
      question.add("type", type.rawValue)
      if let name = type.name { question.add("type_name", name) }
      let number = try reader.uint16()
      addClass(number, "unicast_response", as: variant, into: &question)
    }
  }

  private static func addClass(
    _ number: UInt16, _ flag: String, as variant: Variant, into fields: inout Fields
  ) {
    guard variant == .multicast else { return fields.add("class", number) }
    fields.add("class", number & 0x7fff)
    fields.add(flag, number & 0x8000 != 0)
  }

  /// Ends because each record takes at least eleven octets.
  private static func readRecords(
    _ section: String, _ count: UInt16, _ reader: inout ByteReader, in message: RawSpan,
    as variant: Variant, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var records: [FieldValue] = []
    defer { if !records.isEmpty { fields.add(section, records) } }
    for _ in 0..<count {
      guard records.count < Fields.mostValues else {
        try DNSName.skip(&reader)
        try reader.skip(8)
        try reader.skip(Int(reader.uint16()))
        continue
      }
      var record = Fields()
      defer { if !record.isEmpty { records.append(.group(record)) } }
      let name = try DNSName(&reader, endingAt: message.byteCount, in: message)
      let type = DNSRecordType(rawValue: try reader.uint16())
      let number = try reader.uint16()
      let timeToLive = try reader.uint32()
      let data = try reader.take(Int(reader.uint16()))
      if type == .opt, variant != .multicast || number & 0x7fff > 255 {
        try readExtension(data, number, timeToLive, into: &fields)
        continue
      }
      record.add("name", name.text)
      record.add("type", type.rawValue)
      if let name = type.name { record.add("type_name", name) }
      addClass(number, "cache_flush", as: variant, into: &record)
      record.add("time_to_live_seconds", timeToLive)
      // Empty data stands in updates (RFC 2136 section 2.4): the record names a set, not a member.
      guard data.byteCount > 0 else { continue }
      let end = message.byteCount - reader.count
      do throws(DecodeFault.Kind) {
        if type == .tsig {
          try readSignature(data, endingAt: end, in: message, into: &record)
        } else {
          try DNSRecordData.read(data, of: type, endingAt: end, in: message, into: &record)
        }
      } catch {
        // The data was there, and its own length is what does not suffice.
        throw error == .truncated ? .option : error
      }
    }
  }

  /// EDNS, RFC 6891 section 6.1: class and TTL of the OPT record have other meanings.
  private static func readExtension(
    _ data: RawSpan, _ payloadSize: UInt16, _ flags: UInt32, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var edns = Fields()
    defer { fields.add("edns", edns) }
    edns.add("udp_payload_size", payloadSize)
    edns.add("extended_response_code", flags >> 24)
    edns.add("version", flags >> 16 & 255)
    edns.add("dnssec_ok", flags & 0x8000 != 0)
    var options: [FieldValue] = []
    defer { edns.add("options", options) }
    var reader = ByteReader(data)
    while !reader.isAtEnd, options.count < Fields.mostValues {
      guard reader.count >= 4 else { throw .option }
      options.append(.number(UInt64(try reader.uint16())))
      let length = Int(try reader.uint16())
      guard length <= reader.count else { throw .option }
      try reader.skip(length)
    }
  }

  /// TSIG, RFC 8945 section 4.2.
  private static func readSignature(
    _ data: RawSpan, endingAt end: Int, in message: RawSpan, into record: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(data)
    record.add("algorithm_name", try DNSName(&reader, endingAt: end, in: message).text)
    let high = UInt64(try reader.uint16())
    record.add("time_signed_seconds", high << 32 | UInt64(try reader.uint32()))
    record.add("fudge_seconds", try reader.uint16())
    let length = Int(try reader.uint16())
    record.add("mac_size", UInt(length))
    try reader.skip(length)
    record.add("original_identifier", try reader.uint16())
    record.add("error", try reader.uint16())
  }
}
