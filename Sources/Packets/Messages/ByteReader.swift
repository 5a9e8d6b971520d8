/// A cursor over the bytes of a message: every read checks first, so nothing behind the end is touched.
struct ByteReader: ~Escapable {
  /// What has not been read yet.
  private(set) var rest: RawSpan

  /// A cursor at the front of `bytes`.
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) { rest = bytes }

  /// Octets that have not been read yet.
  var count: Int { rest.byteCount }

  /// Whether everything was read.
  var isAtEnd: Bool { rest.byteCount == 0 }

  private func require(_ count: Int) throws(DecodeFault.Kind) {
    guard count >= 0, count <= rest.byteCount else { throw .truncated }
  }

  /// The next octet.
  /// - Throws: `.truncated` at the end, as all reads.
  mutating func uint8() throws(DecodeFault.Kind) -> UInt8 {
    try require(1)
    let value = rest.uint8(at: 0)
    rest = rest.extracting(droppingFirst: 1)
    return value
  }

  /// The next two octets, first most significant.
  mutating func uint16() throws(DecodeFault.Kind) -> UInt16 {
    try require(2)
    let value = rest.uint16(at: 0)
    rest = rest.extracting(droppingFirst: 2)
    return value
  }

  /// The next three octets, first most significant.
  mutating func uint24() throws(DecodeFault.Kind) -> UInt32 {
    try require(3)
    let value = UInt32(rest.uint8(at: 0)) << 16 | UInt32(rest.uint16(at: 1))
    rest = rest.extracting(droppingFirst: 3)
    return value
  }

  /// The next four octets, first most significant.
  mutating func uint32() throws(DecodeFault.Kind) -> UInt32 {
    try require(4)
    let value = rest.uint32(at: 0)
    rest = rest.extracting(droppingFirst: 4)
    return value
  }

  /// The next eight octets, first most significant.
  mutating func uint64() throws(DecodeFault.Kind) -> UInt64 {
    try require(8)
    let value = rest.uint64(at: 0)
    rest = rest.extracting(droppingFirst: 8)
    return value
  }

  /// The next two octets, first least significant.
  mutating func littleUInt16() throws(DecodeFault.Kind) -> UInt16 { try uint16().byteSwapped }

  /// The next four octets, first least significant.
  mutating func littleUInt32() throws(DecodeFault.Kind) -> UInt32 { try uint32().byteSwapped }

  /// The next six octets as a hardware address.
  mutating func macAddress() throws(DecodeFault.Kind) -> MACAddress {
    let high = try uint16()
    return MACAddress(rawValue: UInt64(high) << 32 | UInt64(try uint32()))
  }

  /// The next four octets as an IPv4 address.
  mutating func ipv4Address() throws(DecodeFault.Kind) -> IPAddress { IPAddress(v4: try uint32()) }

  /// The next sixteen octets as an IPv6 address.
  mutating func ipv6Address() throws(DecodeFault.Kind) -> IPAddress {
    let high = try uint64()
    return IPAddress(high: high, low: try uint64())
  }

  /// The next `count` octets.
  @_lifetime(copy self)
  mutating func take(_ count: Int) throws(DecodeFault.Kind) -> RawSpan {
    try require(count)
    let taken = rest.extracting(first: count)
    rest = rest.extracting(droppingFirst: count)
    return taken
  }

  /// Steps over `count` octets.
  mutating func skip(_ count: Int) throws(DecodeFault.Kind) {
    try require(count)
    rest = rest.extracting(droppingFirst: count)
  }

  /// The octet `offset` further on, which stays unread; `nil` behind the end.
  func peek(_ offset: Int = 0) -> UInt8? {
    offset >= 0 && offset < rest.byteCount ? rest.uint8(at: offset) : nil
  }
}
