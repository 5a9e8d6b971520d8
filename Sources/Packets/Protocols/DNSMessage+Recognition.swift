/// Whether bytes are a message of DNS or one of its kin.
///
/// A message has a known opcode and no more questions and records than fit; its first question, or where
/// there is none its first record, is well-formed and of a class that exists. Random bytes get the counts
/// right once in 2^40 and the class once in 2^13.
extension DNSMessage {
  /// Judges a message, or what there is of one that has more octets on the wire.
  static func recognize(
    _ message: RawSpan, wireLength length: Int, as variant: Variant
  ) -> Recognition {
    guard message.byteCount >= headerLength else { return .notMine }
    let flags = message.uint16(at: 2)
    let opcode = flags >> 11 & 15
    guard opcode <= 6, opcode != 3, variant != .linkLocal || opcode == 0 else { return .notMine }
    // Z has been zero since RFC 1035; LLMNR keeps four bits for later.
    guard flags & (variant == .linkLocal ? 0x00f0 : 0x0040) == 0 else { return .notMine }
    let questions = Int(message.uint16(at: 4))
    let answers = Int(message.uint16(at: 6))
    let authority = Int(message.uint16(at: 8))
    let additional = Int(message.uint16(at: 10))
    let records = answers + authority + additional
    let isResponse = flags & 0x8000 != 0
    if questions + records == 0 {
      // All that is left of an answer to something that could not be read.
      return isResponse && length == headerLength && flags & 15 != 0 ? .unsure : .notMine
    }
    guard questions * 5 + records * 11 <= length - headerLength else { return .notMine }
    // Answers in a query are known ones, of multicast DNS alone; NOTIFY and UPDATE have some too.
    var found = Recognition.certain
    if !isResponse, answers > 0, variant != .multicast, opcode < 4 { found = .unsure }
    if questions > 1, variant == .unicast { found = min(found, records > 64 ? .notMine : .unsure) }
    var reader = ByteReader(message.extracting(droppingFirst: headerLength))
    do throws(DecodeFault.Kind) {
      if questions > 0 {
        if variant == .unicast, isNetBIOS(reader.rest) { return .notMine }
        try DNSName.skip(&reader)
        guard try reader.uint16() != 0, isClass(try reader.uint16(), as: variant) else {
          return .notMine
        }
        if questions == 1, records == 0, !reader.isAtEnd { found = min(found, .unsure) }
      } else {
        if variant == .unicast, isNetBIOS(reader.rest) { return .notMine }
        try DNSName.skip(&reader)
        let type = DNSRecordType(rawValue: try reader.uint16())
        let number = try reader.uint16()
        guard type.rawValue != 0, type == .opt || isClass(number, as: variant) else {
          return .notMine
        }
        try reader.skip(4)
        let data = Int(try reader.uint16())
        guard data <= length - (message.byteCount - reader.count) else { return .notMine }
        // A lone OPT has no class to check.
        if type == .opt { found = min(found, .unsure) }
      }
    } catch {
      return error == .truncated && message.byteCount < length ? .unsure : .notMine
    }
    return found
  }

  /// IN, CH, HS, NONE and ANY; multicast DNS has a flag in the first bit.
  private static func isClass(_ number: UInt16, as variant: Variant) -> Bool {
    switch variant == .multicast ? number & 0x7fff : number {
    case 1, 3, 4, 254, 255: true
    default: false
    }
  }

  /// Whether a name starts with a first-level encoded NetBIOS name, RFC 1001 section 14.1, and has a
  /// type of RFC 1002.
  static func isNetBIOS(_ name: RawSpan) -> Bool {
    guard name.byteCount >= 38, name.uint8(at: 0) == 32 else { return false }
    for offset in 1...32 {
      guard (0x41...0x50).contains(name.uint8(at: offset)) else { return false }
    }
    var reader = ByteReader(name)
    do throws(DecodeFault.Kind) {
      try DNSName.skip(&reader)
      return [1, 2, 10, 32, 33].contains(try reader.uint16())
    } catch {
      return false
    }
  }
}
