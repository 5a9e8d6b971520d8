import Yams

extension YAMLMapping {
  /// A mapping below a key; `nil` where the key is absent or has no value.
  ///
  /// Throws where the value is anything else. The result has to be finished by itself.
  public mutating func mapping(_ key: String) throws(ConfigurationError) -> YAMLMapping? {
    guard let node = node(key) else { return nil }
    if case .mapping(let mapping) = node { return try YAMLMapping(mapping, file: file) }
    if let scalar = YAMLMapping.scalar(node, file), scalar.isNull { return nil }
    throw YAMLMapping.error(
      node, file,
      "'\(key)' must be a mapping (lines as 'key: value'), not "
        + YAMLMapping.described(node))
  }

  /// A list of mappings; `nil` where the key is absent or has no value.
  ///
  /// Throws where the value is anything else. Each of the result has to be finished by itself.
  public mutating func mappings(_ key: String) throws(ConfigurationError) -> [YAMLMapping]? {
    guard let node = node(key) else { return nil }
    if let scalar = YAMLMapping.scalar(node, file), scalar.isNull { return nil }
    guard case .sequence(let sequence) = node else {
      throw YAMLMapping.error(
        node, file,
        "'\(key)' must be a list (lines that begin with '- '), not "
          + YAMLMapping.described(node))
    }
    var mappings: [YAMLMapping] = []
    for element in sequence {
      guard case .mapping(let mapping) = element else {
        throw YAMLMapping.error(
          element, file,
          "an entry of '\(key)' must be a mapping ('key: value'), not "
            + YAMLMapping.described(element))
      }
      mappings.append(try YAMLMapping(mapping, file: file))
    }
    return mappings
  }

  /// A single value with its place; `nil` where the key is absent.
  ///
  /// Throws where it is a list or a mapping, or where the key has no value.
  public mutating func scalar(_ key: String) throws(ConfigurationError) -> YAMLScalar? {
    guard let node = node(key) else { return nil }
    guard let scalar = YAMLMapping.scalar(node, file) else {
      throw YAMLMapping.error(
        node, file, "'\(key)' must be a single value, not \(YAMLMapping.described(node))")
    }
    guard !scalar.isNull else { throw scalar.error("'\(key)' has no value: give one or remove it") }
    return scalar
  }

  /// A text, quoted or not; `nil` where the key is absent.
  public mutating func text(_ key: String) throws(ConfigurationError) -> String? {
    try scalar(key)?.text
  }

  /// One of some words; `nil` where the key is absent.
  public mutating func word(
    _ key: String, among words: [String]
  ) throws(ConfigurationError) -> String? {
    guard let scalar = try scalar(key) else { return nil }
    guard words.contains(scalar.text) else {
      let allowed = WordList(words)
      throw scalar.error(
        "'\(key)' cannot be '\(scalar.text)'\(allowed.suggestion(for: scalar.text)); allowed: "
          + allowed.listed)
    }
    return scalar.text
  }

  /// A whole decimal number without quotes, in a range; `nil` where the key is absent.
  public mutating func integer(
    _ key: String, in range: ClosedRange<Int>
  ) throws(ConfigurationError) -> Int? {
    guard let scalar = try scalar(key) else { return nil }
    guard let number = YAMLMapping.number(scalar), range.contains(number) else {
      throw scalar.error(
        "'\(key)' must be a whole number from \(range.lowerBound) to \(range.upperBound), not "
          + YAMLMapping.quoted(scalar))
    }
    return number
  }

  /// A decimal number without quotes, in a range; `nil` where the key is absent.
  public mutating func decimal(
    _ key: String, in range: ClosedRange<Double>
  ) throws(ConfigurationError) -> Double? {
    guard let scalar = try scalar(key) else { return nil }
    // Double reads hexadecimal, infinity and nan too, which nobody means here.
    let isDecimal = scalar.text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || [0x2b, 0x2d, 0x2e, 0x45, 0x65].contains($0)
    }
    guard scalar.isPlain, isDecimal, let number = Double(scalar.text), range.contains(number) else {
      throw scalar.error(
        "'\(key)' must be a number from \(range.lowerBound) to \(range.upperBound), not "
          + YAMLMapping.quoted(scalar))
    }
    return number
  }

  /// `true` or `false` without quotes; `nil` where the key is absent.
  public mutating func flag(_ key: String) throws(ConfigurationError) -> Bool? {
    guard let scalar = try scalar(key) else { return nil }
    guard scalar.isPlain, let flag = Bool(scalar.text) else {
      throw scalar.error("'\(key)' must be true or false, not \(YAMLMapping.quoted(scalar))")
    }
    return flag
  }

  /// A list of single values, or one alone, with their places; `nil` where the key is absent.
  ///
  /// Throws where there is no value at all, because an empty list would rather mean all than none.
  public mutating func scalars(_ key: String) throws(ConfigurationError) -> [YAMLScalar]? {
    guard case .sequence(let sequence)? = node(key) else { return try scalar(key).map { [$0] } }
    guard !sequence.isEmpty else {
      throw error(key, "'\(key)' is an empty list: name something or remove the key")
    }
    var scalars: [YAMLScalar] = []
    for element in sequence {
      guard let scalar = YAMLMapping.scalar(element, file), !scalar.isNull else {
        throw YAMLMapping.error(
          element, file,
          "an entry of '\(key)' must be a single value, not \(YAMLMapping.described(element))")
      }
      scalars.append(scalar)
    }
    return scalars
  }

  /// A list of texts, or one alone; `nil` where the key is absent.
  public mutating func texts(_ key: String) throws(ConfigurationError) -> [String]? {
    try scalars(key)?.map(\.text)
  }

  /// A whole number as JSON writes it: no plus, no leading zero, which some readers take for octal.
  private static func number(_ scalar: YAMLScalar) -> Int? {
    guard scalar.isPlain, let number = Int(scalar.text), String(number) == scalar.text else {
      return nil
    }
    return number
  }

  private static func quoted(_ scalar: YAMLScalar) -> String {
    scalar.isPlain ? "'\(scalar.text)'" : "the quoted text '\(scalar.text)'"
  }
}
