/// Time in a certificate, RFC 5280 section 4.1.2.5: `YYMMDDHHMMSSZ` as UTCTime up to the year 2049,
/// `YYYYMMDDHHMMSSZ` as GeneralizedTime from then on.
enum X509Time {
  /// The time as ISO 8601 writes it, `2026-11-21T14:40:32Z`.
  /// - Throws: `.field` where it is written in another way, or is none.
  static func text(of element: borrowing BERElement) throws(DecodeFault.Kind) -> String {
    let octets = try element.octets()
    let isShort = element.tag == .utcTime
    guard isShort || element.tag == .generalizedTime else { throw .field }
    let digits = isShort ? 12 : 14
    guard octets.byteCount == digits + 1, octets.uint8(at: digits) == UInt8(ascii: "Z") else {
      throw .field
    }
    var pairs: [Int] = []
    for index in stride(from: 0, to: digits, by: 2) {
      let tens = Int(octets.uint8(at: index)) - 0x30
      let ones = Int(octets.uint8(at: index + 1)) - 0x30
      guard (0...9).contains(tens), (0...9).contains(ones) else { throw .field }
      pairs.append(tens * 10 + ones)
    }
    if isShort { pairs.insert(pairs[0] < 50 ? 20 : 19, at: 0) }
    guard (1...12).contains(pairs[2]), (1...31).contains(pairs[3]), pairs[4] < 24, pairs[5] < 60,
      pairs[6] <= 60
    else { throw .field }
    let texts = pairs.map { $0 < 10 ? "0\($0)" : "\($0)" }
    return texts[0] + texts[1] + "-" + texts[2] + "-" + texts[3] + "T" + texts[4] + ":" + texts[5]
      + ":" + texts[6] + "Z"
  }
}
