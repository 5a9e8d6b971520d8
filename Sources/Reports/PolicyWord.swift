/// A word of a policy file in YAML 1.2: bare where nothing could mistake it, else in double quotes (section
/// 7.3.1), with everything but printable ASCII escaped.
struct PolicyWord: CustomStringConvertible {
  /// As it stands in the file.
  let description: String

  /// Words that readers of YAML 1.1 take for something else.
  private static let reserved: Set<String> = [
    "null", "true", "false", "yes", "no", "on", "off", "y", "n",
  ]

  /// A word of any origin.
  init(_ text: String) {
    description = PolicyWord.isBare(text) ? text : PolicyWord.quoted(text)
  }

  /// Letters first, or an IPv4 address or network.
  private static func isBare(_ text: String) -> Bool {
    guard let first = text.utf8.first, !reserved.contains(text.lowercased()) else { return false }
    let isLetter = { (byte: UInt8) in
      (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    if isLetter(first) {
      return text.utf8.allSatisfy {
        isLetter($0) || isDigit($0) || $0 == 0x2d || $0 == 0x2e || $0 == 0x5f
      }
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && text.utf8.allSatisfy { isDigit($0) || $0 == 0x2e || $0 == 0x2f }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: quoted += "\\\""
      case 0x5c: quoted += "\\\\"
      // The reader of policies looks for anchors in quotes as well.
      case 0x26, 0x2a: quoted += "\\u" + hexadecimal(scalar.value, width: 4)
      case 0x20...0x7e: quoted.unicodeScalars.append(scalar)
      case 0...0xffff: quoted += "\\u" + hexadecimal(scalar.value, width: 4)
      default: quoted += "\\U" + hexadecimal(scalar.value, width: 8)
      }
    }
    return quoted + "\""
  }

  private static func hexadecimal(_ value: UInt32, width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: width - digits.utf8.count) + digits
  }
}
