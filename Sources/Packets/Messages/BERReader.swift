/// A cursor over data in the Basic Encoding Rules, ITU-T X.690 section 8.1; the Distinguished Encoding
/// Rules are a part of them.
///
///     | tag, 1 to 5 octets | length: below 128, or 0x80 + n and n octets | contents |
///
/// Lengths are definite; the indefinite form (0x80) is refused. Nothing here calls itself: who reads
/// nested elements states how deep.
struct BERReader: ~Escapable {
  private var reader: ByteReader
  private let isCut: Bool

  /// A cursor at the front of `bytes`; `isCut` where there were more on the wire than these.
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, isCut: Bool) {
    reader = ByteReader(bytes)
    self.isCut = isCut
  }

  /// What has not been read yet.
  var rest: RawSpan {
    @_lifetime(copy self)
    get { reader.rest }
  }

  /// Whether everything was read; never so where the data are cut.
  var isAtEnd: Bool { reader.isAtEnd && !isCut }

  /// What a missing octet means: the capture's end, or a length that contradicts the one around it.
  private var endFault: DecodeFault.Kind { isCut ? .truncated : .totalLength }

  /// The next element; one that is cut has the contents that there are.
  ///
  /// - Throws: `.truncated` behind the end of cut data, `.totalLength` behind the end of whole ones,
  ///   `.field` for an indefinite length or a number of more than 28 bits.
  @_lifetime(copy self)
  mutating func next() throws(DecodeFault.Kind) -> BERElement {
    let tag = try readTag()
    let length = try readLength()
    guard length <= reader.count || isCut else { throw .totalLength }
    let isElementCut = length > reader.count
    let contents = try reader.take(min(length, reader.count))
    return BERElement(tag, contents, isCut: isElementCut)
  }

  /// The next element, which must have a tag.
  /// - Throws: as `next`, and `.field` where it has another.
  @_lifetime(copy self)
  mutating func next(_ tag: BERTag) throws(DecodeFault.Kind) -> BERElement {
    let element = try next()
    guard element.tag == tag else { throw .field }
    return element
  }

  /// The next element if it has a tag; else it stays unread.
  @_lifetime(copy self)
  mutating func nextIf(_ tag: BERTag) throws(DecodeFault.Kind) -> BERElement? {
    var ahead = BERReader(reader.rest, isCut: isCut)
    guard !reader.isAtEnd, try ahead.readTag() == tag else { return nil }
    return try next()
  }

  private mutating func octet() throws(DecodeFault.Kind) -> UInt8 {
    guard !reader.isAtEnd else { throw endFault }
    return try reader.uint8()
  }

  private mutating func readTag() throws(DecodeFault.Kind) -> BERTag {
    let first = try octet()
    let tagClass = BERTag.Class(rawValue: first >> 6) ?? .private
    var number = UInt32(first & 0x1f)
    if number == 0x1f {
      number = 0
      var next: UInt8
      repeat {
        next = try octet()
        guard number < 1 << 21 else { throw .field }
        number = number << 7 | UInt32(next & 0x7f)
      } while next >= 0x80
    }
    return BERTag(tagClass, number, isConstructed: first & 0x20 != 0)
  }

  private mutating func readLength() throws(DecodeFault.Kind) -> Int {
    let first = Int(try octet())
    guard first >= 0x80 else { return first }
    // 0x80 is the indefinite form, 0xff is reserved.
    guard first != 0x80, first != 0xff else { throw .field }
    var length = 0
    for _ in 0..<(first & 0x7f) {
      // Octets of zero may come first, as many as there is room for.
      guard length < 1 << 40 else { throw .totalLength }
      length = length << 8 | Int(try octet())
    }
    return length
  }
}
