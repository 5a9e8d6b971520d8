import Testing

@testable import Packets

/// Reads an element and says what became of it, so that views stay inside.
private func read<Value>(
  _ octets: [UInt8], isCut: Bool = false,
  _ body: (borrowing BERElement) throws(DecodeFault.Kind) -> Value
) throws(DecodeFault.Kind) -> Value {
  var reader = unsafe BERReader(octets.span.bytes, isCut: isCut)
  return try body(try reader.next())
}

@Suite struct BERReaderTests {
  @Test func tags() throws {
    #expect(try read(bytes("02 01 05")) { $0.tag } == .integer)
    #expect(try read(bytes("30 00")) { $0.tag } == .sequence)
    #expect(try read(bytes("6b 00")) { $0.tag } == .application(11))
    #expect(try read(bytes("82 00")) { $0.tag } == .contextSpecific(2, isConstructed: false))
    #expect(try read(bytes("ff 81 00 00")) { $0.tag } == BERTag(.private, 128, isConstructed: true))
    #expect(throws: DecodeFault.Kind.field) {
      try read(bytes("1f 81 80 80 80 00 00")) { $0.tag }
    }
  }

  /// One octet of contents behind each form of the length.
  @Test(arguments: ["04 01 aa", "04 81 01 aa", "04 84 00 00 00 01 aa"])
  func lengths(dump: String) throws {
    #expect(try read(bytes(dump)) { $0.contents.byteCount } == 1)
  }

  @Test func lengthsThatAreRefused() {
    #expect(throws: DecodeFault.Kind.field) { try read(bytes("30 80 00 00")) { $0.tag } }
    #expect(throws: DecodeFault.Kind.field) { try read(bytes("30 ff 00")) { $0.tag } }
    #expect(throws: DecodeFault.Kind.totalLength) {
      try read(bytes("30 89 01 02 03 04 05 06 07 08 09")) { $0.tag }
    }
  }

  @Test func cutIsNotContradiction() throws {
    #expect(throws: DecodeFault.Kind.totalLength) { try read(bytes("04 02 aa")) { $0.tag } }
    let count = try read(bytes("04 02 aa"), isCut: true) { element in
      let isCut = element.isCut
      #expect(isCut)
      return element.contents.byteCount
    }
    #expect(count == 1)
    #expect(throws: DecodeFault.Kind.truncated) {
      try read(bytes("02 02 aa"), isCut: true) { element throws(DecodeFault.Kind) in
        try element.integer()
      }
    }
    // The sequence is cut, so that the number in it may be; a whole one's may not.
    #expect(throws: DecodeFault.Kind.truncated) {
      try read(bytes("30 04 02 02 aa"), isCut: true) { element throws(DecodeFault.Kind) in
        var inside = element.elements
        return try inside.next(.integer).integer()
      }
    }
    #expect(throws: DecodeFault.Kind.totalLength) {
      try read(bytes("30 03 02 02 aa 05 00"), isCut: true) { element throws(DecodeFault.Kind) in
        var inside = element.elements
        return try inside.next(.integer).integer()
      }
    }
  }

  @Test(arguments: [
    ("02 01 00", 0), ("02 01 ff", -1), ("02 02 00 80", 128), ("02 02 80 00", -32768),
    ("02 08 80 00 00 00 00 00 00 00", Int64.min),
  ])
  func integers(dump: String, value: Int64) throws {
    #expect(
      try read(bytes(dump)) { element throws(DecodeFault.Kind) in try element.integer() } == value)
  }

  @Test func unsignedNumbers() throws {
    let largest = bytes("46 09 00 ff ff ff ff ff ff ff ff")
    #expect(
      try read(largest) { element throws(DecodeFault.Kind) in try element.unsigned() }
        == UInt64.max)
    for dump in ["02 00", "02 01 80", "46 09 01 ff ff ff ff ff ff ff ff"] {
      #expect(throws: DecodeFault.Kind.field) {
        try read(bytes(dump)) { element throws(DecodeFault.Kind) in try element.unsigned() }
      }
    }
  }

  /// The examples of X.690 section 8.19.5 and RFC 1213's `sysDescr.0`.
  @Test(arguments: [
    ("06 03 88 37 03", "2.999.3"), ("06 08 2b 06 01 02 01 01 01 00", "1.3.6.1.2.1.1.1.0"),
    ("06 01 00", "0.0"),
  ])
  func objectIdentifiers(dump: String, text: String) throws {
    let value = try read(bytes(dump)) { element throws(DecodeFault.Kind) in
      try element.objectIdentifier()
    }
    #expect(value == text)
  }

  /// Empty, ended inside a number, a number too long.
  @Test(arguments: ["06 00", "06 02 2b 86", "06 0b 2b 81 81 81 81 81 81 81 81 81 01"])
  func brokenObjectIdentifiers(dump: String) {
    #expect(throws: DecodeFault.Kind.field) {
      try read(bytes(dump)) { element throws(DecodeFault.Kind) in try element.objectIdentifier() }
    }
  }

  @Test func whatIsNotThereStaysUnread() throws {
    let octets = bytes("a1 03 02 01 07 02 01 08")
    var reader = unsafe BERReader(octets.span.bytes, isCut: false)
    let missing = try reader.nextIf(.contextSpecific(0)) == nil
    #expect(missing)
    var inside = try reader.next(.contextSpecific(1)).elements
    let seven = try inside.next(.integer).integer()
    let insideIsAtEnd = inside.isAtEnd
    #expect(seven == 7 && insideIsAtEnd)
    let eight = try reader.next(.integer).integer()
    let isAtEnd = reader.isAtEnd
    #expect(eight == 8 && isAtEnd)
  }
}
