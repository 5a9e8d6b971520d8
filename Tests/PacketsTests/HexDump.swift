/// Octets of a hex dump: two digits each, white space between, `//` starts a comment.
func bytes(_ dump: String) -> [UInt8] {
  dump.split(separator: "\n").flatMap { line -> [UInt8] in
    let end = line.firstRange(of: "//")?.lowerBound ?? line.endIndex
    return line[..<end].split(separator: " ").map { digits in
      guard digits.utf8.count == 2, let octet = UInt8(digits, radix: 16) else {
        preconditionFailure("\(digits) is no octet")
      }
      return octet
    }
  }
}
