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
      names.append(name.copied())
    }
    return names
  }

  /// The extensions of a hello, RFC 8446 section 4.2; one that cannot be read does not hide the others.
  /// - Parameter read: Gets each one's type and data.
  /// - Throws: `.truncated` where the list is longer than what is left, `.option` where one was broken.
  mutating func extensions(
    _ read: (UInt16, RawSpan) throws(DecodeFault.Kind) -> Void
  ) throws(DecodeFault.Kind) {
    // Before TLS 1.2 there need not be any, not even their length.
    guard !isAtEnd else { return }
    let length = Int(try uint16())
    let isCut = length > count
    var list = ByteReader(try take(min(length, count)))
    var fault = DecodeFault.Kind.none
    while !list.isAtEnd {
      let type = try list.uint16()
      let data = try list.take(Int(try list.uint16()))
      do throws(DecodeFault.Kind) {
        try read(type, data)
      } catch {
        fault = .option
      }
    }
    guard !isCut else { throw .truncated }
    guard fault == .none else { throw fault }
  }
}
