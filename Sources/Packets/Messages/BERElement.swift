/// One element in the Basic Encoding Rules: a tag and its contents, ITU-T X.690 section 8.1.
struct BERElement: ~Escapable {
  /// What it says it is.
  let tag: BERTag
  /// The octets behind the length; of a cut element those that there are.
  let contents: RawSpan
  /// Whether the length says more octets than there are.
  let isCut: Bool

  /// An element of its parts.
  @_lifetime(copy contents)
  init(_ tag: BERTag, _ contents: RawSpan, isCut: Bool) {
    self.tag = tag
    self.contents = contents
    self.isCut = isCut
  }

  /// The elements inside a constructed one; a cut element's last is cut or missing.
  var elements: BERReader {
    @_lifetime(copy self)
    get { BERReader(contents, isCut: isCut) }
  }

  /// The contents, all of them.
  /// - Throws: `.truncated` where the element is cut, as all that follow.
  @_lifetime(copy self)
  func octets() throws(DecodeFault.Kind) -> RawSpan {
    guard !isCut else { throw .truncated }
    return contents
  }

  /// The contents as a whole number in two's complement, X.690 section 8.3.
  /// - Throws: `.field` where it is empty or does not fit.
  func integer() throws(DecodeFault.Kind) -> Int64 {
    let octets = try octets()
    guard (1...8).contains(octets.byteCount) else { throw .field }
    var value = Int64(Int8(bitPattern: octets.uint8(at: 0)))
    for index in 1..<octets.byteCount { value = value << 8 | Int64(octets.uint8(at: index)) }
    return value
  }

  /// The contents as a whole number that is not negative.
  /// - Throws: `.field` where it is empty, negative or does not fit.
  func unsigned() throws(DecodeFault.Kind) -> UInt64 {
    let octets = try octets()
    guard octets.byteCount > 0, octets.uint8(at: 0) < 0x80 else { throw .field }
    return try magnitude()
  }

  /// The contents as a whole number without sign, also where the octet of zeros in front of a set highest
  /// bit was left out, as many SNMP agents do with counters.
  /// - Throws: `.field` where it is empty or does not fit.
  func magnitude() throws(DecodeFault.Kind) -> UInt64 {
    let octets = try octets()
    let count = octets.byteCount
    guard count > 0, count <= 8 || count == 9 && octets.uint8(at: 0) == 0 else { throw .field }
    var value: UInt64 = 0
    for index in 0..<count { value = value << 8 | UInt64(octets.uint8(at: index)) }
    return value
  }

  /// The contents as a yes or no, X.690 section 8.2.
  /// - Throws: `.field` where it is not one octet.
  func boolean() throws(DecodeFault.Kind) -> Bool {
    let octets = try octets()
    guard octets.byteCount == 1 else { throw .field }
    return octets.uint8(at: 0) != 0
  }

  /// The contents as an object identifier in dotted decimal, X.690 section 8.19.
  /// - Throws: `.field` where it is empty, has more than 128 numbers or one of more than 63 bits.
  func objectIdentifier() throws(DecodeFault.Kind) -> String {
    let octets = try octets()
    var text = ""
    var numbers = 0
    var number: UInt64 = 0
    var isOpen = true
    for index in 0..<octets.byteCount {
      let octet = octets.uint8(at: index)
      guard number < 1 << 56, numbers < 128 else { throw .field }
      number = number << 7 | UInt64(octet & 0x7f)
      isOpen = octet >= 0x80
      guard !isOpen else { continue }
      if numbers == 0 {
        // The first two numbers share one: the first is 0, 1 or 2, the second below 40 behind 0 and 1.
        let first = min(number / 40, 2)
        text = "\(first).\(number - first * 40)"
      } else {
        text += ".\(number)"
      }
      numbers += 1
      number = 0
    }
    guard !isOpen else { throw .field }
    return text
  }
}
