import Packets

/// Octets and numbers.
extension SignatureReader {
  /// Octets at a place.
  func bytes(_ entry: YAMLMapping) throws(ConfigurationError) -> SignatureBytes {
    var entry = entry
    let region = try entry.word("in", among: SignatureRegion.allCases.map(\.rawValue))
    var offset: Int? = 0
    if try entry.scalar("at")?.text == "anywhere" {
      offset = nil
    } else {
      offset = try entry.integer("at", in: 0...1535) ?? 0
    }
    var values: [[UInt8]] = []
    for scalar in try entry.scalars("hex") ?? [] { values.append(try octets(scalar)) }
    for scalar in try entry.scalars("text") ?? [] { values.append(Array(scalar.text.utf8)) }
    let mask = try entry.scalar("mask").map { scalar throws(ConfigurationError) in
      try octets(scalar)
    }
    let bytes = SignatureBytes(
      region.flatMap(SignatureRegion.init) ?? .payload, at: offset, values, mask: mask ?? [],
      isWhole: try entry.flag("whole") ?? false, isNegated: try entry.flag("not") ?? false)
    try entry.finish()
    guard region != nil, !values.isEmpty, values.allSatisfy({ (1...256).contains($0.count) }) else {
      throw entry.error(
        nil,
        "'bytes' needs 'in' (packet, options or payload) and 1 to 256 octets as 'hex' or 'text'")
    }
    if let mask, offset == nil || !values.allSatisfy({ $0.count == mask.count }) {
      throw entry.error("mask", "'mask' needs a fixed 'at' and as many octets as each value")
    }
    if offset == nil, values.contains(where: { $0.count < 4 }) {
      throw entry.error(
        "at", "fewer than four octets anywhere come by chance: say where they stand")
    }
    let end = (offset ?? 0) + (values.map(\.count).min() ?? 0)
    if end > PacketSample.most {
      throw entry.error(
        "at", "of a packet \(PacketSample.most) octets are looked at, and these would end at \(end)"
      )
    }
    if bytes.isWhole, offset != 0 {
      throw entry.error("whole", "'whole' needs 'at: 0': there is nothing else in that part")
    }
    return bytes
  }

  private func octets(_ scalar: YAMLScalar) throws(ConfigurationError) -> [UInt8] {
    let digits = scalar.text.utf8.filter { $0 != 0x20 }
    var octets: [UInt8] = []
    for position in stride(from: 0, to: digits.count - 1, by: 2) {
      // UInt8 by itself would take a sign.
      let pair = digits[position...position + 1]
      guard pair.allSatisfy({ $0 != 0x2b && $0 != 0x2d }),
        let octet = UInt8(String(decoding: pair, as: UTF8.self), radix: 16)
      else { break }
      octets.append(octet)
    }
    guard !octets.isEmpty, octets.count * 2 == digits.count else {
      throw scalar.error(
        "'\(scalar.text)' are no octets: two hexadecimal digits each, as in 0c15222b")
    }
    return octets
  }

  /// A field of a header.
  func field(_ scalar: YAMLScalar) throws(ConfigurationError) -> SignatureField {
    if let field = SignatureField(rawValue: scalar.text) { return field }
    let words = WordList(SignatureField.allCases.map(\.rawValue))
    throw scalar.error(
      "'\(scalar.text)' is no field\(words.suggestion(for: scalar.text)); allowed: \(words.listed)")
  }

  /// What two fields have to do with each other.
  func relation(_ mapping: YAMLMapping) throws(ConfigurationError) -> SignatureRelation {
    var mapping = mapping
    let minuend = try mapping.scalar("of").map { scalar throws(ConfigurationError) in
      try field(scalar)
    }
    let subtrahend = try mapping.scalar("minus").map { scalar throws(ConfigurationError) in
      try field(scalar)
    }
    var differences: [UInt32] = []
    let bits = (minuend?.width ?? 4) * 8
    for scalar in try mapping.scalars("is") ?? [] {
      guard let number = SignatureReader.signed(scalar.text), abs(number) < 1 << bits else {
        throw scalar.error(
          "'\(scalar.text)' is no difference: a number of \(bits) bits as in 0x000c123d, -5 or "
            + "791101")
      }
      differences.append(UInt32(truncatingIfNeeded: number & (1 << bits - 1)))
    }
    try mapping.finish()
    guard let minuend, let subtrahend, !differences.isEmpty, minuend.width == subtrahend.width
    else {
      throw mapping.error(
        nil,
        "'relation' needs 'of' and 'minus', two fields of one width, and 'is', their difference")
    }
    return SignatureRelation(minuend, minus: subtrahend, is: differences)
  }

  /// A decimal or hexadecimal number, with a minus in front or without.
  private static func signed(_ text: String) -> Int? {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative ? text.dropFirst() : text[...]
    guard let first = digits.utf8.first, (0x30...0x39).contains(first) else { return nil }
    let number =
      digits.hasPrefix("0x") && digits.utf8.count <= 10
      ? Int(digits.dropFirst(2), radix: 16) : Int(digits)
    return number.flatMap { $0 < 0 ? nil : isNegative ? -$0 : $0 }
  }
}
