/// How much a name could say beyond being a name: bits by the letters of its labels.
///
/// What people and programs call machines is words and small numbers; what is packed into labels is any letter and
/// any digit. Each piece between points and hyphens counts by the alphabet that it shows:
///
///     a1b2c3d4       letters among digits          5 bits an octet, 4 where all are hexadecimal
///     x7QkPz         upper among lower case        6 bits an octet
///     xkqzrtwmbvnd   12 letters and more, 7 consonants in a row  4.7 bits an octet
///     20260101       digits                        3.3 bits an octet
///     mail, WEB, Www words                         nothing
///
/// A label of more than 40 octets counts whole, 4 bits an octet, and labels of 60 octets together count 2 bits an octet
/// at least, whatever is in them. Four numbers below 256 are an address, 32 single hexadecimal digits in a row too, and
/// 8-4-4-4-12 hexadecimal digits are a UUID (RFC 9562): all of these count nothing.
enum CarriedInformation {
  /// Octets of a label from which on it counts whole.
  static let longLabel = 41
  /// Octets of all labels from which on they say something by their length alone.
  static let longName = 60
  /// Labels of an address of IPv6 by its digits.
  private static let digitsOfAddress = 32

  /// Bits of labels. `isCaseMeant`: whether upper and lower case may say something.
  static func bits(of labels: [[UInt8]], isCaseMeant: Bool) -> Double {
    let labels = withoutAddress(labels)
    var bits = 0.0
    var length = 0
    var numbers: [Double] = []
    var isAddress = true
    for label in labels {
      if isUniversalIdentifier(label) { continue }
      length += label.count
      if label.count >= longLabel {
        bits += 4 * Double(label.count)
        continue
      }
      for piece in label.split(whereSeparator: { !isAlphanumeric($0) && $0 < 0x80 }) {
        let piece = Array(piece)
        guard piece.allSatisfy(isDigit) else {
          bits += CarriedInformation.bits(ofPiece: piece, isCaseMeant: isCaseMeant)
          continue
        }
        numbers.append(3.3 * Double(piece.count))
        if piece.count > 3 || piece.reduce(0, { $0 * 10 + Int($1 - 0x30) }) > 255 {
          isAddress = false
        }
      }
    }
    bits += isAddress && numbers.count == 4 ? 0 : numbers.reduce(0, +)
    return length >= longName ? max(bits, 2 * Double(length)) : bits
  }

  /// The labels without the first 32 in a row that are one hexadecimal digit each.
  private static func withoutAddress(_ labels: [[UInt8]]) -> [[UInt8]] {
    guard labels.count >= digitsOfAddress else { return labels }
    var run = 0
    for (place, label) in labels.enumerated() {
      run = label.count == 1 && label.allSatisfy(isHexadecimal) ? run + 1 : 0
      if run == digitsOfAddress {
        return Array(labels[...(place - run)] + labels[(place + 1)...])
      }
    }
    return labels
  }

  private static func bits(ofPiece piece: [UInt8], isCaseMeant: Bool) -> Double {
    let count = Double(piece.count)
    let digits = piece.count(where: isDigit)
    let lower = piece.count { (0x61...0x7a).contains($0) }
    let upper = piece.count { (0x41...0x5a).contains($0) }
    // Octets that are no ASCII stand in tunnels that try what gets through.
    let others = piece.count - digits - lower - upper
    if others * 2 > piece.count { return 6 * count }
    let isMixed = isCaseMeant && lower > 0 && upper > 0 && !isCapitalized(piece)
    if digits > 0 {
      // `web01` and `rack12`: a word and a number behind it.
      if !isMixed, isNumberedWord(piece) { return 3.3 * Double(digits) }
      return (isMixed ? 6 : piece.allSatisfy(isHexadecimal) ? 4 : 5) * count
    }
    if isMixed { return 6 * count }
    return piece.count >= 12 && longestConsonants(piece) >= 7 ? 4.7 * count : 0
  }

  /// Letters, then digits and nothing else, and no letters that no word has.
  private static func isNumberedWord(_ piece: [UInt8]) -> Bool {
    guard let first = piece.firstIndex(where: isDigit), first > 0 else { return false }
    return piece[first...].allSatisfy(isDigit) && longestConsonants(Array(piece[..<first])) < 7
  }

  private static func isCapitalized(_ piece: [UInt8]) -> Bool {
    piece.dropFirst().allSatisfy { !(0x41...0x5a).contains($0) }
  }

  private static func longestConsonants(_ piece: [UInt8]) -> Int {
    var longest = 0
    var run = 0
    for octet in piece {
      let letter = octet | 0x20
      let isVowel = [0x61, 0x65, 0x69, 0x6f, 0x75, 0x79].contains(letter)
      run = (0x61...0x7a).contains(letter) && !isVowel ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  private static func isUniversalIdentifier(_ label: [UInt8]) -> Bool {
    let parts = label.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12]
      && parts.allSatisfy { $0.allSatisfy(isHexadecimal) }
  }

  private static func isDigit(_ octet: UInt8) -> Bool { (0x30...0x39).contains(octet) }

  private static func isHexadecimal(_ octet: UInt8) -> Bool {
    isDigit(octet) || (0x61...0x66).contains(octet | 0x20)
  }

  private static func isAlphanumeric(_ octet: UInt8) -> Bool {
    isDigit(octet) || (0x61...0x7a).contains(octet | 0x20)
  }
}
