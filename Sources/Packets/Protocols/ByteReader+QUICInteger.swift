extension ByteReader {
  /// A number of one, two, four or eight octets, of which the first two bits say how many: RFC 9000
  /// section 16.
  mutating func quicInteger() throws(DecodeFault.Kind) -> UInt64 {
    switch peek().map({ $0 >> 6 }) {
    case 0: UInt64(try uint8())
    case 1: UInt64(try uint16() & 0x3fff)
    case 2: UInt64(try uint32() & 0x3fff_ffff)
    default: try uint64() & 0x3fff_ffff_ffff_ffff
    }
  }
}
