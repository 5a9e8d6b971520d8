/// Vectors of RFC 8446 section 3.4, behind their length.
extension ByteReader {
  /// Numbers of two octets in a vector of `length` octets.
  /// - Throws: `.truncated` where it is longer than what is left, `.field` where a half number remains.
  mutating func numbers(of length: Int) throws(DecodeFault.Kind) -> [UInt16] {
    let vector = try take(length)
    guard length % 2 == 0 else { throw .field }
    return stride(from: 0, to: length, by: 2).map { vector.uint16(at: $0) }
  }

  /// `ProtocolNameList` of ALPN, RFC 7301 section 3.1.
  /// - Throws: `.truncated` where a name or the list is longer than what is left.
  mutating func protocolNames() throws(DecodeFault.Kind) -> [[UInt8]] {
    var list = ByteReader(try take(Int(try uint16())))
    var names: [[UInt8]] = []
    while !list.isAtEnd {
      let name = try list.take(Int(try list.uint8()))
      names.append((0..<name.byteCount).map { name.uint8(at: $0) })
    }
    return names
  }
}
