/// What octets of header fields say, where they are read as a message.
enum CarriedText {
  /// The octets of numbers one behind the other, without those that are zero, where all others are printable;
  /// `nil` where they are not, or a number has no octets.
  static func text(of numbers: [UInt32], octets: Int) -> String? {
    var text: [UInt8] = []
    for number in numbers {
      for place in (0..<octets).reversed() {
        let octet = UInt8(truncatingIfNeeded: number >> UInt32(place * 8))
        guard octet != 0 else { continue }
        guard 0x20...0x7e ~= octet else { return nil }
        text.append(octet)
      }
    }
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }

  /// The first 32 octets as hexadecimal digits.
  static func hexadecimal(_ octets: [UInt8]) -> String {
    octets.prefix(32).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
